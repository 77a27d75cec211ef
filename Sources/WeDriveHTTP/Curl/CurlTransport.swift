#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// HTTP/1.1 over libcurl, with connections that are used again.
///
/// Each lane has a thread of its own, which is started by the lane's first exchange, sleeps while there is nothing to
/// do, and ends when the transport is shut down or its last reference goes away. Server certificates are always
/// verified. Redirects are not followed unless a request asks for it. No cookie is kept and no `.netrc` is read; proxy
/// variables of the environment are honoured as curl does (see ``Configuration/proxy``).
///
/// A request that is not repeatable is written to one connection only, whatever happens to that connection.
///
/// A child process made by `fork` alone must not use its parent's transport: libcurl and the TLS library cannot be
/// shared that way, and the threads are not there. Such use is refused.
public final class CurlTransport: Transport {
  let calls: CurlLane
  let bulk: CurlLane
  private let process = getpid()

  /// Makes a transport. Nothing is started before the first exchange.
  ///
  /// - Parameter configuration: Limits and habits.
  public convenience init(configuration: Configuration = Configuration()) {
    self.init(configuration: configuration, library: CurlLibrary.shared)
  }

  /// Makes a transport that takes the library to be what it is told.
  init(configuration: Configuration, library: Result<CurlLibrary, TransportFailure>) {
    calls = CurlLane(.calls, configuration: configuration, library: library)
    bulk = CurlLane(.bulk, configuration: configuration, library: library)
  }

  deinit {
    // Tells the threads to end without waiting for them: the last reference may go away on the cooperative pool.
    calls.close()
    bulk.close()
  }

  /// Performs one exchange and returns the whole reply.
  ///
  /// - Throws: A ``TransportFailure``. After a cancellation it comes at once, even while a name is being resolved.
  public func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply {
    try await lane(request.lane).run(try Exchange(request, sink: nil))
  }

  /// Performs one exchange and hands the reply to `sink` as it arrives, on the thread of the bulk lane whatever the
  /// request says: a sink that blocks holds up other transfers, but no calls.
  ///
  /// - Throws: A ``TransportFailure``.
  public func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead {
    try await lane(.bulk).run(try Exchange(request, sink: sink)).head
  }

  /// Ends all exchanges with ``TransportFailure/Code/shutDown``, closes all connections, and waits until both threads
  /// have released what they had. Later exchanges fail.
  public func shutDown() async {
    calls.close()
    bulk.close()
    await calls.waitForEnd()
    await bulk.waitForEnd()
  }

  private func lane(_ lane: HTTPRequest.Lane) throws(TransportFailure) -> CurlLane {
    guard getpid() == process else {
      throw TransportFailure(
        .other, progress: .notSent, reason: "this process was forked from the one the transport belongs to")
    }
    switch lane {
    case .calls: return calls
    case .bulk: return bulk
    }
  }
}
