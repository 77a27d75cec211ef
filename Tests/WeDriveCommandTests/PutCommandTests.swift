import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("wedrive put")
struct PutCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("uploads files of any size, and prints their ids, one a line")
  func several() async throws {
    try await EmulatedService.run { service in
      let small = try write(pattern(1000), to: "small.bin")
      let large = try write(pattern(12_000_000), to: "large.bin")
      let run = try await service.command("put", "--space", service.space.rawValue, small, large)
      #expect((run.status, run.errors) == (0, ""))
      let files = try await service.files()
      #expect(files.map(\.fileName) == ["large.bin", "small.bin"])
      #expect(run.output == files.reversed().map { $0.fileID.rawValue + "\n" }.joined())
      #expect(files.map(\.fileSize) == [12_000_000, 1000])
      #expect(files.first?.sha == BlockDigests(pattern(12_000_000)).sha1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["large.bin", "small.bin"])
      #expect(try remembered(service).isEmpty)
    }
  }

  @Test("takes a name, a folder, or a ticket from a file, standard input or the environment; prints JSON if asked")
  func places() async throws {
    try await EmulatedService.run { service in
      let path = try write(pattern(1000), to: "a.bin")
      let space = service.space.rawValue
      let parent = try await service.command("mkdir", space, "Folder").output.split(separator: "\n").first
      let named = try await service.command(
        "put", "--space", space, "--folder", String(try #require(parent)), "--name", "b \"1\".bin", "--json", path)
      #expect(named.status == 0)
      let info = try await service.drive.fileInfo(fileID: FileID(try id(named, of: path))).fileInfo
      #expect(info.fileName == "b \"1\".bin" && info.parentID?.rawValue == parent.map { String($0) })

      let ticket = try await service.emulator.mintUploadTicket(spaceID: service.space).rawValue
      let ticketFile = try write(Array((ticket + "\n").utf8), to: "ticket")
      for run in [
        try await service.command("put", "--ticket-file", ticketFile, path),
        try await service.command("put", "--ticket-file", "-", path, input: ticket),
        try await service.command("put", path, environment: ["WEDRIVE_TICKET": ticket]),
      ] {
        #expect((run.status, run.errors) == (0, ""))
        #expect(!run.text.contains(ticket))
      }
      #expect(try await service.files().count == 1 + 3)
      let refused = try await service.command("put", "--ticket-file", "-", path, input: "planted-ticket")
      #expect(refused.status == 1 && !refused.text.contains("planted"))
    }
  }

  private func id(_ run: CommandRun, of file: String) throws -> String {
    struct Line: Decodable {
      let file: String
      let fileid: String
    }
    let line = try JSONDecoder().decode(Line.self, from: Data(run.output.utf8))
    #expect(line.file == file)
    return line.fileid
  }

  @Test("goes on with the next file when one fails, and says in its exit code how")
  func failures() async throws {
    try await EmulatedService.run { service in
      let good = try write(pattern(1000), to: "good")
      let space = service.space.rawValue
      let run = try await service.command("put", "--space", space, folder.path("none"), good, folder.path)
      #expect(run.status == 2)
      #expect(run.output.split(separator: "\n").count == 1)
      #expect(run.errors.contains(folder.path("none") + ": cannot open: No such file or directory"))
      #expect(run.errors.contains("cannot read: is a folder, not an ordinary file"))
      let refused = try await service.command("put", "--space", "no-such-space", good)
      #expect(refused.status == 1 && refused.output.isEmpty && refused.errors.contains("file_upload was refused"))
      let limited = try await service.command(
        "put", "--space", space, "--max-calls", "3", try write(pattern(12_000_000), to: "large"))
      #expect(limited.status == 2)
      #expect(limited.errors.contains("the 3 calls that the upload was allowed are used up"))
      #expect(limited.errors.contains("4194304 of 12000000 bytes are done. Run the same command to go on."))
    }
  }

  @Test(
    "says what is wrong with its arguments, before any call",
    arguments: [
      ["a"], ["--space", "s"], ["--folder", "f", "a"], ["--space", "s", "--ticket-file", "t", "a"],
      ["--space", "s", "--name", "n", "a", "b"], ["--space", "s", "--concurrency", "11", "a"],
      ["--space", "s", "--max-calls", "0", "a"], ["--ticket", "planted", "a"],
    ])
  func usage(_ arguments: [String]) async throws {
    let run = try await CommandRun.of(["put"] + arguments, environment: ["WEDRIVE_ENDPOINT": "http://127.0.0.1:1"])
    #expect(run.status == 64 && run.output.isEmpty && !run.errors.isEmpty)
  }

  @Test("leaves what it has when it is interrupted, says so, and goes on from there")
  func interruption() async throws {
    try await EmulatedService.run { service in
      let content = pattern(16_000_001)
      let path = try write(content, to: "a.bin")
      let space = service.space.rawValue
      // The fourth block and those after it never get an answer.
      service.emulator.faults.add(
        .delay(milliseconds: 600_000), FaultSelection("file_upload_part", first: 4, count: nil))
      let running = try service.start("put", "--concurrency", "1", "--space", space, path)
      try await service.wait(forParts: 4)
      running.interrupt()
      let run = try await running.end()
      #expect((run.status, run.output) == (2, ""))
      #expect(run.errors.contains("\(path): interrupted"))
      #expect(run.errors.contains("\(3 * BlockDigests.blockSize) of 16000001 bytes are done."))
      #expect(run.errors.contains("Run the same command to go on."))
      #expect(try remembered(service).count == 1)

      service.emulator.faults.removeAll()
      let before = service.parts
      let again = try await service.command("put", "--quiet", "--space", space, path)
      #expect((again.status, again.errors) == (0, ""))
      #expect(service.parts - before == 5)
      let file = try #require(try await service.files().first)
      #expect(again.output == file.fileID.rawValue + "\n")
      #expect(file.sha == BlockDigests(content).sha1)
      #expect(try remembered(service).isEmpty)
    }
  }

  @Test("is refused with the reason while another process uploads the same file to the same place")
  func twice() async throws {
    try await EmulatedService.run { service in
      let content = pattern(16_000_001)
      let path = try write(content, to: "a.bin")
      let space = service.space.rawValue
      let pause = service.emulator.faults.add(.delay(milliseconds: 1500), FaultSelection("file_upload_part", first: 3))
      let first = try service.start("put", "--concurrency", "1", "--space", space, path)
      try await service.wait(forParts: 3)
      let second = try await service.command("put", "--space", space, path)
      #expect((second.status, second.output) == (75, ""))
      #expect(second.errors.contains("the same file is being uploaded to the same place by another process"))
      service.emulator.faults.remove(pause)
      let run = try await first.end()
      #expect((run.status, run.errors) == (0, ""))
      #expect(service.parts == 8 && service.emulator.journal.count(of: "file_upload_init") == 1)
      #expect(try await service.files().map(\.sha) == [BlockDigests(content).sha1])
    }
  }

  @Test("names an empty file and one that is too large, before any call, and goes on with the next")
  func sizes() async throws {
    try await EmulatedService.run { service in
      let (empty, good) = (try write([], to: "empty.txt"), try write([1], to: "good"))
      let large = try write([], to: "large")
      try #require(truncate(large, 20 << 30 + 1) == 0)
      let run = try await service.command("put", "--space", service.space.rawValue, empty, large, good)
      #expect(run.status == 64)
      #expect(run.errors.hasPrefix("wedrive: \(empty) is empty, and WeDrive keeps no empty files\n"), "\(run.errors)")
      #expect(run.errors.contains("\(large) has 21474836481 bytes, and WeDrive takes no file of more than 21474836480"))
      #expect(try await service.files().map(\.fileName) == ["good"])
      #expect(service.emulator.journal.count(of: "file_upload") == 1)
      #expect(service.emulator.journal.count(of: "file_upload_init") == 0)
    }
  }

  @Test("reads standard input for -, of any size, and needs a name for it")
  func standardInput() async throws {
    try await EmulatedService.run { service in
      let space = service.space.rawValue
      for size in [5, 12_000_000] {
        let text = String(repeating: "x", count: size)
        let run = try await service.command("put", "--space", space, "--name", "in \(size)", "-", input: text)
        #expect((run.status, run.errors) == (0, ""))
        let info = try await service.drive.fileInfo(fileID: FileID(String(run.output.dropLast()))).fileInfo
        #expect(info.fileName == "in \(size)" && info.sha == BlockDigests(Array(text.utf8)).sha1)
      }
      let empty = try await service.command("put", "--space", space, "--name", "nothing", "-")
      #expect(empty.status == 64 && empty.errors.contains("nothing is empty, and WeDrive keeps no empty files"))
      for arguments in [["-"], ["--name", "a", "-", "-"], ["--name", "a", "--secret-file", "-", "-"], ["a", "-"]] {
        let run = try await CommandRun.of(
          ["put", "--space", space] + arguments, environment: service.environment, input: "x")
        #expect(run.status == 64 && run.output.isEmpty, "\(arguments): \(run.text)")
      }
      let nameless = try await service.command("put", "--space", space, "-", input: "x")
      #expect(nameless.errors.contains("Standard input has no name: give one with --name."))
      #expect(try await service.files().count == 2)
    }
  }

  #if os(Linux)
    @Test("opens a file whose name is not UTF-8 by its bytes, and asks for a name that is")
    func bytes() async throws {
      try await EmulatedService.run { service in
        // 你好 in GBK, and another name that looks the same once it is shown.
        let script = """
          cd '\(folder.path)' && one=$(printf '\\304\\343\\272\\303') && two=$(printf '\\305\\343\\272\\303') &&
          printf one > "$one" && printf two > "$two" &&
          { "$0" "$@" "$one"; echo "status $?"; "$0" "$@" --name one.txt "$one"; "$0" "$@" --name two.txt "$two";
          "$0" "$@" --name "$one" "$one"; echo "status $?"; "$0" digest "$two"; }
          """
        let running = try RunningCommand(
          ["put", "--space", service.space.rawValue], environment: service.environment, within: ["bash", "-c", script])
        let run = try await running.end()
        #expect(run.output.hasPrefix("status 64\n"), "\(run.text)")
        #expect(
          run.errors.contains("is not UTF-8, which WeDrive's names are: give the new file a name\n  Add --name NAME."))
        #expect(run.errors.contains("the name that --name gives is not UTF-8"))
        #expect(run.output.hasSuffix("status 64\n\(BlockDigests(Array("two".utf8)).sha1 ?? "")\n"), "\(run.text)")
        let files = try await service.files()
        #expect(files.map(\.fileName) == ["one.txt", "two.txt"])
        #expect(files.map(\.sha) == ["one", "two"].map { BlockDigests(Array($0.utf8)).sha1 })
        let got = try RunningCommand(
          ["get", try #require(files.first).fileID.rawValue], environment: service.environment,
          within: ["bash", "-c", "\"$0\" \"$@\" \"$(printf '/tmp/\\304')\""])
        #expect(try await got.end().errors.contains("the path to download to is not UTF-8"))
      }
    }
  #endif

  @Test("says after a lost reply that the same command looks for the file first, and it does")
  func lostReply() async throws {
    try await EmulatedService.run { service in
      let path = try write([1, 2, 3], to: "a")
      let space = service.space.rawValue
      service.emulator.faults.add(.closeBeforeActing, FaultSelection("file_upload"))
      let run = try await service.command("put", "--space", space, path)
      #expect(run.status == 2)
      #expect(run.errors.contains("may or may not have taken effect"))
      #expect(run.errors.contains("Run the same command again: it looks for the file before it uploads it."))
      let again = try await service.command("put", "--space", space, path)
      #expect((again.status, again.errors) == (0, ""))
      #expect(try await service.files().count == 1)
    }
  }

  private func write(_ content: [UInt8], to name: String) throws -> String {
    try Data(content).write(to: URL(filePath: folder.path(name)))
    return folder.path(name)
  }

  /// What is remembered of uploads that are not complete.
  private func remembered(_ service: EmulatedService) throws -> [String] {
    let folder = service.state.path("wedrive/uploads")
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder)
  }
}

extension EmulatedService {
  /// How many blocks have arrived.
  var parts: Int { emulator.journal.count(of: "file_upload_part") }

  func wait(forParts count: Int) async throws {
    try await eventually("\(count) blocks arrive") { parts >= count }
  }
}
