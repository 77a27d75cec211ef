import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// An upload in one call.
///
/// The call is made once. If its reply is lost, or the process dies before it comes, it is unknown whether the file was made:
/// so it is written down that the call is about to be made, and looked for afterwards, by this attempt or by the next.
struct SmallUpload: Sendable {
  let drive: WeDriveClient
  let source: UploadSource
  let name: String
  let destination: UploadDestination
  let options: UploadOptions

  func run() async throws(WeDriveError) -> FileID {
    let meter = UploadMeter(total: source.size, callLimit: options.callLimit)
    let watched = MeteredClient(drive: drive, meter: meter)
    return try await watched.uploading(by: FileUploadRequest.endpoint) { () async throws(WeDriveError) in
      try await meter.reporting(to: options.progress) { () async throws(WeDriveError) in try await run(watched) }
    }
  }

  private func run(_ watched: MeteredClient) async throws(WeDriveError) -> FileID {
    let meter = watched.meter
    var journals: UploadJournals?
    let outcome: Result<FileID, UploadFailure.Cause>
    do throws(UploadFailure.Cause) {
      let (call, digests) = try await prepare()
      meter.note {
        $0.phase = .sending
        $0.hashed = source.size
        $0.inFlight = source.size
      }
      journals = try self.makeJournals()
      outcome = .success(try await upload(call, digests, &journals, through: watched))
      meter.note {
        $0.phase = .finishing
        $0.inFlight = 0
        $0.confirmed = source.size
      }
    } catch {
      outcome = .failure(error)
    }
    await watched.giveBack()
    switch outcome {
    case .success(let id): return id
    case .failure(let cause):
      let resume = await journals?.current?.end()
      // Wrong arguments are what they are everywhere: nothing was sent.
      if case .error(.invalidArgument(let argument)) = cause { throw .invalidArgument(argument) }
      throw .upload(UploadFailure(cause: cause, resume: resume, retryAfter: journals?.retryAfter))
    }
  }

  private func upload(
    _ call: PreparedCall<FileUploadRequest>, _ digests: BlockDigests, _ journals: inout UploadJournals?,
    through drive: MeteredClient
  ) async throws(UploadFailure.Cause) -> FileID {
    var done: String?
    do throws(UploadFailure.Cause) {
      done = try await journals?.openShared(digests) { done throws(WeDriveError) in
        drive.meter.note { $0.neededCalls = 1 }
        return try await UploadedFileLookup.isThere(FileID(done), with: digests, through: drive)
      }
      if journals?.current == nil, done == nil { try await journals?.openLocally() }
    } catch {
      // Where there is no place to write to, it is not remembered.
      guard case .error(.file) = error else { throw error }
    }
    if done == nil {
      drive.meter.note { $0.neededCalls = 1 }
      do throws(WeDriveError) { try await drive.reserve(1) } catch { throw .error(error) }
      done = try await send(call, digests, journals?.current, through: drive).rawValue
    }
    let id = FileID(done ?? "")
    await BlockingWork.run { options.onCompletion?(.file(id)) }
    await journals?.current?.complete(id.rawValue)
    return id
  }

  private func send(
    _ call: PreparedCall<FileUploadRequest>, _ digests: BlockDigests, _ journal: (any UploadJournal)?,
    through drive: MeteredClient
  ) async throws(UploadFailure.Cause) -> FileID {
    let lookUp = destination.place.map {
      UploadedFileLookup(drive: drive, space: $0.space, parent: $0.parent, name: name)
    }
    do throws(WeDriveError) {
      if let begun = await journal?.remembered()?.header, begun.sha1 == digests.sha1, let lookUp,
        let found = try await lookUp.find(digests, since: begun.created)
      {
        return found
      }
    } catch {
      throw UploadFailure.Cause(error)
    }
    let now = CallClock.wallClock()
    try await remember(digests, since: now, in: journal)
    do throws(WeDriveError) {
      let file = try await drive.send(call, reportingThrottling: false).fileID
      drive.meter.count(sent: source.size)
      return file
    } catch {
      switch error {
      case .outcomeUnknown where !Task.isCancelled:
        if let lookUp, let found = try? await lookUp.find(digests, since: now) { return found }
      case .outcomeUnknown, .cancelled: break
      // It was not made: there is nothing to look for.
      default: try? await journal?.forget()
      }
      throw UploadFailure.Cause(error)
    }
  }

  /// Nil if it is not remembered: where there is no way to look for the file.
  private func makeJournals() throws(UploadFailure.Cause) -> UploadJournals? {
    guard destination.place != nil else { return nil }
    do throws(WeDriveError) {
      let target = try UploadJournalLocation.target(of: destination.smallUpload(named: name))
      return UploadJournals(options: options, target: target, source: source)
    } catch {
      throw UploadFailure.Cause(error)
    }
  }

  private func remember(
    _ digests: BlockDigests, since now: Int64, in journal: (any UploadJournal)?
  ) async throws(UploadFailure.Cause) {
    guard let journal else { return }
    let header = UploadJournalFormat.Header(
      target: [], size: digests.size, sha1: digests.sha1 ?? "", digests: [], identity: source.identity, created: now,
      key: "")
    do throws(UploadFailure.Cause) {
      try await journal.begin(header)
    } catch {
      // What cannot be forgotten is looked for in vain by the next attempt, which costs a call and nothing else.
      try? await journal.forget()
      throw error
    }
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

  /// All of it. A file whose length is no longer what it was is refused: half of an edit is no version of the content. Blocks.
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
