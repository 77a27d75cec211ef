import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

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

  @Test("say which names of spaces there are when a path begins with none of them")
  func unknownSpace() async throws {
    try await EmulatedService.run { service in
      let configuration = ["XDG_CONFIG_HOME": service.state.path("config")]
      _ = try await service.command("space", "add", "Backups", service.space.rawValue, environment: configuration)
      try write("1", to: "src/1")
      service.emulator.journal.clear()
      for arguments in [
        ["ls", "Nope:/a"], ["put", folder.path("src/1"), "Nope:/a"], ["put", "-r", folder.path("src"), "Nope:/a"],
        ["get", "Nope:/a", folder.path("a")], ["sync", folder.path("src"), "Nope:/a"], ["cat", "Nope:/a"],
        ["check", folder.path("src"), "Nope:/a"], ["mkdir", "-p", "Nope:/a"], ["rm", "Nope:/a"], ["info", "Nope:/a"],
      ] {
        let run = try await CommandRun.of(
          arguments, environment: service.environment.merging(configuration) { $1 })
        #expect(run.status == 64, "\(arguments): \(run.text)")
        #expect(
          run.errors.hasPrefix("wedrive: Nope:/a") && run.errors.contains("begins with no space that is known")
            && run.errors.contains("known are Backups:") && run.errors.contains("wedrive space add"),
          "\(arguments): \(run.text)")
      }
      #expect(service.emulator.journal.records().allSatisfy { $0.endpoint == "gettoken" })
    }
  }

  @Test("read a file by its path with one metered call besides the listing")
  func cat() async throws {
    try await EmulatedService.run { service in
      _ = try await service.upload(Array("content".utf8), named: "a.txt")
      service.emulator.journal.clear()
      let run = try await service.command("cat", "\(service.space):/a.txt")
      #expect((run.status, run.output) == (0, "content"))
      #expect(
        service.emulator.journal.records().map(\.endpoint).filter { $0 != "gettoken" }
          == ["file_list", "file_download", "download"])
    }
  }

  @Test("end in good order when they are interrupted, say what is left, and go on then")
  func interrupted() async throws {
    try await EmulatedService.run { service in
      for number in 0..<20 { try write("\(number)", to: "src/\(number)") }
      // The sixth file and those after it never get an answer.
      service.emulator.faults.add(
        .delay(milliseconds: 600_000), FaultSelection("file_upload", first: 6, count: nil))
      let running = try service.start("sync", "-j", "1", folder.path("src"), "\(service.space):/src")
      try await eventually("the sixth file is under way") { service.emulator.journal.count(of: "file_upload") >= 6 }
      running.interrupt()
      let run = try await running.end()
      #expect(run.status == 2, "\(run.text)")
      #expect(run.output.contains("5 sent") && run.output.contains("15 left"), "\(run.text)")
      service.emulator.faults.removeAll()
      let again = try await wedrive(service, "sync", folder.path("src"), "\(service.space):/src")
      #expect(again.status == 0)
      #expect(
        try await wedrive(service, "find", "\(service.space):/src", "--type", "f").output.split(separator: "\n").count
          == 20)
    }
  }

  @Test("refuse what the service no longer allows with 1, and say which process has the tree")
  func refusals() async throws {
    try await EmulatedService.run { service in
      for number in 0..<10 { try write("\(number)", to: "src/\(number)") }
      service.emulator.faults.add(.errcode(48002), FaultSelection("file_upload", first: 3, count: nil))
      let run = try await wedrive(
        service, "sync", "-j", "1", folder.path("src"), "\(service.space):/src", status: 1)
      #expect(run.errors.contains("48002") && service.emulator.journal.count(of: "file_upload") == 3)
      service.emulator.faults.removeAll()
      service.emulator.faults.add(.delay(milliseconds: 600_000), .all("file_upload"))
      let first = try service.start("sync", "-q", folder.path("src"), "\(service.space):/src")
      try await eventually("the first has begun") { service.emulator.journal.count(of: "file_upload") > 3 }
      let second = try await wedrive(service, "sync", folder.path("src"), "\(service.space):/src", status: 2)
      #expect(second.errors.contains("is in use by process \(first.processID), which works on the same tree"))
      #expect(first.kill())
      _ = try await first.end()
    }
  }

  @Test(
    "leave alone what they may not read, and delete nothing of it",
    .enabled(if: Unprivileged.isPossible, "needs setpriv where root runs the tests"))
  func unreadable() async throws {
    try await EmulatedService.run { service in
      for name in ["open/1", "open/2", "closed/1", "closed/2"] { try write(name, to: "src/\(name)") }
      let space = service.space.rawValue
      _ = try await wedrive(service, "sync", folder.path("src"), "\(space):/src")
      for name in ["open/1", "closed/1"] { try FileManager.default.removeItem(atPath: folder.path("src/\(name)")) }
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path("src/closed"))
      defer {
        try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path("src/closed"))
      }
      let run = try await RunningCommand(
        ["sync", "--delete", folder.path("src"), "\(space):/src"], environment: service.environment,
        within: Unprivileged.wrapper
      ).end()
      #expect(run.status == 3 && run.output.contains("1 deleted") && run.errors.contains("closed"), "\(run.text)")
      #expect(run.errors.contains("nothing is deleted in closed"))
      let left = try await wedrive(service, "find", "\(space):/src", "--type", "f").output
      #expect(left == ["closed/1", "closed/2", "open/2"].map { "\(space):/src/\($0)\n" }.joined(), "\(left)")
    }
  }
}

/// Runs as a user to whom permissions apply: root without the right to pass over them, or as it is for anyone else.
private enum Unprivileged {
  static let wrapper = geteuid() == 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : ["env"]
  static let isPossible = CommandRun.succeeds(wrapper[0], Array(wrapper.dropFirst()) + ["true"])
}
