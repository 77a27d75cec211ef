import Foundation
import TestSupport
import Testing
import WeDriveEmulator

@testable import WeDrive
@testable import WeDriveCommand
@testable import WeDriveTransfers

@Suite("wedrive get")
struct GetCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("downloads to a path or into a folder, and prints where the file is")
  func single() async throws {
    try await EmulatedService.run { service in
      let id = try await service.upload(pattern(100_000), named: "a.bin").rawValue
      let path = try await service.command("get", id, folder.path("b.bin"))
      #expect((path.status, path.output, path.errors) == (0, folder.path("b.bin") + "\n", ""))
      #expect(try read("b.bin") == pattern(100_000))
      let inFolder = try await service.command("get", "--json", "--to", folder.path, id)
      #expect(inFolder.status == 0)
      #expect(inFolder.output.contains(#""path":"\#(folder.path("a.bin"))""#))
      #expect(inFolder.output.contains(#""verified":true"#))
      #expect(try read("a.bin") == pattern(100_000))
    }
  }

  @Test("downloads several, tells twins apart, and goes on when one fails")
  func several() async throws {
    try await EmulatedService.run { service in
      let first = try await service.upload([1], named: "Report.txt").rawValue
      let second = try await service.upload([2, 2], named: "report.TXT").rawValue
      let run = try await service.command("get", first, "missing", second, folder.path)
      #expect(run.status == 1)
      #expect(run.output == folder.path("Report.txt") + "\n" + folder.path("report (2).TXT") + "\n")
      #expect(run.errors.hasPrefix("wedrive: missing: file_info was refused"))
      #expect(try read("Report.txt") == [1])
      #expect(try read("report (2).TXT") == [2, 2])
    }
  }

  @Test("takes a ticket from a file, standard input or the environment, and prints nothing of it")
  func ticket() async throws {
    try await EmulatedService.run { service in
      let id = try await service.upload([1, 2, 3], named: "a.bin")
      let ticket = try await service.emulator.mintDownloadTicket(fileID: id).rawValue
      let run = try await service.command("get", "--ticket-file", "-", folder.path("t.bin"), input: ticket + "\n")
      #expect((run.status, run.output) == (0, folder.path("t.bin") + "\n"))
      #expect(try read("t.bin") == [1, 2, 3])
      try Data(ticket.utf8).write(to: URL(filePath: folder.path("ticket")))
      let fromFile = try await service.command("get", "--ticket-file", folder.path("ticket"), folder.path("f.bin"))
      #expect((fromFile.status, fromFile.output) == (0, folder.path("f.bin") + "\n"))
      let fromEnvironment = try await service.command(
        "get", "--to", folder.path("e.bin"), environment: ["WEDRIVE_TICKET": ticket])
      #expect((fromEnvironment.status, fromEnvironment.output) == (0, folder.path("e.bin") + "\n"))
      let refused = try await service.command(
        "get", "--ticket-file", "-", folder.path("u.bin"), input: "planted-ticket")
      #expect(refused.status == 1)
      #expect(!refused.text.contains("planted"))
      let nowhere = try await service.command("get", "--ticket-file", "-", input: "planted-ticket")
      #expect(nowhere.status == 64)
      #expect(!nowhere.text.contains("planted"))
      let visible = try await service.command("get", "--ticket", "planted-ticket", folder.path("v.bin"))
      #expect(visible.status == 64, "a ticket on the command line is visible to every user")
    }
  }

  @Test("leaves what it has when it is interrupted, says so, and goes on from there")
  func interruption() async throws {
    try await EmulatedService.run { service in
      let content = pattern(3_000_000)
      let id = try await service.upload(content, named: "a.bin").rawValue
      // Half of it, and then nothing for as long as the test lasts.
      service.emulator.faults.add(
        .drip(bytes: 1_500_000, everyMilliseconds: 600_000), FaultSelection(FaultSelection.download))
      let running = try service.start("get", id, folder.path("a.bin"))
      try await eventually("content arrives") { try hasContent(".part") }
      running.interrupt()
      let run = try await running.end()
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.errors.contains("interrupted"))
      let journal = DownloadJournal.decode(try read(name(endingIn: ".journal")))
      let kept = try #require(journal?.last?.offset)
      #expect(run.errors.contains("\(ProgressLine.size(Double(kept))) are kept"))
      #expect(run.errors.contains("Run the same command again"))
      #expect(!FileManager.default.fileExists(atPath: folder.path("a.bin")))

      let again = try await service.command("get", id, folder.path("a.bin"))
      #expect(again.status == 0)
      #expect(try read("a.bin") == content)
      let last = try #require(service.emulator.journal.records(of: FaultSelection.download).last)
      #expect(last.status == 206)
      #expect(last.replyBytes == content.count - Int(kept))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.bin"])
    }
  }

  @Test("is refused with the reason while another process downloads the same to the same place")
  func twice() async throws {
    try await EmulatedService.run { service in
      let content = pattern(3_000_000)
      let id = try await service.upload(content, named: "a.bin").rawValue
      service.emulator.faults.add(
        .drip(bytes: 1_500_000, everyMilliseconds: 1500), FaultSelection(FaultSelection.download))
      let first = try service.start("get", id, folder.path("a.bin"))
      try await service.waitForDownload(1, bytes: 1_500_000)
      let second = try await service.command("get", id, folder.path("a.bin"))
      #expect((second.status, second.output) == (2, ""))
      #expect(second.errors.contains("\(folder.path("a.bin")): cannot download to: the same download to this place"))
      let run = try await first.end()
      #expect((run.status, run.errors) == (0, ""))
      #expect(try read("a.bin") == content)
      #expect(service.emulator.journal.count(of: FaultSelection.download) == 1)
    }
  }

  @Test("says what is wrong with its arguments", arguments: [[], ["f", "g", "/no/such/folder"], ["-j", "0", "f"]])
  func usage(_ arguments: [String]) async throws {
    try await EmulatedService.run { service in
      let run = try await CommandRun.of(["get"] + arguments, environment: service.environment)
      #expect(run.status == (arguments.count == 3 && arguments[0] == "f" ? 2 : 64))
      #expect(!run.errors.isEmpty)
      #expect(service.emulator.journal.count(of: FileInfoRequest.endpoint.name) == 0)
    }
  }

  @Test("replaces the file that a named link leads to, and refuses what is no file: a device, a pipe, standard output")
  func links() async throws {
    try await EmulatedService.run { service in
      let id = try await service.upload(pattern(100_000), named: "a.bin").rawValue
      try Data([1]).write(to: URL(filePath: folder.path("real")))
      try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "real")
      let run = try await service.command("get", id, folder.path("link"))
      #expect((run.status, run.errors) == (0, ""))
      #expect(try read("real") == pattern(100_000))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == "real")
      try #require(mkfifo(folder.path("pipe"), 0o600) == 0)
      try FileManager.default.createSymbolicLink(atPath: folder.path("to pipe"), withDestinationPath: "pipe")
      for path in ["/dev/null", folder.path("pipe"), folder.path("to pipe")] {
        let refused = try await service.command("get", id, path)
        #expect((refused.status, refused.output) == (2, ""))
        #expect(refused.errors.contains("\(path): cannot replace: is not an ordinary file"), "\(refused.errors)")
      }
      let pipeline = try RunningCommand(
        ["get", id, "/dev/stdout"], environment: service.environment, within: ["sh", "-c", "\"$0\" \"$@\" | cat >&2"])
      let refused = try await pipeline.end()
      #expect(refused.errors.contains("/dev/stdout: cannot replace: is not an ordinary file"), "\(refused.errors)")
      #expect(refused.errors.contains("give - as the path"))
    }
  }

  @Test("writes to standard output for -, and says when what it wrote must not be used")
  func standardOutput() async throws {
    try await EmulatedService.run { service in
      let content = pattern(9_000_000)
      let id = try await service.upload(content, named: "a.bin").rawValue
      let run = try await CommandRun.of(
        ["get", id, "-"], environment: service.environment, output: try empty("out.bin"))
      #expect((run.status, run.errors) == (0, ""))
      #expect(try read("out.bin") == content)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.bin"])

      service.emulator.faults.add(.corrupt, FaultSelection(FaultSelection.download))
      let wrong = try await CommandRun.of(
        ["get", id, "--to", "-"], environment: service.environment, output: try empty("wrong.bin"))
      #expect(wrong.status == 2)
      #expect(wrong.errors.contains("do not use it"), "\(wrong.errors)")
      for arguments in [["--json", id, "-"], [id, id, "-"]] {
        let usage = try await CommandRun.of(["get"] + arguments, environment: service.environment)
        #expect((usage.status, usage.output) == (64, ""))
      }
    }
  }

  @Test("says what is kept after a failure, truly, and names --restart where it helps")
  func kept() async throws {
    try await EmulatedService.run { service in
      let content = pattern(3_000_000)
      let id = try await service.upload(content, named: "a.bin").rawValue
      let fault = service.emulator.faults.add(
        .truncate(after: 2_000_000), FaultSelection(FaultSelection.download, count: 1))
      service.emulator.faults.add(
        .status(418), FaultSelection(FaultSelection.download, first: 2, count: nil))
      let run = try await service.command("get", id, folder.path("a.bin"))
      #expect(run.status == 2)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      let part = try #require(names.first { $0.hasSuffix(".part") })
      let kept = try read(part).count
      #expect(run.errors.contains("\(ProgressLine.size(Double(kept))) are kept"), "\(run.errors)")
      #expect(run.errors.contains("--restart"))
      #expect(!run.errors.contains("Nothing was kept"))
      service.emulator.faults.removeAll()
      #expect(try await service.command("get", id, folder.path("a.bin")).status == 0)
      #expect(try read("a.bin") == content)
      _ = fault
    }
  }

  /// A file for a command's standard output.
  private func empty(_ name: String) throws -> String {
    try Data().write(to: URL(filePath: folder.path(name)))
    return folder.path(name)
  }

  private func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: folder.path(name))))
  }

  /// The one file in the folder with such a name.
  private func name(endingIn suffix: String) throws -> String {
    try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix(suffix) })
  }

  private func hasContent(_ suffix: String) throws -> Bool {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try names.contains { try $0.hasSuffix(suffix) && !read($0).isEmpty }
  }
}
