import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

/// A night with edits, additions, deletes and a rename, in which one call goes wrong: for each way to go wrong and every third
/// call, or with WEDRIVE_LONG_TESTS=1 each call.
@Suite("A sync in which a call goes wrong", .serialized)
struct SyncFaultTests {
  private static let step = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1" ? 1 : 3
  static let faults: [Fault] = [
    .closeBeforeActing, .closeAfterActing, .errcode(-1), .errcode(-1, acting: true), .errcode(45033), .status(502),
    .garbage,
    .truncate(after: 10), .expiredToken, .errcode(640003),
  ]

  private static func prepare(_ tree: EmulatedTree, _ name: String) throws {
    for file in 0..<4 { try tree.write("\(name) \(file)", to: "\(name)/f/\(file)") }
    for file in 0..<3 { try tree.write("\(name) g\(file)", to: "\(name)/g/\(file)") }
    try tree.write("\(name) top", to: "\(name)/top")
  }

  private static func edit(_ tree: EmulatedTree, _ name: String) throws {
    try tree.write("edited \(name)", to: "\(name)/f/1")
    try tree.write("edited, too \(name)", to: "\(name)/g/1")
    try tree.write("new \(name)", to: "\(name)/new/file")
    try FileManager.default.removeItem(atPath: tree.path("\(name)/f/2"))
    try FileManager.default.moveItem(atPath: tree.path("\(name)/g/2"), toPath: tree.path("\(name)/f/moved"))
  }

  @Test("is repaired by the next one, and has nothing twice", arguments: faults)
  func everyCall(_ fault: Fault) async throws {
    try await EmulatedTree.run { tree in
      var call = 1
      while true {
        let name = "t\(call)"
        try Self.prepare(tree, name)
        var order = SyncOrder(.up(from: tree.path(name), to: try #require(DrivePath("\(tree.space):/\(name)"))))
        order.deletes = .atMost(.max)
        _ = try await DriveTrees(tree.drive).sync(order)
        try Self.edit(tree, name)
        let before = tree.calls
        tree.emulator.faults.add(fault, FaultSelection(first: call))
        let report = try? await DriveTrees(tree.drive).sync(order)
        tree.emulator.faults.removeAll()
        let made = tree.calls - before
        let clean = try await DriveTrees(tree.drive).sync(order)
        #expect(clean.isComplete, "\(fault) at call \(call): \(clean.failures)")
        let resolver = PathResolver(tree.drive)
        let place = try await resolver.folder(try #require(DrivePath("\(tree.space):/\(name)")))
        let remote = try await tree.contents(of: place)
        #expect(remote == (try RandomProgram.files(in: tree.path(name))), "\(fault) at call \(call)")
        let last = try await DriveTrees(tree.drive).plan(order)
        #expect(last.isEmpty, "\(fault) at call \(call): \(last.steps)")
        if call > 30 || (report?.isComplete == true && call > made) { break }
        call += Self.step
      }
      #expect(call > 10)
    }
  }

  @Test("deletes nothing in a folder that could not be listed or read, and says so")
  func suspended() async throws {
    try await EmulatedTree.run { tree in
      try Self.prepare(tree, "t")
      var order = SyncOrder(.up(from: tree.path("t"), to: try #require(DrivePath("\(tree.space):/t"))))
      order.deletes = .atMost(.max)
      _ = try await DriveTrees(tree.drive).sync(order)
      try FileManager.default.removeItem(atPath: tree.path("t/f/1"))
      try FileManager.default.removeItem(atPath: tree.path("t/g/1"))
      // The first of the listings below the top fails for good.
      tree.emulator.faults.add(.errcode(640004), FaultSelection("file_list", first: 3))
      let report = try await DriveTrees(tree.drive).sync(order)
      #expect(!report.isComplete && report.suspended.count == 1 && report.deleted == 1, "\(report)")
      tree.emulator.faults.removeAll()
      #expect(try await DriveTrees(tree.drive).sync(order).deleted == 1)
    }
  }
}
