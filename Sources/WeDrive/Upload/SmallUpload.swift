import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An upload in one call.
///
/// The call is made once. If its reply is lost, or the process dies before it comes, nobody knows whether the file was made:
/// so it is written down that the call is about to be made, and looked for afterwards, by this attempt or by the next.
struct SmallUpload: Sendable {
  let drive: WeDriveClient
  let source: UploadSource
  let name: String
  let destination: UploadDestination
  let options: UploadOptions

  func run() async throws(WeDriveError) -> FileID {
    let meter = UploadMeter(total: source.size, callLimit: options.callLimit)
    return try await meter.reporting(to: options.progress) { () async throws(WeDriveError) in
      var journal: UploadJournal?
      do throws(UploadFailure.Cause) {
        let (call, digests) = try await prepare()
        meter.note {
          $0.phase = .sending
          $0.hashed = source.size
          $0.inFlight = source.size
        }
        journal = try await openJournal()
        let drive = MeteredClient(drive: drive, meter: meter)
        let id = try await send(call, digests, journal, through: drive)
        meter.note {
          $0.phase = .finishing
          $0.inFlight = 0
          $0.confirmed = source.size
        }
        let opened = journal
        await BlockingWork.run {
          options.onCompletion?(id.rawValue)
          opened?.remove()
          opened?.release()
        }
        return id
      } catch {
        let resume = await ResumeRecordLocation.close(journal)
        // Wrong arguments are what they are everywhere: nothing was sent.
        if case .error(.invalidArgument(let argument)) = error { throw .invalidArgument(argument) }
        throw .upload(UploadFailure(cause: error, resume: resume))
      }
    }
  }

  private func send(
    _ call: PreparedCall<FileUploadRequest>, _ digests: BlockDigests, _ journal: UploadJournal?,
    through drive: MeteredClient
  ) async throws(UploadFailure.Cause) -> FileID {
    let lookUp = destination.place.map {
      UploadedFileLookup(drive: drive, space: $0.space, parent: $0.parent, name: name)
    }
    do throws(WeDriveError) {
      if let begun = journal?.contents?.header, begun.sha1 == digests.sha1, let lookUp,
        let found = try await lookUp.find(digests, since: begun.created)
      {
        return found
      }
    } catch {
      throw UploadFailure.Cause(error)
    }
    let now = Int64(time(nil))
    try await remember(digests, since: now, in: journal)
    do throws(WeDriveError) {
      return try await drive.send(call, reportingThrottling: false).fileID
    } catch {
      switch error {
      case .outcomeUnknown where !Task.isCancelled:
        if let lookUp, let found = try? await lookUp.find(digests, since: now) { return found }
      case .outcomeUnknown, .cancelled: break
      // It was not made: there is nothing to look for.
      default: await forget(journal)
      }
      throw UploadFailure.Cause(error)
    }
  }

  /// Nil if it is not remembered: where nobody could look for the file, and where there is no place to write to.
  private func openJournal() async throws(UploadFailure.Cause) -> UploadJournal? {
    guard destination.place != nil else { return nil }
    do throws(WeDriveError) {
      let target = try ResumeRecordLocation.target(of: destination.smallUpload(named: name))
      do throws(UploadFailure.Cause) {
        return try await ResumeRecordLocation.openJournal(options.resumeRecords, target: target, source: source)
      } catch {
        if case .error(.file) = error { return nil }
        throw .upload(UploadFailure(cause: error, resume: nil))
      }
    } catch {
      throw UploadFailure.Cause(error)
    }
  }

  private func remember(
    _ digests: BlockDigests, since now: Int64, in journal: UploadJournal?
  ) async throws(UploadFailure.Cause) {
    guard let journal else { return }
    let header = UploadRecords.Header(
      target: [], size: digests.size, sha1: digests.sha1 ?? "", digests: [], identity: source.identity, created: now,
      key: "")
    do throws(FileFailure) {
      try await BlockingWork.run { () throws(FileFailure) in try journal.begin(header) }
    } catch {
      await forget(journal)
      throw .error(.file(error))
    }
  }

  /// What cannot be forgotten is looked for in vain by the next attempt, which costs a call and nothing else.
  private func forget(_ journal: UploadJournal?) async {
    await BlockingWork.run { try? journal?.forget() }
  }

  /// The call with its content, and the content's digests.
  private func prepare() async throws(UploadFailure.Cause) -> (PreparedCall<FileUploadRequest>, BlockDigests) {
    let source = source
    let withoutContent = destination.smallUpload(named: name)
    return try await BlockingWork.run {
      () throws(UploadFailure.Cause) -> (PreparedCall<FileUploadRequest>, BlockDigests) in
      let content = try Self.content(of: source)
      var request = withoutContent
      request.content = Base64Content(content)
      do throws(WeDriveError) {
        return (try PreparedCall(request), BlockDigests(content))
      } catch {
        throw UploadFailure.Cause(error)
      }
    }
  }

  /// All of it. A file whose length is no longer what it was is refused: half of an edit is nobody's content. Blocks.
  private static func content(of source: UploadSource) throws(UploadFailure.Cause) -> [UInt8] {
    do throws(UploadSource.Failure) {
      let bytes = try source.read(0..<UInt64(source.size))
      guard source.isInPlace() else { throw .changed }
      return bytes
    } catch {
      switch error {
      case .file(let failure): throw .error(.file(failure))
      case .changed: throw .sourceChanged(block: 1)
      }
    }
  }
}
