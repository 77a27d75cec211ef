import WeDrive

/// The middle: folders, uploads, listings, and moving things about.
extension DemoStory {
  /// How many small files there are to list.
  private var noteCount: Int { 25 }
  /// How many entries a page of the listing holds.
  private var pageSize: UInt32 { 10 }

  /// What the report says: enough to be transferred in many pieces.
  var reportContent: [UInt8] { (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) } }

  func fillSpace(_ space: SpaceID) async throws -> FileID {
    tell.chapter("Folders and files")
    let notes = try await drive.fileCreate(
      spaceID: space, parentID: .root(of: space), fileType: .folder, fileName: "Notes")
    tell.done("file_create", "folder \"Notes\"")

    let report = try await drive.upload(reportContent, named: "report.bin", to: .root(of: space))
    let info = try await drive.fileInfo(fileID: report).fileInfo
    try expect(info.fileSize == UInt64(reportContent.count), "the report has \(info.fileSize ?? 0) bytes")
    tell.done("file_upload", "\"report.bin\", \(reportContent.count) bytes in one call")
    tell.done("file_info", "the service says sha1 \(info.sha ?? "unknown")")

    let folder = UploadDestination.folder(.folder(notes.fileID), in: space)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...noteCount {
        group.addTask {
          try await drive.upload(Array("Note \(number)".utf8), named: "note \(number).txt", to: folder)
        }
      }
      try await group.waitForAll()
    }
    tell.done("file_upload", "\(noteCount) notes, all at the same time")
    return report
  }

  func listPages(_ space: SpaceID) async throws {
    tell.chapter("A listing, page by page")
    let notes = try await folder("Notes", in: space)
    let before = emulator.journal.count(of: FileListRequest.endpoint.name)
    var names: [String] = []
    for try await file in drive.fileListItems(
      spaceID: space, parentID: notes, sortType: .nameAscending, limit: pageSize)
    {
      names.append(file.fileName)
    }
    let pages = emulator.journal.count(of: FileListRequest.endpoint.name) - before
    try expect(Set(names).count == noteCount, "\(names.count) of \(noteCount) notes are listed")
    tell.done("file_list", "\(names.count) entries on \(pages) pages: \(names.prefix(3).joined(separator: ", ")), …")
  }

  func tidyUp(_ space: SpaceID, _ report: FileID) async throws {
    tell.chapter("Names and places")
    let renamed = try await drive.fileRename(fileID: report, newName: "年度报告.bin").file
    let name = renamed?.fileName ?? "nothing"
    try expect(name == "年度报告.bin", "the report is called \(name)")
    tell.done("file_rename", "\"report.bin\" is now \"\(name)\"")
    let notes = try await folder("Notes", in: space)
    let moved = try await drive.fileMove(parentID: notes, fileIDs: [report]) { $0.replace = false }
    try expect(moved.fileList.items.first?.parentID == notes, "the report is not in the folder")
    tell.done("file_move", "into \"Notes\"")
  }

  func cleanUp(_ space: SpaceID, _ report: FileID) async throws {
    tell.chapter("Clean-up")
    try await drive.fileDelete(fileIDs: [report])
    tell.done("file_delete", "the report is gone")
    try await drive.spaceDismiss(spaceID: space)
    tell.done("space_dismiss", "and so is the space, with everything in it")
  }

  private func folder(_ name: String, in space: SpaceID) async throws -> FolderID {
    for try await entry in drive.fileListItems(spaceID: space, parentID: .root(of: space), sortType: .nameAscending)
    where entry.fileName == name && entry.fileType == .folder {
      return .folder(entry.fileID)
    }
    throw ErrorReport(.failed, "the demonstration failed: there is no folder \(name)")
  }
}
