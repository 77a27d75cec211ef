import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

/// What another does at the service between the plan and its steps. The lifetime of listings is none here, so that each folder is
/// listed again before it is changed.
@Suite("A run beside another writer")
struct OtherWriterTests {
  private static func order(_ tree: EmulatedTree, deletes: Bool = false, lifetime: Duration = .zero) throws -> SyncOrder
  {
    var order = SyncOrder(.up(from: tree.path("up"), to: try #require(DrivePath("\(tree.space):/t"))))
    if deletes { order.deletes = .atMost(.max) }
    order.listingLifetime = lifetime
    return order
  }

  private static func top(_ tree: EmulatedTree) async throws -> FolderPlace {
    try await PathResolver(tree.drive).folder(try #require(DrivePath("\(tree.space):/t")))
  }

  private static func contents(_ tree: EmulatedTree) async throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try await tree.contents(of: top(tree)).map { ($0.key.text, $0.value) })
  }

  private static func sha1(_ text: String) -> String { ContentDigest.text(of: Array(text.utf8), .sha1) }

  private static func entry(_ tree: EmulatedTree, _ name: String) async throws -> RemoteEntry {
    let listing = try await FolderReader(tree.drive).listing(of: top(tree))
    return try #require(listing.entries(named: EntryName(name)).first)
  }

  private static func replace(_ tree: EmulatedTree, _ name: String, with content: String) async throws {
    try await tree.drive.fileDelete(fileIDs: [entry(tree, name).id])
    _ = try await tree.put(content, name, in: top(tree).folder)
  }

  private static func conflicts(_ report: SyncReport) -> [String: TargetConflict] {
    report.failures.reduce(into: [:]) { found, failure in
      if case .conflict(_, let conflict) = failure.error { found[failure.path.text] = conflict }
    }
  }

  @Test("replaces nothing that was changed since it was compared, for one call a folder")
  func replaced() async throws {
    try await EmulatedTree.run { tree in
      for name in ["changed", "gone", "renamed", "still"] { try tree.write("old \(name)", to: "up/\(name)") }
      let order = try Self.order(tree)
      _ = try await DriveTrees(tree.drive).sync(order)
      for name in ["changed", "gone", "renamed", "still"] { try tree.write("new \(name)", to: "up/\(name)") }
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(order)
      try await Self.replace(tree, "changed", with: "theirs")
      try await tree.drive.fileDelete(fileIDs: [Self.entry(tree, "gone").id])
      _ = try await tree.drive.fileRename(fileID: Self.entry(tree, "renamed").id, newName: "elsewhere")
      let before = trees.calls
      let report = try await trees.run(plan)
      #expect(Self.conflicts(report) == ["changed": .changed, "renamed": .changed])
      #expect(report.sent == 2 && report.failures.count == 2, "\(report)")
      #expect(trees.calls - before == plan.calls.toCome + 1)
      #expect(
        try await Self.contents(tree) == [
          "changed": Self.sha1("theirs"), "gone": Self.sha1("new gone"), "elsewhere": Self.sha1("old renamed"),
          "still": Self.sha1("new still"),
        ])
      // What was left aside is used by the next run, which compares again.
      #expect(try await DriveTrees(tree.drive).sync(order).isComplete)
      #expect(try await Self.contents(tree)["changed"] == Self.sha1("new changed"))
    }
  }

  @Test("sends nothing to a name that has been taken since")
  func taken() async throws {
    try await EmulatedTree.run { tree in
      let top = try await tree.makeFolder("t")
      for name in ["free", "taken", "f/new"] { try tree.write("mine", to: "up/\(name)") }
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(Self.order(tree))
      _ = try await tree.put("theirs", "taken", in: top)
      let report = try await trees.run(plan)
      #expect(Self.conflicts(report) == ["taken": .taken] && report.sent == 2, "\(report)")
      #expect(
        try await Self.contents(tree) == [
          "free": Self.sha1("mine"), "taken": Self.sha1("theirs"), "f/": "", "f/new": Self.sha1("mine"),
        ])
    }
  }

  @Test("deletes nothing that was changed since, nor a folder that something has come into")
  func deleted() async throws {
    try await EmulatedTree.run { tree in
      for name in ["stays", "changed", "gone", "f/1", "g/1", "g/h/2"] { try tree.write(name, to: "up/\(name)") }
      let order = try Self.order(tree, deletes: true)
      _ = try await DriveTrees(tree.drive).sync(order)
      for name in ["changed", "gone", "f", "g"] { try FileManager.default.removeItem(atPath: tree.path("up/\(name)")) }
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(order)
      try await Self.replace(tree, "changed", with: "theirs")
      try await tree.drive.fileDelete(fileIDs: [Self.entry(tree, "gone").id])
      _ = try await tree.put("theirs", "2", in: .folder(Self.entry(tree, "f").id))
      let before = trees.calls
      let report = try await trees.run(plan)
      #expect(Self.conflicts(report) == ["changed": .changed, "f": .changed])
      // One listing each of the top, f, g and g/h.
      #expect(trees.calls - before == plan.calls.toCome + 4)
      #expect(
        try await Self.contents(tree) == [
          "stays": Self.sha1("stays"), "changed": Self.sha1("theirs"), "f/": "", "f/1": Self.sha1("f/1"),
          "f/2": Self.sha1("theirs"),
        ])
    }
  }

  @Test(
    "says at the next run under which name the service has put what both have sent, and keeps both until one is deleted"
  )
  func numbered() async throws {
    try await EmulatedTree.run { tree in
      let top = try await tree.makeFolder("t")
      try tree.write("mine", to: "up/a.txt")
      let order = try Self.order(tree, deletes: true, lifetime: .seconds(600))
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(order)
      _ = try await tree.put("another's", "a.txt", in: top)
      _ = try await trees.run(plan)
      let both = ["a.txt": Self.sha1("another's"), "a(1).txt": Self.sha1("mine")]
      #expect(try await Self.contents(tree) == both)
      for _ in 0..<2 {
        let report = try await DriveTrees(tree.drive).sync(order)
        #expect(Self.conflicts(report) == ["a.txt": .numbered(as: "a(1).txt")] && !report.isComplete, "\(report)")
        #expect(report.failures.allSatisfy { "\($0.error)".contains("a(1).txt") })
        #expect(try await Self.contents(tree) == both)
      }
      try await tree.drive.fileDelete(fileIDs: [Self.entry(tree, "a(1).txt").id])
      #expect(try await DriveTrees(tree.drive).sync(order).isComplete)
      #expect(try await Self.contents(tree) == ["a.txt": Self.sha1("mine")])
    }
  }

  @Test("says which files are second copies")
  func copies() async throws {
    try await EmulatedTree.run { tree in
      let top = try await tree.makeFolder("t")
      try tree.write("mine", to: "up/a")
      for (name, content) in [("a", "mine"), ("a(1)", "mine"), ("a(2)", "other"), ("b(1)", "mine")] {
        _ = try await tree.put(content, name, in: top)
      }
      let report = try await DriveTrees(tree.drive).sync(Self.order(tree))
      #expect(report.isComplete && report.notices.count == 1, "\(report)")
      #expect(report.notices.first?.hasPrefix("a(1) is a second copy") == true)
    }
  }

  @Test(
    "knows names with a number",
    arguments: [
      ("a(1)", "a"), ("a(12).txt", "a.txt"), ("a.tar(1).gz", "a.tar.gz"), ("(1)", nil), ("a()", nil), ("a(x)", nil),
      ("a1)", nil), ("a(1)b", nil), (".a(1)", ".a"), ("汉(3).pdf", "汉.pdf"),
    ])
  func names(_ name: String, _ original: String?) {
    #expect(NumberedNames.original(of: EntryName(name).bytes) == original.map { EntryName($0) })
  }

  @Test(
    "asks a person, where there is one, about a destination that has nothing of the source, and about what guards stop")
  func questions() async throws {
    try await EmulatedTree.run { tree in
      let top = try await tree.makeFolder("t")
      for number in 0..<25 { _ = try await tree.put("\(number)", "there \(number)", in: top) }
      try tree.write("mine", to: "up/here")
      var order = try Self.order(tree)
      order.deletes = .share(0.1)
      let trees = DriveTrees(tree.drive)
      var asked: [SyncGuard] = []
      func plan(_ answers: Bool...) async throws -> SyncPlan {
        asked = []
        return try await trees.plan(
          order,
          accepts: { stop in
            asked.append(stop)
            return asked.count <= answers.count && answers[asked.count - 1]
          })
      }
      let other = SyncGuard.otherTree(path: tree.path("up"), files: 1, of: 25)
      let many = SyncGuard.deletes(count: 25, of: 25, most: 20)
      await #expect(throws: TreeError.self) { try await plan(false) }
      #expect(asked == [other])
      await #expect(throws: TreeError.self) { try await plan(true, false) }
      #expect(asked == [other, many])
      #expect(try await plan(true, true).deletes.count == 25)
      // Where there is no person, the guard stays.
      await #expect(throws: TreeError.self) { try await trees.plan(order) }
      order.deletes = .none
      #expect(try await trees.plan(order).sends.count == 1)
    }
  }
}
