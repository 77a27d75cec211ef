/// Carries HTTP exchanges. The client's own is ``CurlTransport``; tests and consumers can put another one in.
public protocol Transport: Sendable {
  /// Performs one exchange and returns the whole reply, which may not be longer than the request allows.
  ///
  /// - Throws: A ``TransportFailure`` whose progress says whether the service may have seen the request. A cancelled
  ///   task gets ``TransportFailure/Code/cancelled``.
  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply

  /// Performs one exchange and hands the reply to `sink` as it arrives.
  ///
  /// The sink is called from one thread at a time, never from Swift's cooperative pool, and may block for file work.
  /// Once this method has returned or thrown, the sink is not called again.
  ///
  /// - Throws: As ``perform(_:)``; ``TransportFailure/Code/sinkRefused`` with the sink's own error where that threw.
  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead
}

/// Takes a reply as it arrives.
public protocol ReplySink: Sendable {
  /// Called once, before the first byte, with the head of the final reply. Throwing ends the exchange before a byte is
  /// delivered.
  func begin(_ head: HTTPReplyHead) throws

  /// Called for each run of bytes, which are valid during the call only. Throwing ends the exchange.
  func receive(_ bytes: UnsafeRawBufferPointer) throws
}
