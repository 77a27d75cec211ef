import ArgumentParser
import WeDrive

struct DigestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "Prints the digests of a file's blocks (block_sha, 分块累积sha), one a line.",
    discussion: """
      The last one is the file's SHA-1; each one before it is the state of that SHA-1 after a block of 2 MiB, without \
      padding, its words with the least significant byte first. Nothing is sent.
      """)

  @Argument(help: "An ordinary file.")
  var file: String

  func run() async throws {
    try await reportingErrors {
      let digests = try await BlockDigests.of(file: CommandArgument.path(file))
      guard !digests.entries.isEmpty else { throw ErrorReport(.failed, "\(file) is empty: it has no blocks") }
      for entry in digests.entries { StandardOutput.print(entry) }
    }
  }
}
