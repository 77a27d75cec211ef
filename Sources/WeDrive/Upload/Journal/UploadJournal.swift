import WeDriveRuntime

/// Where an upload that is not complete is remembered: a file of this machine, or a store that several share.
protocol UploadJournal: Sendable {
  /// Names the place, for errors.
  var path: String { get }
  /// What was remembered; nil: nothing.
  func remembered() async -> UploadJournalFormat.Contents?
  /// Whether another may have gone on with the upload meanwhile, and completed it.
  func mayBeComplete() async -> Bool
  /// Forgets what there was, and remembers a new upload.
  func begin(_ header: UploadJournalFormat.Header) async throws(UploadFailure.Cause)
  /// Adds a record.
  ///
  /// - Throws: `inUse` if another has taken the upload over.
  func append(_ record: UploadJournalFormat.Record) async throws(UploadFailure.Cause)
  /// Forgets everything, and keeps the place.
  func forget() async throws(UploadFailure.Cause)
  /// The upload is complete.
  func complete(_ result: String) async
  /// Lets go of it after a failure, and says what is left for the next attempt; nil if that is nothing.
  func end() async -> UploadResume?
}
