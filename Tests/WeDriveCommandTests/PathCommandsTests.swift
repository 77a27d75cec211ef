import TestSupport
import Testing
import WeDrive

@Suite("The commands by paths")
struct PathCommandsTests {
  @Test("make, list, find, move, copy and delete, with names of spaces")
  func story() async throws {
    try await EmulatedService.run { service in
      let configuration = ["XDG_CONFIG_HOME": service.state.path("config")]
      func wedrive(_ arguments: String..., status: Int32 = 0) async throws -> String {
        let run = try await CommandRun.of(arguments, environment: service.environment.merging(configuration) { $1 })
        #expect(run.status == status, "\(arguments): \(run.text)")
        return run.text
      }
      _ = try await wedrive("space", "add", "Backups", service.space.rawValue)
      #expect(try await wedrive("space", "ls").contains("Backups:  \(service.space)"))
      #expect(try await wedrive("mkdir", "Backups:/2026/11", status: 1).contains("does not exist"))
      _ = try await wedrive("mkdir", "-p", "Backups:/2026/11", "Backups:/2025")
      _ = try await wedrive("mkdir", "-p", "Backups:/2026/11")
      #expect(try await wedrive("mkdir", "Backups:/2025", status: 1).contains("Backups:/2025 exists already"))
      let file = try await service.upload([1, 2, 3], named: "a.txt")

      #expect(try await wedrive("ls", "Backups:") == "2025/\n2026/\na.txt\n")
      #expect(try await wedrive("ls", "--ids", "Backups:").contains("\(file)  a.txt\n"))
      #expect(
        try await wedrive("ls", "-R", "Backups:") == """
          Backups:/:
          2025/
          2026/
          a.txt

          Backups:/2025:

          Backups:/2026:
          11/

          Backups:/2026/11:

          """)
      #expect(
        try await wedrive("tree", "Backups:") == """
          Backups:/
          ├── 2025/
          ├── 2026/
          │   └── 11/
          └── a.txt

          3 folders, 1 files

          """)
      #expect(try await wedrive("cp", "Backups:/a.txt", "Backups:/2026/b.txt") == "Backups:/2026/b.txt\n")
      #expect(service.emulator.journal.count(of: "file_upload_part") == 0)
      #expect(try await wedrive("cp", "Backups:/a.txt", "Backups:/2026/b.txt", status: 1).contains("exists already"))
      #expect(try await wedrive("mv", "Backups:/a.txt", "Backups:/2025") == "Backups:/2025/a.txt\n")
      #expect(try await wedrive("mv", "Backups:/2025/a.txt", "Backups:/2026/11/c.txt") == "Backups:/2026/11/c.txt\n")
      #expect(
        try await wedrive("find", "Backups:", "--name", "*.txt", "--size", "3")
          == "Backups:/2026/b.txt\nBackups:/2026/11/c.txt\n")
      #expect(
        try await wedrive("find", "Backups:", "--sha1", "7037807198c22a7d2b0807371d763779a84fdfcf", "--type", "d") == ""
      )
      #expect(try await wedrive("du", "-s", "Backups:") == "6  2 files  Backups:/\n")
      #expect(try await wedrive("cat", "Backups:/2026/b.txt") == "\u{1}\u{2}\u{3}")
      #expect(try await wedrive("info", "Backups:/2026/b.txt").contains("b.txt"))
      #expect(try await wedrive("rm", "Backups:/2026", status: 1).contains("is a folder"))
      #expect(try await wedrive("rm", "-rn", "Backups:/2026") == "Backups:/2026/\n")
      _ = try await wedrive("rm", "-r", "Backups:/2026")
      #expect(try await wedrive("ls", "Backups:") == "2025/\n")
      #expect(try await wedrive("ls", "Backups", status: 64).contains("For the space of that name: Backups:"))
      #expect(try await wedrive("ls", "--max-calls", "1", "-R", "Backups:", status: 5).contains("the 1 calls"))
    }
  }
}
