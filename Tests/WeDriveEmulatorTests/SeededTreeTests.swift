import TestSupport
import Testing
import WeDriveGenerated
import WeDriveRuntime

@testable import WeDriveEmulator

@Suite("A tree that is there from the start")
struct SeededTreeTests {
  /// All of a space by paths, from what the state has.
  private static func names(_ tree: FileTree, _ folder: FolderID, _ order: FileOrder = .nameAscending) -> [String] {
    var tree = tree
    var names: [String] = []
    var start: UInt32 = 0
    while true {
      let page = tree.page(of: folder, by: order, start: start, limit: 7)
      names += page.entries.map(\.name)
      guard page.hasMore else { return names }
      start = page.next
    }
  }

  private static func planted(_ description: String) throws -> FileTree {
    var tree = FileTree()
    tree.plant(try #require(SeededTree(description)))
    return tree
  }

  private static let root = FolderID.root(of: SeededTree.space)

  @Test("is written as two numbers, neither of which is nothing or too large")
  func grammar() {
    #expect(SeededTree("1000x999")?.count == 1_000_000)
    #expect(SeededTree("3x4")?.description == "3x4")
    for wrong in ["", "x", "3", "3x", "x4", "0x4", "3x0", "-3x4", "3x4x5", "3X4", "9999999x2", "\(Int.max)x2", "3 x4"] {
      #expect(SeededTree(wrong) == nil, "\(wrong)")
    }
  }

  @Test("is listed in each order, and has each entry by one id")
  func listing() throws {
    let tree = try Self.planted("12x30")
    let folders = (0..<12).map { SeededTree.folderName($0) }
    #expect(Self.names(tree, Self.root) == folders)
    #expect(Self.names(tree, Self.root, .nameDescending) == folders.reversed())
    let folder = try #require(tree.child(named: folders[11], of: Self.root))
    #expect(Self.names(tree, .folder(folder.id)) == (0..<30).map { SeededTree.fileName($0) })
    let file = try #require(tree.child(named: SeededTree.fileName(29), of: .folder(folder.id)))
    #expect(tree[file.id]?.name == file.name && file.parentID == .folder(folder.id))
    #expect(tree.ancestors(of: file.parentID).map(\.id) == [folder.id])
    #expect(tree.subtree(of: folder.id).count == 31)
    let text = SeededTree.content(folder: 11, file: 29)
    #expect(file.size == UInt64(text.count) && file.sha == ContentDigest.text(of: text, .sha1))
    for wrong in [
      "s.seeded_f.012", "s.seeded_f.+1", "s.seeded_f.12", "s.seeded_f.1.30", "s.seeded_f.1.2.3", "s.seeded_f.",
    ] {
      #expect(tree[FileID(wrong)] == nil, "\(wrong)")
    }
  }

  @Test("is changed as any other, and the rest of it stays")
  func changes() throws {
    var tree = try Self.planted("2x5")
    let (one, two) = (FolderID.folder("s.seeded_f.0"), FolderID.folder("s.seeded_f.1"))
    let name = SeededTree.fileName
    _ = try tree.rename("s.seeded_f.0.1", to: "renamed", at: 1)
    _ = try tree.move(
      ["s.seeded_f.0.2"], to: FileTree.Place(spaceID: SeededTree.space, folderID: two), replacing: false, at: 1)
    _ = try tree.delete(["s.seeded_f.0.3"], at: 1)
    try tree.share("s.seeded_f.0.4") { (sharing) throws(ServiceError) in sharing.auth = .preview }
    #expect(Self.names(tree, one) == [name(0), name(4), "renamed"])
    #expect(Self.names(tree, two) == [name(0), name(1), name(2), "file 00000002(1).txt", name(3), name(4)].sorted())
    #expect(tree["s.seeded_f.0.3"]?.isDeleted == true && tree["s.seeded_f.0.4"]?.sharing.auth == .preview)
    #expect(tree.counts[SeededTree.space] == 11)
    let size = UInt64(SeededTree.content(folder: 0, file: 0).count)
    #expect(tree.bytes[SeededTree.space] == 9 * size)
    // A folder goes with what it has, changed or not.
    #expect(try tree.delete(["s.seeded_f.0"], at: 1).count == 4)
    #expect(Self.names(tree, Self.root) == [SeededTree.folderName(1)])
    #expect(tree.forget(space: SeededTree.space).allSatisfy { !$0.isDeleted } && tree["s.seeded_f.1"] == nil)
  }

  @Test("is served by all calls, contents included")
  func calls() async throws {
    try await withEmulator({ $0.seededTree = SeededTree("3x1001") }) { emulator, caller in
      let (space, folder) = (SeededTree.space.rawValue, "s.seeded_f.2")
      func page(_ start: Int) async throws -> JSON {
        try await caller.done(
          "file_list", ["spaceid": space, "fatherid": folder, "sort_type": 1, "start": start, "limit": 1000])
      }
      #expect(try await page(0).count("file_list.item") == 1000)
      let last = try await page(1000)
      #expect(last["file_list.item.0.file_name"] == SeededTree.fileName(1000) && last["has_more"] == "0")
      let download = Download(try await caller.done("file_download", ["fileid": "\(folder).7"]))
      #expect(try await download.get(emulator).body == SeededTree.content(folder: 2, file: 7))
      let added = try await caller.file("added", "content", in: space, folder)
      try await caller.done("file_delete", ["fileid": ["\(folder).0"]])
      #expect(try await page(1000)["file_list.item.0.fileid"] == "\(folder).1000")
      #expect(try await page(0)["file_list.item.0.fileid"] == added)
      try await caller.refused("file_info", ["fileid": "s.seeded_f.3"], 640002)
    }
    var configuration = EmulatorConfiguration()
    (configuration.seededTree, configuration.root) = (SeededTree("1x1"), "/tmp/none")
    await #expect(throws: EmulatorFailure.self) { try await Emulator.start(configuration) }
  }
}
