import Foundation
import TestSupport
import Testing

@Suite("wedrive digest")
struct DigestCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func digest(_ content: Data) async throws -> CommandRun {
    try content.write(to: URL(filePath: folder.path("a")))
    return try await CommandRun.of(["digest", folder.path("a")])
  }

  @Test("prints one entry a line, as the documentation's own example has them")
  func vector() async throws {
    let line = Data("1234567890\r\n".utf8)
    var content = Data(capacity: 6_000_000)
    while content.count < 5_999_998 { content.append(line) }
    let run = try await digest(content.prefix(5_999_998))
    #expect(
      run.output == """
        5186fee37e9f7e77a1f6bea8d4e32638d5186d44
        cf540965f3190bc0c6367147ab0ac64dc9eff6a0
        bda1e884e1cb23a5cbdea73d2e00e23baa72d2f5

        """)
    #expect((run.status, run.errors) == (0, ""))
  }

  @Test("of a file of one block prints its SHA-1")
  func short() async throws {
    #expect(try await digest(Data("abc".utf8)).output == "a9993e364706816aba3e25717850c26c9cd0d89d\n")
  }

  @Test("says what is wrong with a file that has no digests")
  func refused() async throws {
    let empty = try await digest(Data())
    #expect(empty.status == 2 && empty.output.isEmpty && empty.errors.contains("is empty"))
    for path in [folder.path, folder.path("none"), "/dev/zero"] {
      let run = try await CommandRun.of(["digest", path])
      #expect(run.status == 2 && run.output.isEmpty && run.errors.contains(path))
    }
    #expect(try await CommandRun.of(["digest"]).status == 64)
  }
}
