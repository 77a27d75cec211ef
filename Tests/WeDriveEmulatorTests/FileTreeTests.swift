import Testing
import WeDriveGenerated

@testable import WeDriveEmulator

@Suite("The tree of files")
struct FileTreeTests {
  private static func entry(
    _ id: FileID, _ name: String, in folder: FolderID = "s", space: SpaceID = "s", folder isFolder: Bool = false,
    size: UInt64 = 1, modified: Int64 = 0
  ) -> FileEntry {
    FileEntry(
      id: id, spaceID: space, parentID: folder, name: name, kind: isFolder ? .folder : .file, size: isFolder ? 0 : size,
      created: 0, modified: modified, sha: "sha-\(id)", md5: "", url: nil)
  }

  private func tree(_ entries: FileEntry...) throws -> FileTree {
    var tree = FileTree()
    for entry in entries { try tree.add(entry) }
    return tree
  }

  @Test("A name that is taken gets a number before its ending")
  func numbers() throws {
    var tree = try tree(Self.entry("1", "a.txt"))
    #expect(try tree.add(Self.entry("2", "a.txt")).name == "a(1).txt")
    #expect(try tree.add(Self.entry("3", "a.txt")).name == "a(2).txt")
    #expect(try tree.add(Self.entry("4", ".profile")).name == ".profile")
    #expect(try tree.add(Self.entry("5", ".profile")).name == ".profile(1)")
    #expect(try tree.rename("4", to: "a.txt", at: 9).name == "a(3).txt")
  }

  @Test("Names that look alike and have other bytes are two names")
  func bytes() throws {
    let (composed, decomposed) = ("caf\u{E9}.txt", "cafe\u{301}.txt")
    var tree = try tree(Self.entry("1", composed), Self.entry("2", decomposed))
    #expect(Array(tree.children(of: "s").map(\.name.utf8.count).sorted()) == [9, 10])
    #expect(tree.child(named: composed, of: "s")?.id == "1" && tree.child(named: decomposed, of: "s")?.id == "2")
    for order in [FileOrder.nameAscending, .nameDescending] {
      let ids = tree.page(of: "s", by: order, start: 0, limit: 10).entries.map(\.id)
      #expect(ids == (order == .nameAscending ? ["2", "1"] : ["1", "2"]))
    }
    _ = try tree.delete(["2"], at: 9)
    #expect(Array(try tree.rename("1", to: decomposed, at: 9).name.utf8) == Array(decomposed.utf8))
    #expect(tree.child(named: composed, of: "s") == nil)
  }

  @Test("A numbered name still fits: ASCII weighs 1, everything else 2, 255 in all")
  func weights() throws {
    var tree = FileTree()
    let long = String(repeating: "盘", count: 127) + "a"
    try tree.add(Self.entry("1", long))
    let second = try tree.add(Self.entry("2", long)).name
    #expect(second.hasSuffix("(1)"))
    #expect(second.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) } <= 255)
    #expect(throws: ServiceError.weCom(.invalidFileName, "file name weighs more than 255")) {
      try tree.add(Self.entry("3", String(repeating: "盘", count: 128)))
    }
    #expect(throws: ServiceError.weCom(.invalidFileName)) { try tree.add(Self.entry("4", "")) }
  }

  @Test(
    "Each order sorts",
    arguments: [
      (FileOrder.nameAscending, ["1", "2", "3"] as [FileID]), (.nameDescending, ["3", "2", "1"]),
      (.sizeAscending, ["2", "3", "1"]), (.sizeDescending, ["1", "3", "2"]),
      (.modifiedAscending, ["3", "1", "2"]), (.modifiedDescending, ["2", "1", "3"]),
    ])
  func orders(order: FileOrder, expected: [FileID]) throws {
    var tree = try tree(
      Self.entry("1", "a", size: 30, modified: 20), Self.entry("2", "b", size: 10, modified: 30),
      Self.entry("3", "c", size: 20, modified: 10))
    #expect(tree.page(of: "s", by: order, start: 0, limit: 10).entries.map(\.id) == expected)
  }

  @Test("Pages add up to the folder, and a listing follows changes")
  func pages() throws {
    var tree = FileTree()
    for number in 0..<25 { try tree.add(Self.entry(FileID("\(number)"), "n\(100 + number)")) }
    var seen: [FileID] = []
    var start: UInt32 = 0
    while true {
      let page = tree.page(of: "s", by: .nameAscending, start: start, limit: 10)
      seen += page.entries.map(\.id)
      start = page.next
      if !page.hasMore { break }
    }
    #expect(seen == (0..<25).map { FileID("\($0)") })
    #expect(tree.page(of: "s", by: .nameAscending, start: 25, limit: 10).entries.isEmpty)
    #expect(tree.page(of: "s", by: .nameAscending, start: .max, limit: .max).entries.isEmpty)
    _ = try tree.delete(["3"], at: 9)
    #expect(tree.page(of: "s", by: .nameAscending, start: 0, limit: 100).entries.count == 24)
  }

  @Test("A move overwrites or renames, and carries what is inside along")
  func moves() throws {
    var tree = try tree(
      Self.entry("f", "folder", folder: true), Self.entry("x", "a.txt", in: "f", size: 5),
      Self.entry("y", "a.txt", in: "t", space: "t", size: 7))
    let renamed = try tree.move(["x"], to: .init(spaceID: "t", folderID: "t"), replacing: false, at: 1)
    #expect(renamed.moved.map(\.name) == ["a(1).txt"])
    #expect(tree.bytes == ["s": 0, "t": 12])
    _ = try tree.rename("x", to: "b.txt", at: 2)
    _ = try tree.move(["x"], to: .init(spaceID: "s", folderID: "f"), replacing: false, at: 3)
    _ = try tree.rename("x", to: "a.txt", at: 4)
    let replaced = try tree.move(["x"], to: .init(spaceID: "t", folderID: "t"), replacing: true, at: 5)
    #expect(replaced.moved.map(\.name) == ["a.txt"])
    #expect(replaced.replaced.map(\.id) == ["y"])
    #expect(throws: ServiceError.weCom(.fileDeleted)) { try tree.live("y") }

    try tree.add(Self.entry("z", "deep", in: "f", size: 3))
    _ = try tree.move(["f"], to: .init(spaceID: "t", folderID: "t"), replacing: false, at: 6)
    #expect(try tree.live("z").spaceID == "t")
    #expect(tree.bytes == ["s": 0, "t": 8])
  }

  @Test("A folder moves neither into itself nor over what contains it")
  func circles() throws {
    var tree = try tree(
      Self.entry("a", "a", folder: true), Self.entry("b", "b", in: "a", folder: true),
      Self.entry("c", "a", in: "b", folder: true))
    #expect(throws: ServiceError.self) {
      try tree.move(["a"], to: .init(spaceID: "s", folderID: "b"), replacing: false, at: 1)
    }
    #expect(throws: ServiceError.self) {
      try tree.move(["a"], to: .init(spaceID: "s", folderID: "a"), replacing: false, at: 1)
    }
    #expect(throws: ServiceError.self) {
      try tree.move(["c"], to: .init(spaceID: "s", folderID: "s"), replacing: true, at: 1)
    }
    #expect(try tree.live("c").parentID == "b")
  }

  @Test("Deleting takes everything below, refuses what is gone, and does nothing if anything is refused")
  func deletes() throws {
    var tree = try tree(
      Self.entry("f", "folder", folder: true), Self.entry("x", "x", in: "f"), Self.entry("y", "y"))
    #expect(throws: ServiceError.weCom(.fileNotFound)) { try tree.delete(["y", "nowhere"], at: 9) }
    #expect(try tree.live("y").name == "y")
    #expect(Set(try tree.delete(["f", "x"], at: 9).map(\.id)) == ["f", "x"])
    #expect(throws: ServiceError.weCom(.fileDeleted)) { try tree.delete(["x"], at: 9) }
    #expect(tree.bytes["s"] == 1)
    #expect(try tree.add(Self.entry("g", "folder", folder: true)).name == "folder")
  }

  @Test("Content is found by its digest as long as a file has it")
  func contents() throws {
    var tree = try tree(Self.entry("x", "x", size: 4))
    #expect(tree.holders(of: .init(sha: "sha-x", size: 4)).map(\.id) == ["x"])
    #expect(tree.holders(of: .init(sha: "sha-x", size: 5)).isEmpty)
    _ = try tree.delete(["x"], at: 9)
    #expect(tree.holders(of: .init(sha: "sha-x", size: 4)).isEmpty)
  }
}
