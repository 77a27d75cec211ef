import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// A transport that remembers what the last reply said about itself.
final class ReplyObserver: Transport {
  private let transport: any Transport
  private let head = Mutex<HTTPReplyHead?>(nil)

  init(_ transport: any Transport) { self.transport = transport }

  /// The last reply's status; 0 if there was none.
  var status: Int { head.withLock { $0?.status ?? 0 } }

  /// The request's id, by which the server's people find it again; empty if the server gave none.
  var trace: String { head.withLock { $0?["X-Tt-Logid"] ?? $0?["X-Request-Id"] ?? "" } }

  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply {
    let reply = try await transport.perform(request)
    head.withLock { $0 = reply.head }
    return reply
  }

  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead {
    try await transport.stream(request, to: ObservedSink(sink: sink) { head in self.head.withLock { $0 = head } })
  }
}

/// A sink that tells of a reply's head before it takes it.
private struct ObservedSink: ReplySink {
  let sink: any ReplySink
  let observe: @Sendable (HTTPReplyHead) -> Void

  func begin(_ head: HTTPReplyHead) throws {
    observe(head)
    try sink.begin(head)
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws { try sink.receive(bytes) }
}
