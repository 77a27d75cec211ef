import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// How an upload goes about it. ``concurrency`` and ``changedContent`` matter only above `Limits.smallUploadSize` bytes,
/// where content goes up in blocks.
public struct UploadOptions: Sendable {
  /// Where an unfinished upload is remembered, so that the same call goes on with it.
  public enum LocalJournal: Sendable, Hashable {
    /// In a hidden file beside the one that is uploaded. Content that is not a file is not remembered.
    case besideFile
    /// In a folder, which is made if it is not there. Content that is not a file is known again by its digest.
    case folder(String)
    /// Nowhere: an interrupted upload starts over.
    case nowhere
  }

  /// What to do if the content is not what an interrupted upload began with.
  public enum ChangedContent: Sendable, Hashable {
    /// Upload what is there now. The earlier attempt was never completed, so nothing of it is visible at the service.
    case startOver
    /// Fail with `UploadFailure.Cause.journalRefused` and leave everything as it is.
    case refuse
  }

  /// How many blocks are under way at once, 1…10. When the service finds it too much, fewer are, for a while.
  public var concurrency = 4
  /// The most calls that this attempt may make, repetitions included; nil for any number. Each block is a call, and a
  /// corp has a number of calls a month.
  public var callLimit: Int?
  /// Where an unfinished upload is remembered.
  public var localJournal = LocalJournal.besideFile
  /// Where several machines remember an unfinished upload together, instead of ``localJournal``; nil: nowhere. The upload is known
  /// by its content, name and place, so that any machine which has the same content goes on where another was interrupted,
  /// at the latest half a minute after it fell silent. Until then it fails with `UploadFailure.Cause.inUse`, and
  /// ``/WeDriveRuntime/UploadFailure/retryAfter`` says how long that lasts at the most.
  ///
  /// An upload that is complete is remembered for two weeks after, and gives the same file id again: upload a second copy
  /// without this. See ``completedTrust``. While the store does not work, ``localJournal`` takes its place, which other
  /// machines do not see: then each that uploads the same content makes a file of its own.
  ///
  /// The record holds the upload key: everyone who can read it can add to the upload. A `SealedStore` encrypts it.
  public var sharedJournal: (any SharedStore)?
  /// How long ``sharedJournal`` is believed that an upload is complete: an hour, so that machines which begin the same job at
  /// the same time pay for each file once. After that, one call looks whether the file is still there and has the content;
  /// if it was deleted or changed, it is uploaded again. Zero always looks, two weeks never; a result that cannot be
  /// looked for, as an attachment of a document, is believed for two weeks.
  public var completedTrust: Duration = .seconds(3600)
  /// What to do if the content has changed since an interrupted upload.
  public var changedContent = ChangedContent.startOver
  /// Whether WeCom announces the new file by a message card. Only an upload in blocks can leave it out, so without a card
  /// content of any size goes up that way, and costs three calls at least.
  public var pushesCard = true
  /// The folder for a temporary copy of content that comes as a stream; nil for the environment's, `TMPDIR`, otherwise
  /// `/var/tmp`.
  public var spoolFolder: String?
  /// Told how far it has come: ten times a second at most, one call at a time, and once at the end. It should return
  /// soon; what it misses meanwhile is left out.
  public var progress: (@Sendable (UploadProgress) -> Void)?
  /// Given the result while the upload is still remembered. What is noted down here no crash loses: if the process dies before
  /// the call returns, the same call finds the file, and makes no other. It may block.
  public var onCompletion: (@Sendable (UploadResult) -> Void)?

  /// Four blocks at once, remembered beside the file, without progress reports.
  public init() {}

  /// The same with a progress handler.
  public init(progress: @escaping @Sendable (UploadProgress) -> Void) { self.progress = progress }

  /// The number of blocks at once, within what the service advises.
  var admissibleConcurrency: Int { min(max(1, concurrency), Int(Limits.uploadConcurrency)) }
}

/// What an upload has made.
public enum UploadResult: Sendable, Hashable, CustomStringConvertible {
  /// A file.
  case file(FileID)
  /// An attachment of an online document, and the link to it.
  case attachment(String)

  /// The id or the link.
  public var description: String {
    switch self {
    case .file(let id): id.rawValue
    case .attachment(let link): link
    }
  }
}
