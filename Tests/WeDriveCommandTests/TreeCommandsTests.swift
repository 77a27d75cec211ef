import Foundation
import TestSupport
import Testing
import WeDrive

@Suite("The commands for trees")
struct TreeCommandsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ content: String, to name: String) throws {
    let url = URL(filePath: folder.path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: url)
  }

  /// Runs the command, and expects how it ends.
  private func wedrive(
    _ service: EmulatedService, _ arguments: String..., input: String = "", status: Int32 = 0
  ) async throws -> CommandRun {
    let run = try await CommandRun.of(arguments + ["-q"], environment: service.environment, input: input)
    #expect(run.status == status, "\(arguments): \(run.text)")
    return run
  }

  @Test("back up, verify, edit, restore")
  func story() async throws {
    try await EmulatedService.run { service in
      let space = service.space.rawValue
      for number in 0..<5 { try write("\(number)", to: "src/a/\(number)") }
      try write("top", to: "src/top.txt")
      _ = try await wedrive(service, "put", "-r", folder.path("src"), "\(space):")
      _ = try await wedrive(service, "check", folder.path("src"), "\(space):/src")
      try write("edited", to: "src/a/3")
      try write("new", to: "src/b/new")
      try FileManager.default.removeItem(atPath: folder.path("src/a/4"))
      let check = try await wedrive(service, "check", folder.path("src"), "\(space):/src", status: 3)
      #expect(check.output.split(separator: "\n").sorted() == ["* a/3", "+ b/new", "- a/4"])
      let plan = try await wedrive(service, "sync", "-n", "--delete", folder.path("src"), "\(space):/src")
      #expect(
        plan.output == "mkdir b\nsend b/new (3 B)\nreplace a/3 (6 B)\ndelete a/4\n"
          || plan.output.contains("delete a/4"), "\(plan.output)")
      let before = service.emulator.journal.count(of: "file_delete")
      _ = try await wedrive(service, "sync", "--delete", folder.path("src"), "\(space):/src")
      #expect(service.emulator.journal.count(of: "file_delete") == before + 1)
      _ = try await wedrive(service, "check", folder.path("src"), "\(space):/src")
      _ = try await wedrive(service, "get", "-r", "\(space):/src", folder.path("restored"))
      _ = try await wedrive(service, "check", folder.path("restored/src"), "\(space):/src")
      #expect(try String(contentsOfFile: folder.path("restored/src/a/3"), encoding: .utf8) == "edited")
    }
  }

  @Test("put and get single files by paths, and send and fetch nothing twice")
  func files() async throws {
    try await EmulatedService.run { service in
      let space = service.space.rawValue
      try write("one", to: "one.txt")
      try write("two", to: "two.txt")
      _ = try await wedrive(service, "put", folder.path("one.txt"), folder.path("two.txt"), "\(space):")
      _ = try await wedrive(service, "put", folder.path("one.txt"), folder.path("two.txt"), "\(space):")
      #expect(service.emulator.journal.count(of: "file_upload") == 2)
      _ = try await wedrive(service, "put", folder.path("one.txt"), "\(space):/other.txt")
      try write("changed", to: "one.txt")
      #expect(
        try await wedrive(service, "put", "--exists", "refuse", folder.path("one.txt"), "\(space):", status: 1).errors
          .contains("one.txt"))
      _ = try await wedrive(service, "put", folder.path("one.txt"), "\(space):")
      #expect(try await service.command("cat", "\(space):/one.txt").output == "changed")
      #expect(try await service.files().map(\.fileName) == [".wedrive-staging", "one.txt", "other.txt", "two.txt"])
      _ = try await wedrive(service, "put", "-", "\(space):/piped", input: "from a pipe")
      let lookups = service.emulator.journal.count(of: "file_info")
      _ = try await wedrive(service, "get", "\(space):/piped", "\(space):/two.txt", folder.path)
      #expect(try String(contentsOfFile: folder.path("piped"), encoding: .utf8) == "from a pipe")
      let downloads = service.emulator.journal.count(of: "file_download")
      _ = try await wedrive(service, "get", "\(space):/two.txt", folder.path("two.txt"))
      #expect(service.emulator.journal.count(of: "file_download") == downloads)
      #expect(service.emulator.journal.count(of: "file_info") == lookups)
      #expect(try await wedrive(service, "put", folder.path, "\(space):", status: 64).errors.contains("Give -r"))
      #expect(
        try await wedrive(service, "get", "\(space):/none", status: 1).errors.contains("\(space):/none does not exist"))
    }
  }

  @Test("stop before anything is done where a guard says so, and say which")
  func guards() async throws {
    try await EmulatedService.run { service in
      let space = service.space.rawValue
      for number in 0..<30 { try write("\(number)", to: "src/\(number)") }
      _ = try await wedrive(service, "sync", folder.path("src"), "\(space):/src")
      service.emulator.journal.clear()
      for number in 0..<25 { try FileManager.default.removeItem(atPath: folder.path("src/\(number)")) }
      let many = try await wedrive(service, "sync", "--delete", folder.path("src"), "\(space):/src", status: 4)
      #expect(many.errors.contains("25 of 30 files would be deleted"))
      try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: true)
      #expect(
        try await wedrive(service, "sync", "--delete", folder.path("empty"), "\(space):/src", status: 4).errors
          .contains("nothing to send"))
      #expect(
        try await wedrive(service, "sync", "--marker", "x", folder.path("src"), "\(space):/src", status: 4).errors
          .contains("x is not there"))
      #expect(
        try await wedrive(
          service, "sync", "--delete", "--exclude", "1*", folder.path("src"), "\(space):/src", status: 4
        ).errors.contains("filters"))
      #expect(
        try await wedrive(service, "sync", folder.path("none"), "\(space):/src", status: 64).errors.contains(
          "does not exist"))
      #expect(service.emulator.journal.records().allSatisfy { ["file_list", "gettoken"].contains($0.endpoint) })
      _ = try await wedrive(service, "sync", "--delete", "--max-delete", "25", folder.path("src"), "\(space):/src")
      #expect(
        try await wedrive(service, "find", "\(space):/src", "--type", "f").output.split(separator: "\n").count == 5)
    }
  }

  @Test("write plans, and do only what is in one and still right")
  func plans() async throws {
    try await EmulatedService.run { service in
      let space = service.space.rawValue
      for name in ["a", "b", "c"] { try write(name, to: "src/\(name)") }
      _ = try await wedrive(service, "sync", "--plan", folder.path("plan"), folder.path("src"), "\(space):/src")
      #expect(service.emulator.journal.count(of: "file_upload") == 0)
      try write("later", to: "src/d")
      let run = try await wedrive(
        service, "sync", "--apply", folder.path("plan"), folder.path("src"), "\(space):/src", status: 3)
      #expect(run.errors.contains("not in both plans"))
      #expect(
        try await wedrive(service, "find", "\(space):/src", "--type", "f").output
          == "\(space):/src/a\n\(space):/src/b\n\(space):/src/c\n")
      try write("no plan", to: "plan")
      #expect(
        try await wedrive(
          service, "sync", "--apply", folder.path("plan"), folder.path("src"), "\(space):/src", status: 64
        ).errors.contains("plan:1"))
    }
  }

  @Test("end with 5 when calls run out, and go on then")
  func calls() async throws {
    try await EmulatedService.run { service in
      let space = service.space.rawValue
      for number in 0..<20 { try write("\(number)", to: "src/\(number)") }
      let first = try await wedrive(
        service, "sync", "--max-calls", "12", folder.path("src"), "\(space):/src", status: 5)
      #expect(first.errors.contains("the 12 calls"))
      #expect(service.emulator.journal.count(of: "file_upload") == 10)
      _ = try await wedrive(service, "sync", "--max-calls", "12", folder.path("src"), "\(space):/src")
      #expect(service.emulator.journal.count(of: "file_upload") == 20)
    }
  }
}
