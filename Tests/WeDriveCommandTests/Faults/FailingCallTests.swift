import TestSupport

#if os(Linux)
  import Foundation
  import Testing
  import WeDrive
  import WeDriveEmulator

  /// Every system call on a transfer's files, failing once at its n-th time. Set WEDRIVE_LONG_TESTS=1 for every n.
  @Suite(
    "A transfer with a system call that fails", .serialized, .enabled(if: PreloadedLibrary.failing != nil, "needs cc"))
  struct FailingCallTests {
    static let isLong = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1"
    static let calls = [
      "open", "openat", "fstat", "pread", "pwrite", "ftruncate", "fsync", "fchmod", "flock", "renameat", "unlinkat",
    ]
    let folder: TemporaryFolder
    let notes: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      notes = try TemporaryFolder()
    }

    /// Runs `test` with ever later failures, until one comes too late for the program to meet.
    private func eachTime(
      _ name: String, error: Int32, _ test: (FailingCall, _ environment: [String: String]) async throws -> Void
    ) async throws -> Int {
      var met = 0
      for at in Self.isLong ? Array(1...60) : [1, 2, 4, 8] {
        let call = FailingCall(name: name, at: at, error: error)
        let note = notes.path("\(name)-\(at)")
        try await test(call, call.environment(in: folder.path, note: note))
        guard FileManager.default.fileExists(atPath: note) else { break }
        met += 1
      }
      return met
    }

    private func read(_ name: String) -> [UInt8]? {
      (try? Data(contentsOf: URL(filePath: folder.path(name)))).map { Array($0) }
    }

    private func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("down ends in words, never in a wrong file, and comes to its end next time", arguments: calls)
    func download(_ name: String) async throws {
      try await EmulatedService.run { service in
        let content = pattern(3_000_000)
        let id = try await service.upload(content, named: "a.bin").rawValue
        let path = folder.path("a.bin")
        let arguments = ["get", "--quiet", "--checkpoint", "1048576", id, path]
        let met = try await eachTime(name, error: EIO) { call, environment in
          try Data([9]).write(to: URL(filePath: path))
          let run = try await CommandRun.of(arguments, environment: service.environment.merging(environment) { $1 })
          #expect([0, 2].contains(run.status), "\(call): \(run.status) \(run.errors)")
          let found = read("a.bin")
          if run.errors.contains("cannot fsync folder") {
            // That comes before the file has its name, or right behind: it is the old one, or the whole new one.
            #expect(found == [9] || found == content, "\(call): \(run.errors)")
          } else {
            #expect(found == (run.status == 0 ? content : [9]), "\(call): \(run.errors)")
          }
          #expect(run.status == 0 || run.errors.contains("Input/output error"), "\(call): \(run.errors)")
          let again = try await service.command("get", "--quiet", id, path)
          #expect(again.status == 0 && read("a.bin") == content, "after \(call): \(again.errors)")
          #expect(try names() == ["a.bin"], "after \(call)")
        }
        // Only what an earlier attempt has left is read.
        #expect(met > 0 || name == "pread", "the program makes no such call")
      }
    }

    @Test("up ends in words, makes no wrong and no second file, and comes to its end next time", arguments: calls)
    func upload(_ name: String) async throws {
      // Nothing is renamed there, or given other permissions.
      if ["renameat", "fchmod"].contains(name) { return }
      try await EmulatedService.run { service in
        let path = folder.path("a.bin")
        var round: UInt8 = 0
        let met = try await eachTime(name, error: EIO) { call, environment in
          round += 1
          let content = [round] + pattern(11_000_000)
          try Data(content).write(to: URL(filePath: path))
          let arguments = ["put", "--quiet", "--concurrency", "2", "--space", service.space.rawValue, path]
          let state = ["XDG_STATE_HOME": folder.path("state")]
          let run = try await CommandRun.of(
            arguments, environment: service.environment.merging(environment) { $1 }.merging(state) { $1 })
          #expect([0, 2].contains(run.status), "\(call): \(run.status) \(run.errors)")
          // A file that cannot be looked at any more is not the one it was.
          let words = name == "fstat" ? ["Input/output error", "the file changed"] : ["Input/output error"]
          #expect(run.status == 0 || words.contains { run.errors.contains($0) }, "\(call): \(run.errors)")
          if run.output.isEmpty {
            let again = try await CommandRun.of(arguments, environment: service.environment.merging(state) { $1 })
            #expect(again.status == 0, "after \(call): \(again.errors)")
          }
          let files = try await service.files()
          #expect(files.map(\.sha) == [BlockDigests(content).sha1], "after \(call)")
          try await service.drive.fileDelete(fileIDs: files.map(\.fileID))
        }
        #expect(met > 0, "the program makes no such call")
      }
    }

    @Test("because the disk is full keeps what it has, and goes on when there is room", arguments: [1, 3])
    func full(at: Int) async throws {
      try await EmulatedService.run { service in
        let content = pattern(6_000_000)
        let id = try await service.upload(content, named: "a.bin").rawValue
        let path = folder.path("a.bin")
        let call = FailingCall(name: "pwrite", at: at, error: ENOSPC, andAllLater: true)
        let run = try await service.command(
          "get", "--checkpoint", "1048576", id, path,
          environment: call.environment(in: folder.path, note: notes.path("n")))
        #expect(run.status == 2 && run.errors.contains("cannot write: No space left on device"))
        #expect(read("a.bin") == nil)
        let again = try await service.command("get", id, path)
        #expect(again.status == 0 && read("a.bin") == content)
        #expect(try names() == ["a.bin"])

        let source = notes.path("b.bin")
        try Data(pattern(12_000_000)).write(to: URL(filePath: source))
        let state = ["XDG_STATE_HOME": folder.path("state")]
        let put = try await service.command(
          "put", "--space", service.space.rawValue, source,
          environment: call.environment(in: folder.path, note: notes.path("n")).merging(state) { $1 })
        #expect(put.status == 2 && put.errors.contains("No space left on device") && put.output.isEmpty)
        let goneOn = try await service.command("put", "--space", service.space.rawValue, source, environment: state)
        #expect(goneOn.status == 0)
        let parts = service.emulator.journal.records(of: "file_upload_part").count
        // What was under way when the record of the first blocks could not be written is sent again.
        #expect(parts <= 6 + 4)
        #expect(
          try await service.files().filter { $0.fileName == "b.bin" }.map(\.sha) == [
            BlockDigests(pattern(12_000_000)).sha1
          ])
      }
    }

    @Test("because the disk is full ends a tree's way down, deletes nothing then, and goes on when there is room")
    func fullTree() async throws {
      try await EmulatedService.run { service in
        let content = pattern(3_000_000)
        _ = try await service.upload(content, named: "a.bin")
        try FileManager.default.createDirectory(atPath: folder.path("down"), withIntermediateDirectories: true)
        try Data([9]).write(to: URL(filePath: folder.path("down/extra")))
        let arguments = ["sync", "--delete", "\(service.space):", folder.path("down")]
        let state = ["XDG_STATE_HOME": notes.path("state")]
        let call = FailingCall(name: "pwrite", at: 1, error: ENOSPC, andAllLater: true)
        let full = try await CommandRun.of(
          arguments,
          environment: service.environment.merging(state) { $1 }.merging(
            call.environment(in: folder.path, note: notes.path("n"))
          ) { $1 })
        #expect(full.status == 2 && full.errors.contains("No space left on device"), "\(full.text)")
        #expect(read("down/a.bin") == nil && read("down/extra") == [9])
        let again = try await CommandRun.of(arguments, environment: service.environment.merging(state) { $1 })
        #expect(again.status == 0 && read("down/a.bin") == content, "\(again.text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("down")) == ["a.bin"])
      }
    }
  }

  /// A system call that fails in a program that is run: the n-th of its name, or all from there on, on files in one folder.
  struct FailingCall: CustomStringConvertible {
    let name: String
    let at: Int
    let error: Int32
    var andAllLater = false

    var description: String {
      "\(name) number \(at)\(andAllLater ? " and later" : ""): \(String(cString: strerror(error)))"
    }

    /// What the program's environment has to be for it, and the file that is there once the call has failed.
    func environment(in folder: String, note: String) -> [String: String] {
      [
        "LD_PRELOAD": PreloadedLibrary.failing ?? "", "FAILING_CALL": name,
        "FAILING_AT": "\(at)\(andAllLater ? "+" : "")",
        "FAILING_ERRNO": "\(error)", "FAILING_FOLDER": folder, "FAILING_NOTE": note, "SWIFT_BACKTRACE": "enable=no",
      ]
    }
  }
#endif
