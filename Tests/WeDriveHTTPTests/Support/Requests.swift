import Synchronization
import TestSupport
import Testing
import WeDriveHTTP

extension HTTPRequest {
  /// A GET that may be repeated, of at most 1 MiB and 10 s.
  static func get(_ url: String, timeout: Duration? = .seconds(10), maximum: Int64 = 1 << 20) -> HTTPRequest {
    HTTPRequest(.get, url: url, isRepeatable: true, timeout: timeout, maximumReplySize: maximum)
  }

  /// A POST of at most 10 s.
  static func post(_ url: String, _ body: [UInt8]?, isRepeatable: Bool = false) -> HTTPRequest {
    var request = HTTPRequest(
      .post, url: url, isRepeatable: isRepeatable, timeout: .seconds(10), maximumReplySize: 1 << 20)
    request.body = body
    request.headers = [HTTPHeader("Content-Type", "application/json")]
    return request
  }

  func with(_ change: (inout HTTPRequest) -> Void) -> HTTPRequest {
    var copy = self
    change(&copy)
    return copy
  }
}

extension [UInt8] {
  /// So many bytes that are not all the same.
  static func pattern(_ count: Int) -> [UInt8] {
    let period = (0..<1009).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + period.count)
    while bytes.count < count { bytes += period }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}

extension HTTPReply {
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension Transport {
  /// The failure of an exchange that must not succeed.
  func failure(of request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation) async -> TransportFailure? {
    do throws(TransportFailure) {
      let reply = try await perform(request)
      Issue.record("a reply came: \(reply.head.status)", sourceLocation: sourceLocation)
      return nil
    } catch {
      return error
    }
  }
}

/// Keeps what it is given.
final class KeepingSink: ReplySink {
  struct Refusal: Error {}

  let heads = Mutex<[HTTPReplyHead]>([])
  let bytes = Mutex<[UInt8]>([])
  private let limit: Int?

  /// - Parameter limit: After so many bytes it throws; 0: it throws at the head.
  init(refusingAfter limit: Int? = nil) {
    self.limit = limit
  }

  func begin(_ head: HTTPReplyHead) throws {
    heads.withLock { $0.append(head) }
    if limit == 0 { throw Refusal() }
  }

  func receive(_ run: UnsafeRawBufferPointer) throws {
    let count = bytes.withLock { bytes in
      bytes.append(contentsOf: run)
      return bytes.count
    }
    if let limit, count >= limit { throw Refusal() }
  }
}
