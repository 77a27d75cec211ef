import WeDrive

// What happens to files whose names meet.
extension Experiment {
  static let takenName = Experiment(
    "What does an upload to a name that is taken do?", calls: 3
  ) { (probe) throws(WeDriveError) in
    let old = try await probe.upload("old", "taken.txt")
    var new: FileID?
    let refusal = try await probe.refusal { () throws(WeDriveError) in
      new = try await probe.upload("newer", "taken.txt")
    }
    let entries = try await probe.list().filter { $0.fileID == old || $0.fileID == new }
    let names = entries.map(\.fileName)
    let (answer, sentence): (String?, String) =
      if let refusal {
        ("refused", "An upload to a name that is taken is refused with \(refusal.code).")
      } else if entries.count == 1 {
        (
          new == old ? "overwritten" : "replaced",
          new == old
            ? "An upload to a name that is taken gives the old file the new content."
            : "An upload to a name that is taken takes the place of the old file, which is gone."
        )
      } else if names.allSatisfy({ $0 == "taken.txt" }) {
        ("twin", "An upload to a name that is taken makes a second file of that name.")
      } else {
        (
          "numbered",
          "An upload to a name that is taken gives the new file another: \(names.first { $0 != "taken.txt" } ?? "")."
        )
      }
    return [Finding("taken-name", of: FileUploadRequest.endpoint, answer, sentence)]
  }

  static let replacement = Experiment(
    "Does `replace` of file_move keep the id, and what becomes of the old file?", calls: 6
  ) { (probe) throws(WeDriveError) in
    let folder = FolderID.folder(try await probe.makeFolder("replacement"))
    let old = try await probe.upload("old", "replaced.txt", in: folder)
    let new = try await probe.upload("newer", "replaced.txt")
    _ = try await probe.drive.fileMove(parentID: folder, fileIDs: [new]) { $0.replace = true }
    let entries = try await probe.list(folder)
    var fate = "is not found any more"
    _ = try await probe.refusal { () throws(WeDriveError) in
      let status = try await probe.drive.fileInfo(fileID: old).fileInfo.fileStatus
      fate = status == .deleted ? "is marked as deleted" : "is still found"
    } isExpected: {
      [.fileNotFound, .fileDeleted].contains($0.weComErrcode)
    }
    let (answer, sentence): (String?, String) =
      if entries.count > 1 {
        (
          "ignored",
          "`replace` replaces nothing: both files are there, the moved one as \(entries.first { $0.fileID == new }?.fileName ?? "?")."
        )
      } else if entries.first?.fileID == new {
        ("moved-id", "`replace` keeps the id of the moved file; the old one \(fate).")
      } else if entries.first?.fileID == old, entries.first?.fileSize == 5 {
        ("target-id", "`replace` keeps the id of the old file, which gets the content of the moved one.")
      } else {
        ("other", "`replace` leaves \(entries.isEmpty ? "no file" : "another file than either") in the folder.")
      }
    return [Finding("replacement", of: FileMoveRequest.endpoint, answer, sentence)]
  }

  static let knownContent = Experiment(
    "Is content that a space of the corp has sent again?", calls: 5
  ) { (probe) throws(WeDriveError) in
    let content = Array("of a probe: \(UInt64.random(in: 0 ... .max))".utf8)
    _ = try await probe.upload(String(decoding: content, as: UTF8.self), "known.txt")
    func isTaken(_ space: SpaceID, _ folder: FolderID) async throws(WeDriveError) -> Bool {
      var request = FileUploadInitRequest(
        spaceID: space, parentID: folder, fileName: "known again.txt", size: UInt64(content.count),
        blockSHAs: [ContentDigest.text(of: content, .sha1)])
      request.skipPushCard = true
      return try await probe.drive.fileUploadInit(request).hitExist ?? false
    }
    let endpoint = FileUploadInitRequest.endpoint
    guard try await isTaken(probe.space, probe.top) else {
      return [Finding("known-content", of: endpoint, "never", "Content is sent also where the space has it.")]
    }
    var isTakenThere = false
    let left = try await probe.withOtherSpace { (space) throws(WeDriveError) in
      isTakenThere = try await isTaken(space, .root(of: space))
    }
    let sentence =
      isTakenThere
      ? "Content that any space of the corp has is not sent again."
      : "Content is not sent again where the space has it."
    return [
      Finding(
        "known-content", of: endpoint, isTakenThere ? "anywhere" : "space", sentence + (left.map { " " + $0 } ?? ""))
    ]
  }

  static let uploadCard = Experiment(
    "Does file_upload push a card?", calls: 0
  ) { (probe) throws(WeDriveError) in
    let seen = await probe.asks("Has WeCom shown a card about taken.txt or replaced.txt to a member of the space?")
    let (answer, sentence): (String?, String) =
      switch seen {
      case true?: ("pushed", "file_upload pushes a card.")
      case false?: ("none", "file_upload pushes no card.")
      case nil: (nil, "Whether file_upload pushes a card is unknown: no call tells, and no answer was given.")
      }
    return [Finding("upload-card", of: FileUploadRequest.endpoint, answer, sentence)]
  }

  static let refusedCalls = Experiment("Do refused calls count against the quota?", calls: 0) {
    (_) throws(WeDriveError) in
    [
      Finding(
        "refused-calls", of: FileListRequest.endpoint, nil,
        "Whether refused calls count is unknown: no call tells how many were counted.")
    ]
  }
}
