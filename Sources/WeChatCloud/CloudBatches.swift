import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// Any number of files, asked about in as many calls as the service wants.
struct CloudBatches {
  /// What a service says about one file.
  typealias Answer<Value> = (fileID: CloudFileID, result: Result<Value, WeDriveError>)

  private let fileIDs: [CloudFileID]
  private let batches: [[CloudFileID]]

  /// - Parameter fileIDs: In the order in which to tell of them. A file that stands there twice is asked about once.
  init(_ fileIDs: [CloudFileID], size: Int = Int(Limits.cloudBatchSize)) {
    self.fileIDs = fileIDs
    var seen: Set<CloudFileID> = []
    let distinct = fileIDs.filter { seen.insert($0).inserted }
    batches = stride(from: 0, to: distinct.count, by: size).map { start in
      Array(distinct[start..<min(start + size, distinct.count)])
    }
  }

  /// The requests, all of them checked before the first is sent.
  func requests<Request: APIRequest>(
    _ request: ([CloudFileID]) -> Request
  ) throws(WeDriveError) -> [Request] {
    let requests = batches.map(request)
    do throws(InvalidArgument) {
      for request in requests { try request.validate() }
    } catch {
      throw .invalidArgument(error)
    }
    return requests
  }

  /// Sends the requests, a few at a time, and matches what is answered to the files by their ids.
  ///
  /// Of several answers about one file the first counts; those about files that were not asked about do not. A call that
  /// fails is what became of each of its files, and of no other.
  func outcomes<Request: APIRequest, Value: Sendable>(
    of requests: [Request], atOnce width: Int,
    _ ask: @escaping @Sendable (Request) async throws(WeDriveError) -> [Answer<Value>]
  ) async -> [CloudFileOutcome<Value>] {
    let answers = await eachInOrder(requests, atOnce: min(16, max(1, width))) {
      (request: Request, _: Int) -> Result<[Answer<Value>], WeDriveError> in
      do throws(WeDriveError) { return .success(try await ask(request)) } catch { return .failure(error) }
    }
    var results: [CloudFileID: Result<Value, WeDriveError>] = [:]
    for (batch, answer) in zip(batches, answers) {
      switch answer {
      case .failure(let error):
        for id in batch { results[id] = .failure(error) }
      case .success(let answers):
        let asked = Set(batch)
        for answer in answers where asked.contains(answer.fileID) && results[answer.fileID] == nil {
          results[answer.fileID] = answer.result
        }
      }
    }
    let missing = WeDriveError.undecodableReply(
      UndecodableReply(endpoint: Request.endpoint.name, reason: "says nothing about the file"))
    return fileIDs.map { CloudFileOutcome(fileID: $0, result: results[$0] ?? .failure(missing)) }
  }
}

/// What became of one of several files in cloud storage.
public struct CloudFileOutcome<Value: Sendable>: Sendable {
  /// The file.
  public let fileID: CloudFileID
  /// The result, or why there is none: `WeDriveError.refused` has the file's own status as its code, and the
  /// service's words about this file.
  public let result: Result<Value, WeDriveError>

  /// Joins a file and its result.
  public init(fileID: CloudFileID, result: Result<Value, WeDriveError>) {
    self.fileID = fileID
    self.result = result
  }
}

extension CloudFileStatus {
  /// Whether a file's status says that it went well. A file without one did.
  static func refusal(
    _ status: CloudFileStatus?, _ message: String?, _ endpoint: Endpoint
  ) -> WeDriveError? {
    guard let status, status != .done else { return nil }
    return .refused(
      Refusal(
        endpoint: endpoint.name, service: endpoint.service.name, code: Int(status.rawValue), message: message ?? "",
        advice: nil))
  }
}
