#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An upload that did not come to its end, in one call or in blocks, and what is left of it.
///
/// Where there is a ``resume``, the same call goes on from there.
public struct UploadFailure: Error, Sendable {
  /// Why it ended.
  public indirect enum Cause: Error, Sendable {
    /// The local content is no longer what it was when its digests were computed, seen at this block, counted from 1.
    /// Nothing of the changed content was sent.
    case sourceChanged(block: Int)
    /// The service refused a block.
    case blockRefused(block: Int, Refusal)
    /// As many calls were made as the caller allowed.
    case callLimit(Int)
    /// Another process, or another call in this one, is uploading the same file to the same place.
    case inUse
    /// What an earlier attempt left cannot be used, and is left as it is.
    case journalRefused(path: String, reason: String)
    /// Anything else: a call that failed, a file that cannot be read, a cancelled task.
    case error(WeDriveError)
  }

  /// Why it ended.
  public let cause: Cause
  /// What is left to go on from; nil where nothing was kept. With the cause `.error(.outcomeUnknown)`, the same call looks
  /// whether the service has made the file before it uploads it.
  public let resume: UploadResume?
  /// With the cause ``Cause/inUse``: how long the other has the upload at the most, unless it goes on; nil where that is not
  /// known.
  public let retryAfter: Duration?

  /// Describes a failure.
  public init(cause: Cause, resume: UploadResume?, retryAfter: Duration? = nil) {
    self.cause = cause
    self.resume = resume
    self.retryAfter = retryAfter
  }
}

/// What an interrupted upload has left: calling again with the same arguments goes on from here.
public struct UploadResume: Sendable, Hashable {
  /// The file in which the upload is remembered. Everyone who can read it can add to the upload.
  public let journalPath: String
  /// Bytes that the service has acknowledged.
  public let confirmed: Int64
  /// The size of the content, in bytes.
  public let size: Int64

  /// Describes what is left.
  public init(journalPath: String, confirmed: Int64, size: Int64) {
    self.journalPath = journalPath
    self.confirmed = confirmed
    self.size = size
  }
}

extension UploadFailure: DescribedError {
  /// Why it ended, and how much is done.
  public var description: String {
    guard let resume else { return "\(cause)" }
    if case .error(.outcomeUnknown) = cause { return "\(cause) The same call looks for the file before it uploads it." }
    return "\(cause) \(resume.confirmed) of \(resume.size) bytes are done; the same call goes on from there."
  }
}

extension UploadFailure.Cause: DescribedError {
  /// Why it ended, without anything secret.
  public var description: String {
    switch self {
    case .sourceChanged(let block): "upload: the content changed while it was being uploaded, at block \(block)."
    case .blockRefused(let block, let refusal): "upload: block \(block): \(refusal)"
    case .callLimit(let maximum): "upload: the \(maximum) calls that it was allowed are used up."
    case .inUse: "upload: the same upload is under way already."
    case .journalRefused(let path, let reason): "upload: \(path) \(reason)."
    case .error(let error): "\(error)"
    }
  }
}

extension UploadFailure.Cause {
  /// The endpoint of the call that failed, if it was one.
  var endpoint: String? {
    switch self {
    case .blockRefused(_, let refusal): refusal.endpoint
    case .error(let error): error.endpoint
    case .sourceChanged, .callLimit, .inUse, .journalRefused: nil
    }
  }
}

/// A ticket that is known not to work any more; nothing was sent. The person has to pick again.
public struct TicketFailure: Error, Sendable, Hashable {
  /// Why it does not work.
  public enum Reason: Sendable, Hashable {
    /// Its time was over then.
    case expired(Date)
    /// It was used as often as it can be.
    case usedUp(Int)
  }

  /// The name of the call or picker that it was for.
  public let endpoint: String
  /// The kind of ticket, for example `DriveFolderTicket`.
  public let ticket: String
  /// Why it does not work.
  public let reason: Reason

  /// Describes a ticket that does not work.
  public init(endpoint: String, ticket: String, reason: Reason) {
    self.endpoint = endpoint
    self.ticket = ticket
    self.reason = reason
  }
}

extension TicketFailure: DescribedError {
  /// The kind of ticket and why it does not work, never its value.
  public var description: String {
    switch reason {
    case .expired(let date): "\(endpoint): the \(ticket) expired at \(date.formatted(.iso8601)); pick again."
    case .usedUp(let uses): "\(endpoint): the \(ticket) was used \(uses) times, as often as it can be; pick again."
    }
  }
}
