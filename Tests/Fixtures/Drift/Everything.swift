// A program that uses all of the module that is generated from `base`. What is said to break nobody has to compile
// with it, before and after.
import WeDriveRuntime

func everything(_ drive: any DriveAPI, _ mirror: any MirrorAPI) async throws {
  let list: FileListResponse = try await drive.fileList(spaceID: "s", start: 0, limit: 10) {
    $0.order = .newest
    var filter = Filter(kind: .file)
    filter.before = UInt64(1)
    $0.filter = filter
    $0.within = UInt32(60)
  }
  _ = try await drive.fileList(FileListRequest(spaceID: "s", start: 0, limit: 10))
  if let more: Bool = list.hasMore, let next: UInt32 = list.nextStart { print(more, next) }
  if let page: FileListResponse.Page = list.page, let total: UInt32 = page.total { print(total, page.entries.count) }
  let items: PagedSequence<FileListRequest, UInt32, Entry> = drive.fileListItems(spaceID: "s")
  for try await entry in items { use(entry) }

  let got: FileGetResponse = try await drive.fileGet(fileID: "f") { $0.comment = "c" }
  _ = try await drive.fileGet(ticket: "t")
  let url: String = got.url
  if let cookie: String = got.cookie, let size: UInt64 = got.size { print(url, cookie, size) }
  let owners: [UserID] = got.owners
  if let holder: Member = got.holder { print(owners, holder.userID, holder.rights ?? .read, holder.since ?? 0) }
  _ = FileGetResponse(url: "u")

  let edited: FileEditResponse = try await drive.fileEdit(fileID: "f", name: "n") {
    $0.note = "note"
    $0.tags = ["a"]
    $0.thumb = Base64Content([1])
    $0.rights = .write
    $0.members = [.reader("u"), .reader("u", 1), Member(userID: "u")]
  }
  if let version: UInt32 = edited.version { print(version) }
  try await drive.fileDrop(fileID: "f")

  let start = UploadStartRequest(folder: .root(of: "s"), size: 1, sums: ["a"])
  let started: UploadStartResponse = try await drive.uploadStart(start)
  if let hit: Bool = started.hit, let key: UploadKey = started.key, let file: FileID = started.fileID {
    print(hit, key, file)
  }
  let part: UploadPartRequest = UploadStartRequest.part("k", block: 1, content: Base64Content([1]))
  let finish: UploadFinishRequest = UploadStartRequest.finish("k")
  try await drive.uploadPart(part)
  try await drive.uploadPart(key: "k", index: 1, content: Base64Content([1])) { $0.position = 1 }
  let finished: UploadFinishResponse = try await drive.uploadFinish(finish)
  print(finished.fileID, UploadStartRequest.expired)

  let copy: CopyGetResponse = try await mirror.copyGet(number: 1)
  let number: CopyNumber = 1
  print(copy.kind, number.rawValue)
  use()
  useEvents()
  try usePickers()
}

private func use(_ entry: Entry) {
  let id: FileID = entry.fileID
  if let title: String = entry.title, let kind: Kind = entry.kind, let shared: Bool = entry.shared {
    print(id, title, kind, shared, Entry(fileID: "f"))
  }
}

private func use() {
  let orders: [Order] = [.newest, .oldest, Order(rawValue: 9)]
  let kinds: [Kind] = [.file, .folder, Kind(rawValue: "x")]
  let rights: [Rights] = [.read, .write, .manage]
  let codes: [DriveErrcode] = [.busy, .missing, .expired]
  let limits: [Int64] = [Limits.pageSize, Limits.fileSize]
  let services: [Service] = [.drive, .mirror]
  let tokens: [TokenKind] = [.accessToken, .mirrorToken]
  let ids: (SpaceID, UserID, FileTicket) = ("s", "u", "t")
  print(orders, kinds, rights, codes, limits, services.count, tokens, ids)
}

private func useEvents() {
  let event = FileChangedEvent(person: "u")
  if let place: String = event.place { print(event.fileIDs, event.person, place) }
}

private func usePickers() throws {
  var picker = FilePicker(count: 1)
  picker.mode = .multiple
  picker.hint = "Pick"
  picker.start = "here"
  picker.quick = true
  try picker.validate()
  var answer = FilePicker.Answer(chosen: "t")
  answer.lifetime = Int64(1)
  answer.rest = Int64(1)
  answer.name = "n"
  let failure: Int32? = FilePicker.Failure().number
  let hosts: [ClientHost] = [.web, .mini]
  let outcomes: [FilePicker.Outcome] = [.ok, .cancelled, .busy]
  let ticket: PickTicket = answer.chosen
  print(picker.effective(), hosts, outcomes, ticket, failure ?? 0, FilePicker.flagsAsNumbers(for: .web))
  print(FilePicker.dated(answer))
}

/// A stub that answers one call; the rest has defaults.
struct Stub: DriveAPI {
  func fileGet(_ request: FileGetRequest) async throws(WeDriveError) -> FileGetResponse {
    print(request.fileID ?? "", request.ticket.map { $0.rawValue } ?? "", request.comment ?? "")
    return FileGetResponse(url: "u")
  }
}

/// Another one, of the other service.
struct MirrorStub: MirrorAPI {
  func copyGet(_ request: CopyGetRequest) async throws(WeDriveError) -> CopyGetResponse {
    CopyGetResponse(kind: .file)
  }
}
