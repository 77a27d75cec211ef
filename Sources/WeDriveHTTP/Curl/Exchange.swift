import Synchronization

/// One exchange on its way from a task to a loop: checked, and complete.
final class Exchange: Sendable {
  typealias Outcome = Result<HTTPReply, TransportFailure>
  typealias Continuation = CheckedContinuation<Outcome, Never>

  let request: HTTPRequest
  let url: RequestURL
  /// Header lines for the request's own origin.
  let headerLines: [String]
  /// Header lines for any other origin.
  let foreignHeaderLines: [String]
  /// Takes the body; nil: it is kept.
  let sink: (any ReplySink)?
  let deadline: ContinuousClock.Instant?
  private let cancellation = Atomic<Bool>(false)

  /// Checks a request; what is wrong with it is thrown before anything is sent.
  init(_ request: HTTPRequest, sink: (any ReplySink)?) throws(TransportFailure) {
    do {
      url = try RequestURL(request.url, allowsPlainHTTP: request.allowsPlainHTTP)
    } catch {
      throw TransportFailure(.invalidRequest, progress: .notSent, reason: error.reason)
    }
    (headerLines, foreignHeaderLines) = try RequestHeaders.lines(of: request)
    guard request.method == .post || request.body == nil && request.bodySource == nil else {
      throw TransportFailure(.invalidRequest, progress: .notSent, reason: "a GET has no body")
    }
    guard request.bodySource == nil || request.body == nil else {
      throw TransportFailure(.invalidRequest, progress: .notSent, reason: "the request has two bodies")
    }
    self.request = request
    self.sink = sink
    deadline = request.timeout.map { .now + $0 }
  }

  /// How long the body is, in bytes.
  var bodySize: Int64 { request.bodySource?.size ?? Int64(request.body?.count ?? 0) }

  /// Whether the task that wants the reply was cancelled. It is set before the loop is told, so that a loop which is
  /// told of the cancellation before it is told of the exchange sees it when the exchange arrives.
  var isCancelled: Bool { cancellation.load(ordering: .acquiring) }

  func cancel() { cancellation.store(true, ordering: .releasing) }
}
