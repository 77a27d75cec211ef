import Logging
import WeDriveHTTP
import WeDriveRuntime

/// One content of a service, as the transfer of content needs to know it: what tells it from others, what is known about
/// it, and how a link to it is had.
struct RemoteContent: Sendable {
  /// What tells it from others. It may be a secret: only its digest is kept.
  let key: String
  /// The name of the call that gives the link, for errors.
  let endpoint: String
  /// Whose errcodes may come in place of the content; nil: nobody's, so that JSON is content like any other.
  var service: Service?
  /// What is known about it before it arrives.
  var expected = ExpectedContent()
  /// Whether a link that is refused is worth asking for another.
  var hasFreshLinks = true
  /// Whether what has arrived is kept for another attempt when this one fails.
  var keepsParts = true
  /// Asks for a link.
  let link: @Sendable () async throws(WeDriveError) -> ContentLink
}

/// What carries the content, and how it is told of.
struct ContentCarrier: Sendable {
  let transport: any Transport
  let retry: RetryPolicy
  let logger: Logger

  /// Brings content to a file. The same call made again goes on where this one ended.
  func download(
    _ content: RemoteContent, to target: DownloadTarget, options: DownloadOptions, meter: TransferMeter
  ) async throws(WeDriveError) -> DownloadedFile {
    let identity = try DownloadIdentity(content.key, target: target.name)
    let file = try await Self.fileWork { () throws(FileFailure) in try PartialFile(at: target, key: identity.key) }
    let receiver = try ContentReceiver(
      file, of: identity, expecting: content.expected, endpoint: content.endpoint, errcodesOf: content.service,
      meter: meter, checkpointInterval: options.checkpointInterval)
    return try await Download(
      content: content, carrier: self, clock: .continuous, receiver: receiver, startsOver: options.startsOver
    ).run()
  }

  static func fileWork<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FileFailure) -> Value
  ) async throws(WeDriveError) -> Value {
    do throws(FileFailure) {
      return try await BlockingWork.run(work)
    } catch {
      throw .file(error)
    }
  }
}
