import TestSupport

#if os(Linux)
  import Foundation
  import Testing
  import WeDrive
  import WeDriveEmulator

  /// A small file system in memory, in a mount namespace of its own, that fills up.
  @Suite(
    "A disk that is full", .enabled(if: MountNamespace.isPossible, "needs unshare and the right to make namespaces"))
  struct FullDiskTests {
    let folder: TemporaryFolder
    let expected: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      expected = try TemporaryFolder()
    }

    @Test("ends a download in words, and the next one goes on when there is room")
    func download() async throws {
      try await EmulatedService.run { service in
        let content = pattern(6_000_000)
        try Data(content).write(to: URL(filePath: expected.path("a.bin")))
        let id = try await service.upload(content, named: "a.bin").rawValue
        let script = """
          mount -t tmpfs -o size=3m none "$0" || exit 99
          "$@"; echo "status $?"
          ls "$0"
          mount -o remount,size=64m "$0" || exit 99
          "$@"; echo "status $?"
          cmp "$0/a.bin" '\(expected.path("a.bin"))' && ls -A "$0"
          """
        let running = try RunningCommand(
          ["get", "--quiet", "--checkpoint", "1048576", id, folder.path("a.bin")], environment: service.environment,
          within: MountNamespace.wrapper + [script, folder.path])
        let run = try await running.end()
        #expect(run.output == "status 2\n\(folder.path("a.bin"))\nstatus 0\na.bin\n")
        #expect(run.errors.contains("cannot write: No space left on device"))
        let downloads = service.emulator.journal.records(of: FaultSelection.download)
        #expect(downloads.map(\.status) == [200, 206])
      }
    }

    @Test("on which an upload is to be remembered ends it before its first block, and it comes to its end later")
    func upload() async throws {
      try await EmulatedService.run { service in
        let content = pattern(12_000_000)
        let path = expected.path("a.bin")
        try Data(content).write(to: URL(filePath: path))
        let script = """
          mount -t tmpfs -o size=4k,nr_inodes=100 none "$0" || exit 99
          mkdir -p "$0/wedrive/uploads" && head -c 4096 /dev/zero > "$0/filler"
          "$@"; echo "status $?"
          rm "$0/filler"
          "$@" > /dev/null; echo "status $?"
          """
        let running = try RunningCommand(
          ["put", "--quiet", "--space", service.space.rawValue, path],
          environment: service.environment.merging(["XDG_STATE_HOME": folder.path]) { $1 },
          within: MountNamespace.wrapper + [script, folder.path])
        let run = try await running.end()
        #expect(run.output == "status 2\nstatus 0\n")
        #expect(run.errors.contains("No space left on device"))
        #expect(try await service.files().map(\.sha) == [BlockDigests(content).sha1])
        #expect(service.emulator.journal.count(of: "file_upload_part") == BlockDigests.blockCount(of: 12_000_000))
      }
    }

    @Test("ends a sync down with nothing deleted and what has come kept, and the next one goes on when there is room")
    func sync() async throws {
      try await EmulatedService.run { service in
        for (name, size) in [("a.bin", 500_000), ("b.bin", 6_000_000), ("c.bin", 500_000)] {
          _ = try await service.upload(pattern(size), named: name)
        }
        let script = """
          mount -t tmpfs -o size=3m none "$0" || exit 99
          echo extra > "$0/extra"
          "$@"; echo "status $?"
          ls "$0"; ls -A "$0" | grep -c 'b.bin.*part$'
          mount -o remount,size=64m "$0" || exit 99
          "$@"; echo "status $?"
          ls -A "$0"
          """
        let running = try RunningCommand(
          ["sync", "-q", "-j", "1", "--delete", "--max-delete", "100%", "\(service.space):", folder.path],
          environment: service.environment, within: MountNamespace.wrapper + [script, folder.path])
        let run = try await running.end()
        #expect(run.output == "status 2\na.bin\nextra\n1\nstatus 0\na.bin\nb.bin\nc.bin\n", "\(run.text)")
        #expect(run.errors.contains("b.bin: ") && run.errors.contains("No space left on device"))
        // The content that is still to come after the disk was full was not asked for.
        #expect(service.emulator.journal.count(of: "file_download") == 4)
      }
    }

    @Test("or cannot be written remembers nothing, which is said, and does not stop the work")
    func readOnlyState() async throws {
      try await EmulatedService.run { service in
        try Data("1".utf8).write(to: URL(filePath: expected.path("1")))
        let script = """
          mount -t tmpfs none "$0" && mount -o remount,ro "$0" || exit 99
          "$@" > /dev/null; echo "status $?"
          """
        let running = try RunningCommand(
          ["sync", "--no-token-cache", expected.path, "\(service.space):/t"],
          environment: service.environment.merging(["XDG_STATE_HOME": folder.path]) { $1 },
          within: MountNamespace.wrapper + [script, folder.path])
        let run = try await running.end()
        #expect(run.output == "status 0\n", "\(run.text)")
        #expect(run.errors.contains("nothing is remembered between runs"))
        #expect(service.emulator.journal.count(of: "file_upload") == 1)
      }
    }
  }

  /// Where processes have mounts of their own.
  private enum MountNamespace {
    static let wrapper = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]

    /// Whether this system lets an ordinary process have its own mounts.
    static let isPossible: Bool = {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = wrapper + ["mount -t tmpfs none /mnt"]
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }()
  }
#endif
