import WeDrive
import WeDriveTrees

// What calls do with many ids.
extension Experiment {
  /// How many ids are tried at once, the most first.
  private static let sizes = [100, 50, 20, 10, 5, 2]

  static let batchLimits = [
    batchLimit(of: FileMoveRequest.endpoint) { (probe, ids) throws(WeDriveError) in
      _ = try await probe.drive.fileMove(parentID: probe.top, fileIDs: ids)
    },
    batchLimit(of: FileDeleteRequest.endpoint) { (probe, ids) throws(WeDriveError) in
      try await probe.drive.fileDelete(fileIDs: ids)
    },
  ]

  /// Ids that belong to nothing change nothing: a call with too many of them is refused otherwise than one with a single one.
  private static func batchLimit(
    of endpoint: Endpoint, _ call: @escaping @Sendable (ProbeFolder, [FileID]) async throws(WeDriveError) -> Void
  ) -> Experiment {
    Experiment("How many ids does \(endpoint.name) take?", calls: 1 + sizes.count) { (probe) throws(WeDriveError) in
      func errcode(_ count: Int) async throws(WeDriveError) -> Int? {
        try await probe.refusal { () throws(WeDriveError) in
          try await call(probe, (0..<count).map { probe.unknownID($0) })
        } isExpected: {
          $0.isAboutArguments || $0.isAboutIDs
        }?.code
      }
      let one = try await errcode(1)
      var refused: Int?
      for size in sizes {
        if try await errcode(size) == one {
          guard let refused else { break }
          let sentence = "\(endpoint.name) takes \(size) ids, and not \(refused)."
          return [Finding("batch-limit", of: endpoint, "\(size)", sentence)]
        }
        refused = size
      }
      guard refused == nil else {
        return [Finding("batch-limit", of: endpoint, "1", "\(endpoint.name) takes one id only.")]
      }
      let sentence = "\(endpoint.name) takes \(sizes[0]) ids, as far as ids of nothing tell."
      return [Finding("batch-limit", of: endpoint, "none", sentence)]
    }
  }

  static let unknownIDOfMove = Experiment(
    "Does one bad id stop all others of file_move?", calls: 5
  ) { (probe) throws(WeDriveError) in
    let target = FolderID.folder(try await probe.makeFolder("moved"))
    return try await unknownID(FileMoveRequest.endpoint, probe, "m") { (ids) throws(WeDriveError) in
      _ = try await probe.drive.fileMove(parentID: target, fileIDs: ids)
    }
  }

  static let unknownIDOfDelete = Experiment(
    "Does one bad id stop all others of file_delete?", calls: 4
  ) { (probe) throws(WeDriveError) in
    try await unknownID(FileDeleteRequest.endpoint, probe, "d") { (ids) throws(WeDriveError) in
      try await probe.drive.fileDelete(fileIDs: ids)
    }
  }

  private static func unknownID(
    _ endpoint: Endpoint, _ probe: ProbeFolder, _ name: String, _ call: ([FileID]) async throws(WeDriveError) -> Void
  ) async throws(WeDriveError) -> [Finding] {
    let (first, last) = (try await probe.makeFolder(name + "1"), try await probe.makeFolder(name + "2"))
    let refusal = try await probe.refusal { () throws(WeDriveError) in
      try await call([first, probe.unknownID(), last])
    } isExpected: {
      $0.isAboutArguments || $0.isAboutIDs
    }
    let left = Set(try await probe.list().map(\.fileID)).intersection([first, last])
    let end = refusal.map { "is refused with \($0.code)" } ?? "succeeds"
    let (answer, effect) =
      switch (left.contains(first), left.contains(last)) {
      case (true, true): ("stops-all", "does nothing")
      case (false, false): ("skipped", "does the others")
      case (false, true): ("stops-there", "does what comes before it")
      case (true, false): ("other", "does what comes after it")
      }
    return [
      Finding(
        "unknown-id", of: endpoint, answer, "With one bad id among others, \(endpoint.name) \(effect), and \(end).")
    ]
  }
}

extension Refusal {
  /// Whether an id is what the service takes offence at.
  fileprivate var isAboutIDs: Bool {
    [.fileNotFound, .fileDeleted, .invalidFileID, .accessDenied].contains(weComErrcode)
  }
}
