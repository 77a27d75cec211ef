import Foundation
import TestSupport
import Testing
import WeDrive

/// What was kept is damaged, cut off, or half written by a machine that lost its power.
extension ResumedDownloadTests {
  @Test("starts over when what was kept is no longer what it was")
  func damagedPart() async throws {
    let server = try interrupted()
    try await interrupt(server)
    let part = try #require(try folder.names.first { $0.hasSuffix(".part") })
    var bytes = try folder.read(part)
    bytes[1_000_000] ^= 1
    let handle = try FileHandle(forWritingTo: URL(filePath: folder.path(part)))
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.requests.last?["Range"] == nil)
  }

  @Test("comes to its end whatever is left of its journal", arguments: [0, 1, 8, 60, 100, 130, 150])
  func cutJournal(_ count: Int) async throws {
    let server = try interrupted()
    try await interrupt(server)
    let journal = try #require(try folder.names.first { $0.hasSuffix(".journal") })
    let whole = try folder.read(journal).count
    truncate(folder.path(journal), off_t(min(count, whole - 1)))
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.requests.last?["Range"] == nil)
    #expect(try folder.names == ["a.bin"])
  }

  /// What a loss of power can leave: lengths that were written, and bytes behind them that were not.
  enum Loss: CaseIterable {
    case zerosBehindContent, noiseBehindContent, zerosBehindJournal, recordOfZeros, contentOfZeros, shorterContent

    /// Whether what the journal says is still there.
    var keeps: Bool { [.zerosBehindContent, .noiseBehindContent, .zerosBehindJournal].contains(self) }
  }

  @Test("comes to its end after a loss of power", arguments: Loss.allCases)
  func powerLoss(_ loss: Loss) async throws {
    let server = try interrupted()
    try await interrupt(server)
    let names = try folder.names
    let part = try #require(names.first { $0.hasSuffix(".part") })
    let journal = try #require(names.first { $0.hasSuffix(".journal") })
    let before = (part: try folder.read(part), journal: try folder.read(journal))
    func write(_ bytes: [UInt8], to name: String) throws {
      try folder.write(bytes, to: name)
      chmod(folder.path(name), 0o600)
    }
    switch loss {
    case .zerosBehindContent: try write(before.part + [UInt8](repeating: 0, count: 300_000), to: part)
    case .noiseBehindContent: try write(before.part + content.reversed().prefix(300_000), to: part)
    case .zerosBehindJournal: try write(before.journal + [UInt8](repeating: 0, count: 4096), to: journal)
    case .recordOfZeros: try write(before.journal.dropLast(33) + [UInt8](repeating: 0, count: 33), to: journal)
    case .contentOfZeros: try write([UInt8](repeating: 0, count: before.part.count), to: part)
    case .shorterContent: try write(Array(before.part.dropLast(1)), to: part)
    }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect((server.requests.last?["Range"] != nil) == loss.keeps)
    #expect(try folder.names == ["a.bin"])
  }
}
