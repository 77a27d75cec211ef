import Logging
import WeDriveHTTP
import WeDriveRuntime

/// One content of a service, as the transfer of content needs to know it: what tells it from others, what is known about
/// it, and how a link to it is had.
package struct RemoteContent: Sendable {
  /// What tells it from others. It may be a secret: only its digest is kept.
  package let key: String
  /// The name of the call that gives the link, for errors.
  package let endpoint: String
  /// The service that gives the link, for instrumentation; nil: none.
  var origin: String?
  /// Whose errcodes may come in place of the content; nil: no service's, so that JSON is content like any other.
  package var service: Service?
  /// What is known about it before it arrives.
  package var expected = ExpectedContent()
  /// The most bytes that are taken of content whose size is not known.
  let maximumSize: Int64
  /// Whether a link that is refused is worth asking for another.
  var hasFreshLinks = true
  /// Whether what has arrived is kept for another attempt when this one fails.
  var keepsParts = true
  /// Asks for a link.
  package let link: @Sendable () async throws(WeDriveError) -> ContentLink

  package init(
    key: String, endpoint: String, origin: String? = nil, service: Service? = nil,
    expected: ExpectedContent = ExpectedContent(),
    maximumSize: Int64, hasFreshLinks: Bool = true, keepsParts: Bool = true,
    link: @escaping @Sendable () async throws(WeDriveError) -> ContentLink
  ) {
    self.key = key
    self.endpoint = endpoint
    self.origin = origin ?? service?.name
    self.service = service
    self.expected = expected
    self.maximumSize = maximumSize
    self.hasFreshLinks = hasFreshLinks
    self.keepsParts = keepsParts
    self.link = link
  }
}

/// What carries the content, and how it is told of.
package struct ContentCarrier: Sendable {
  package let transport: any Transport
  package let retry: RetryPolicy
  package let logger: Logger
  /// What is told of transfers and their exchanges; nil: nothing.
  package let instrumentation: (any ClientInstrumentation)?

  package init(
    transport: any Transport, retry: RetryPolicy, logger: Logger, instrumentation: (any ClientInstrumentation)? = nil
  ) {
    self.transport = transport
    self.retry = retry
    self.logger = logger
    self.instrumentation = instrumentation
  }

  /// Brings content to a file. The same call made again goes on where this one ended.
  package func download(
    _ content: RemoteContent, to target: DownloadTarget, options: DownloadOptions, meter: TransferMeter
  ) async throws(WeDriveError) -> DownloadedFile {
    let identity = try DownloadIdentity(content.key, target: target.name)
    let file = try await Self.fileWork { () throws(FileFailure) in try PartialFile(at: target, key: identity.key) }
    let receiver = try ContentReceiver(
      file, of: identity, expecting: content.expected, endpoint: content.endpoint, errcodesOf: content.service,
      meter: meter, checkpointInterval: options.checkpointInterval)
    let download = Download(
      content: content, carrier: self, clock: .continuous, receiver: receiver, startsOver: options.startsOver)
    return try await instrumented(
      by: instrumentation, as: ClientActivity(.download, endpoint: content.endpoint, service: content.origin)
    ) { (moved) async throws(WeDriveError) in try await download.run(&moved) }
  }

  /// The exchanges that bring some content.
  func exchanges(for content: RemoteContent) -> InstrumentedExchanges {
    InstrumentedExchanges(
      by: transport, for: content.endpoint, of: content.origin, instrumentation: instrumentation)
  }

  /// Tells of a wait between two exchanges.
  func note(waiting wait: Duration, after failure: TransferFailure) {
    instrumentation?.note(.waits(failure.waitReason, wait), within: ClientActivity.current)
  }

  package static func fileWork<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FileFailure) -> Value
  ) async throws(WeDriveError) -> Value {
    do throws(FileFailure) {
      return try await BlockingWork.run(work)
    } catch {
      throw .file(error)
    }
  }
}
