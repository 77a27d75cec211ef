import Synchronization
import WeDriveHTTP

extension ClientActivity {
  /// The recorder of the activity that the task is part of. Set only where there is instrumentation.
  @TaskLocal package static var current: (any ActivityRecorder)?

  /// A call.
  package init(call endpoint: Endpoint) {
    self.init(kind: .call, endpoint: endpoint.name, service: endpoint.service.name)
  }

  /// A transfer of one file.
  package init(_ kind: Kind, endpoint: String, service: String?) {
    (self.kind, self.endpoint, self.service) = (kind, endpoint, service)
  }

  /// An exchange, of whose URL only the server is taken.
  package init(exchange request: HTTPRequest, of endpoint: String, service: String?, resends: Int) {
    (kind, self.endpoint, self.service) = (.exchange, endpoint, service)
    method = request.method
    server = Server(url: request.url)
    self.resends = resends
  }
}

extension ClientActivity.Server {
  /// The server that a URL names; nil for text that is no URL.
  init?(url: String) {
    guard let mark = url.firstRange(of: "://") else { return nil }
    let scheme = url[..<mark.lowerBound].lowercased()
    // A user name and password, which requests may not have, are left out all the same.
    let authority = url[mark.upperBound...].prefix { !"/?#".contains($0) }.split(separator: "@").last ?? ""
    let (host, rest): (Substring, Substring)
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      (host, rest) = (authority[..<end].dropFirst(), authority[end...].dropFirst())
    } else {
      host = authority.prefix { $0 != ":" }
      rest = authority[host.endIndex...]
    }
    guard !host.isEmpty else { return nil }
    address = host.lowercased()
    port = Int(rest.dropFirst()) ?? (scheme == "http" ? 80 : 443)
  }
}

/// Does work as an activity that instrumentation is told of; without instrumentation, the work and nothing else.
///
/// - Parameters:
///   - instrumentation: What is told; nil: nothing.
///   - activity: What the work is. Not asked for without instrumentation.
///   - work: Notes what it has moved in its argument.
package func instrumented<Value>(
  by instrumentation: (any ClientInstrumentation)?, as activity: @autoclosure () -> ClientActivity,
  _ work: (inout TransferredBytes) async throws(WeDriveError) -> Value
) async throws(WeDriveError) -> Value {
  var bytes = TransferredBytes()
  guard let instrumentation else { return try await work(&bytes) }
  let recorder = instrumentation.begin(activity(), within: ClientActivity.current)
  let start = ContinuousClock.now
  let outcome: Result<Value, WeDriveError> = await ClientActivity.$current.withValue(recorder) {
    do throws(WeDriveError) { return .success(try await work(&bytes)) } catch { return .failure(error) }
  }
  var result = ActivityResult(duration: ContinuousClock.now - start)
  result.bytes = bytes
  if case .failure(let error) = outcome { result.failure = ActivityFailure(error) }
  recorder.end(result)
  return try outcome.get()
}

/// Exchanges that are no calls of a catalog, as instrumentation is told of them: those that carry the content of files, and those
/// with a program's own token server.
package struct InstrumentedExchanges: Sendable {
  package let transport: any Transport
  package let instrumentation: (any ClientInstrumentation)?
  /// The call that gave the link of the content, or what stands for one.
  private let endpoint: String
  private let service: String?

  package init(
    by transport: any Transport, for endpoint: String, of service: String?,
    instrumentation: (any ClientInstrumentation)?
  ) {
    (self.transport, self.instrumentation, self.endpoint, self.service) = (
      transport, instrumentation, endpoint, service
    )
  }

  /// Performs an exchange and gives the whole reply.
  ///
  /// - Parameter resends: How often it was made before.
  package func perform(_ request: HTTPRequest, resends: Int) async throws(TransportFailure) -> HTTPReply {
    guard let instrumentation else { return try await transport.perform(request) }
    let exchange = begin(request, resends, instrumentation)
    do throws(TransportFailure) {
      let reply = try await transport.perform(request)
      exchange.end(request, status: reply.head.status, received: Int64(reply.body.count), after: nil)
      return reply
    } catch {
      exchange.end(request, status: nil, received: 0, after: error)
      throw error
    }
  }

  /// Performs an exchange and hands the reply to `sink` as it arrives.
  ///
  /// - Parameter resends: How often it was made before.
  package func stream(
    _ request: HTTPRequest, to sink: any ReplySink, resends: Int
  ) async throws(TransportFailure) -> HTTPReplyHead {
    guard let instrumentation else { return try await transport.stream(request, to: sink) }
    let exchange = begin(request, resends, instrumentation)
    let counting = CountingSink(sink)
    var failure: TransportFailure?
    defer {
      let (status, received) = counting.reading
      exchange.end(request, status: status, received: received, after: failure)
    }
    do throws(TransportFailure) {
      return try await transport.stream(request, to: counting)
    } catch {
      failure = error
      throw error
    }
  }

  private func begin(
    _ request: HTTPRequest, _ resends: Int, _ instrumentation: any ClientInstrumentation
  ) -> RunningExchange {
    RunningExchange(
      recorder: instrumentation.begin(
        ClientActivity(exchange: request, of: endpoint, service: service, resends: resends),
        within: ClientActivity.current))
  }
}

private struct RunningExchange {
  let recorder: any ActivityRecorder
  let start = ContinuousClock.now

  func end(_ request: HTTPRequest, status: Int?, received: Int64, after failure: TransportFailure?) {
    var result = ActivityResult(
      duration: ContinuousClock.now - start, failure: ActivityFailure(status: status, after: failure))
    result.status = status
    result.wasSent = failure?.progress != .notSent
    result.bytes.received = received
    if result.wasSent { result.bytes.sent = request.bodySource?.size ?? Int64(request.body?.count ?? 0) }
    recorder.end(result)
  }
}

/// Counts what a sink is given.
private final class CountingSink: ReplySink {
  private let sink: any ReplySink
  private let state = Mutex<(status: Int?, received: Int64)>((nil, 0))

  init(_ sink: any ReplySink) { self.sink = sink }

  var reading: (status: Int?, received: Int64) { state.withLock { $0 } }

  func begin(_ head: HTTPReplyHead) throws {
    state.withLock { $0.status = head.status }
    try sink.begin(head)
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws {
    state.withLock { $0.received += Int64(bytes.count) }
    try sink.receive(bytes)
  }
}
