import Foundation
import TestSupport
import Testing
import WeDrive

@testable import WeDriveTrees

@Suite("Paths")
struct PathTests {
  @Test("are read and written")
  func text() throws {
    #expect(DrivePath("s.1:/a/b")?.names.map(\.text) == ["a", "b"])
    #expect(DrivePath("Backups:a")?.description == "Backups:/a")
    #expect(DrivePath("Backups:")?.description == "Backups:/")
    #expect(DrivePath("no colon") == nil && DrivePath(":/a") == nil && DrivePath("s.1:/a/../b") == nil)
  }

  @Test("are found level by level, each level with one call, and say how far they lead")
  func locate() async throws {
    try await EmulatedTree.run { tree in
      let a = try await tree.makeFolder("a")
      let b = try await tree.makeFolder("b", in: a)
      let file = try await tree.put("1", "x.txt", in: b)
      tree.emulator.journal.clear()
      let resolver = PathResolver(tree.drive)
      let path = try #require(DrivePath("\(tree.space):/a/b/x.txt"))
      #expect(try await resolver.locate(path).entry?.id == file)
      _ = try await resolver.locate(path)
      #expect(tree.emulator.journal.count(of: "file_list") == 3)
      await #expect(throws: TreeError.self) { try await resolver.locate(path.appending(EntryName("deeper"))) }
      do {
        _ = try await resolver.locate(try #require(DrivePath("\(tree.space):/a/none/x")))
        Issue.record("was found")
      } catch {
        #expect("\(error)" == "\(tree.space):/a/none/x does not exist: there is no more than \(tree.space):/a")
      }
    }
  }

  @Test("are told by the bytes of their names, and an entry in another Unicode form is found where it is alone")
  func unicode() async throws {
    try await EmulatedTree.run { tree in
      let composed = try await tree.put("1", "caf\u{E9}")
      let resolver = PathResolver(tree.drive)
      #expect(
        try await resolver.locate(DrivePath(start: tree.space.rawValue, names: [EntryName("cafe\u{301}")])).entry?.id
          == composed)
      let decomposed = try await tree.put("2", "cafe\u{301}")
      let again = PathResolver(tree.drive)
      #expect(
        try await again.locate(DrivePath(start: tree.space.rawValue, names: [EntryName("cafe\u{301}")])).entry?.id
          == decomposed)
      #expect(
        try await again.locate(DrivePath(start: tree.space.rawValue, names: [EntryName("caf\u{E9}")])).entry?.id
          == composed)
    }
  }

  @Test("begin with the id of a space or with a name that is known; another word is told with the names there are")
  func starts() async throws {
    let folder = try TemporaryFolder()
    var aliases = try SpaceAliases(file: folder.path("spaces"))
    for name in ["Backups", "归档"] { try aliases.set(name, to: "s.ww12.34") }
    // Nothing listens: what is told costs no call.
    let drive = WeDriveClient(credential: .token("none"))
    let resolver = PathResolver(drive, aliases: aliases)
    for id in ["s.ww45d3e188865aca30.652091685u4h", "s.1", "Backups", "归档"] {
      let located = try await resolver.locate(DrivePath(start: id))
      #expect(located.entry == nil && located.space == (aliases[id] ?? SpaceID(id)))
    }
    do {
      _ = try await resolver.locate(try #require(DrivePath("Nope:/a/b")))
      Issue.record("was found")
    } catch {
      #expect("\(error)" == "Nope:/a/b begins with no space that is known here: known are Backups:, 归档:")
    }
    await #expect(throws: TreeError.self) { try await PathResolver(drive).folder(DrivePath(start: "backups")) }
  }

  @Test("make the folders that are missing, one call each")
  func making() async throws {
    try await EmulatedTree.run { tree in
      tree.emulator.journal.clear()
      let resolver = PathResolver(tree.drive)
      let place = try await resolver.folder(try #require(DrivePath("\(tree.space):/a/b/c")), making: true)
      #expect(tree.emulator.journal.count(of: "file_create") == 3 && tree.emulator.journal.count(of: "file_list") == 1)
      #expect(try await resolver.folder(try #require(DrivePath("\(tree.space):/a/b/c"))) == place)
      #expect(try await tree.remote().keys.sorted() == ["a/", "a/b/", "a/b/c/"])
    }
  }

  @Test("begin with names of spaces that a file keeps")
  func aliases() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("wedrive/spaces")
    var aliases = try SpaceAliases(file: file)
    try aliases.set("Backups", to: "s.1")
    try aliases.set("归档", to: "s.2")
    try aliases.set("Backups", to: "s.3")
    #expect(throws: TreeError.self) { try aliases.set("backups", to: "s.4") }
    #expect(throws: TreeError.self) { try aliases.set("C", to: "s.4") }
    #expect(throws: TreeError.self) { try aliases.set("s.9", to: "s.4") }
    try Data((String(contentsOfFile: file, encoding: .utf8) + "# a comment\n  Hand = s.5  \n").utf8).write(
      to: URL(filePath: file))
    var again = try SpaceAliases(file: file)
    #expect(again["Backups"] == "s.3" && again["归档"] == "s.2" && again["Hand"] == "s.5" && again["none"] == nil)
    try again.forget("Backups")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "归档 = s.2\n# a comment\n  Hand = s.5  \n")
    try Data("Backups s.1\n".utf8).write(to: URL(filePath: file))
    #expect(throws: TreeError.self) { try SpaceAliases(file: file) }
  }
}

@Suite("A walk")
struct WalkTests {
  @Test("gives everything once, and does not list what a filter leaves out")
  func walk() async throws {
    try await EmulatedTree.run { tree in
      for name in ["a", "b", "skip"] {
        let folder = try await tree.makeFolder(name)
        _ = try await tree.makeFolder("inner", in: folder)
        _ = try await tree.put(name, "file", in: folder)
      }
      #expect(
        try await tree.remote().keys.sorted() == [
          "a/", "a/file", "a/inner/", "b/", "b/file", "b/inner/", "skip/", "skip/file", "skip/inner/",
        ])
      tree.emulator.journal.clear()
      var filter = TreeFilter()
      try filter.exclude("/skip")
      var paths: [String] = []
      for try await entry in TreeWalk(tree.drive, from: .root(of: tree.space), filter: filter) {
        paths.append(entry.path.text)
      }
      #expect(paths.sorted() == ["a", "a/file", "a/inner", "b", "b/file", "b/inner"])
      #expect(tree.calls == 5)
    }
  }
}
