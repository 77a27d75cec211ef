import Synchronization
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// Uploads of several files.
extension WeDriveClient {
  /// Uploads several local files, each under its own name, a few at a time.
  ///
  /// What fails does not stop the others. The same call made again goes on with what was interrupted, and uploads anew what
  /// was complete, unless ``UploadOptions/sharedJournal`` remembers it.
  ///
  /// ```swift
  /// for outcome in await drive.upload(["a.pdf", "b.pdf"], to: .root(of: space)) {
  ///   switch outcome.result {
  ///   case .success(let id): print(outcome.path, id)
  ///   case .failure(let error): print("\(outcome.path): \(error)")
  ///   }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - paths: Ordinary files that are not empty.
  ///   - destination: The folder, the space or the ticket to upload all of them to.
  ///   - options: How to go about each of them. Together they have at most ``UploadOptions/concurrency`` calls under way, and
  ///     ``UploadOptions/progress`` is told of all of them together; ``UploadOptions/callLimit`` holds for each.
  /// - Returns: What became of each, in the order of `paths`. After a cancellation, what was not begun is
  ///   `WeDriveError.cancelled`.
  public func upload(
    _ paths: [String], to destination: UploadDestination, options: UploadOptions = UploadOptions()
  ) async -> [UploadOutcome] {
    await upload(paths.map { LocalPath($0) }, to: destination, options: options)
  }

  /// The same for paths that need not be UTF-8.
  package func upload(
    _ paths: [LocalPath], to destination: UploadDestination, options: UploadOptions
  ) async -> [UploadOutcome] {
    let width = min(options.admissibleConcurrency, max(1, paths.count))
    let readings = UploadReadings(
      totals: await BlockingWork.run { paths.map { (try? UploadSource($0).size) ?? 0 } })
    let results = await reportingProgress(of: { readings.sum }, to: options.progress) {
      await eachInOrder(paths, atOnce: width) { (path: LocalPath, index: Int) -> Result<FileID, WeDriveError> in
        var own = options
        own.concurrency = options.admissibleConcurrency / width
        if options.progress != nil { own.progress = { readings.note($0, of: index) } }
        do throws(WeDriveError) {
          if Task.isCancelled { throw WeDriveError.cancelled(endpoint: "upload") }
          return .success(try await upload(contentsOf: path, to: destination, options: own))
        } catch {
          return .failure(error)
        }
      }
    }
    return zip(paths, results).map { UploadOutcome(path: $0.text, result: $1) }
  }
}

/// What became of one of several uploads.
public struct UploadOutcome: Sendable {
  /// The local file.
  public let path: String
  /// The new file's id, or why there is none.
  public let result: Result<FileID, WeDriveError>

  /// Joins a path and its result.
  public init(path: String, result: Result<FileID, WeDriveError>) {
    self.path = path
    self.result = result
  }
}

/// How far several uploads have come.
private final class UploadReadings: Sendable {
  private let readings: Mutex<[UploadProgress]>

  init(totals: [Int64]) {
    readings = Mutex(
      totals.map { total in
        var progress = UploadProgress()
        progress.total = total
        return progress
      })
  }

  func note(_ progress: UploadProgress, of index: Int) { readings.withLock { $0[index] = progress } }

  /// All of them together: hashing until one is sent, finishing when all are.
  var sum: UploadProgress {
    let readings = readings.withLock { $0 }
    var sum = UploadProgress()
    for reading in readings {
      sum.hashed += reading.hashed
      sum.confirmed += reading.confirmed
      sum.inFlight += reading.inFlight
      sum.total += reading.total
      sum.calls += reading.calls
      sum.neededCalls += reading.neededCalls
    }
    let phases = readings.map(\.phase)
    sum.phase =
      phases.allSatisfy { $0 == .finishing } ? .finishing : phases.contains { $0 != .hashing } ? .sending : .hashing
    return sum
  }
}
