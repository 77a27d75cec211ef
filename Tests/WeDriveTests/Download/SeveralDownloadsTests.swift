import Foundation
import Synchronization
import TestSupport
import Testing
import WeDriveEmulator

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("Several downloads at once")
struct SeveralDownloadsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("give their results in order, whatever becomes of each")
  func order() async throws {
    try await Emulated.run { test in
      var sources: [DownloadSource] = []
      for number in 0..<12 {
        let id = try await test.drive.upload(pattern(1000 + number), named: "\(number).bin", to: .root(of: test.space))
        sources.append(number == 5 ? .file("missing") : .file(id))
      }
      var options = DownloadOptions()
      options.concurrency = 3
      let outcomes = try await test.drive.download(sources, into: folder.path, options: options)
      #expect(outcomes.map(\.source) == sources)
      for (number, outcome) in outcomes.enumerated() {
        switch outcome.result {
        case .success(let file):
          #expect(file.path == folder.path("\(number).bin"))
          #expect(try folder.read("\(number).bin") == pattern(1000 + number))
        case .failure(.refused): #expect(number == 5)
        case .failure(let error): throw error
        }
      }
      #expect(try folder.names.count == 11)
    }
  }

  @Test("never run more at a time than wanted")
  func width() async throws {
    try await Emulated.run { test in
      var sources: [DownloadSource] = []
      for number in 0..<16 {
        let id = try await test.drive.upload(pattern(60_000), named: "\(number)", to: .root(of: test.space))
        sources.append(.file(id))
      }
      test.emulator.journal.clear()
      test.emulator.faults.add(.drip(bytes: 20_000, everyMilliseconds: 30), .all(FaultSelection.download))
      var options = DownloadOptions()
      options.concurrency = 2
      _ = try await test.drive.download(sources, into: folder.path, options: options)
      // Each is one exchange at a time; one that has just ended may not be booked as such yet.
      #expect(test.emulator.journal.maximumUnderWay <= 4)
    }
  }

  @Test("with names that would be one file get names of their own")
  func twins() async throws {
    try await Emulated.run { test in
      // The service itself has no two of a name in one folder; it has them in several.
      var sources: [DownloadSource] = []
      for (number, name) in ["Caf\u{E9}.txt", "cafe\u{301}.TXT", "../x", "._x", "CON", "a\u{202E}b"].enumerated() {
        let parent = try await test.drive.fileCreate(
          spaceID: test.space, parentID: test.root, fileType: .folder, fileName: "\(number)"
        ).fileID
        let id = try await test.drive.upload(
          [UInt8(number)], named: name, to: .folder(.folder(parent), in: test.space))
        sources.append(.file(id))
      }
      let outcomes = try await test.drive.download(sources, into: folder.path)
      let names = try outcomes.map { try URL(filePath: $0.result.get().path).lastPathComponent }
      #expect(Set(names.map { $0.uppercased() }).count == sources.count)
      #expect(try folder.names.count == sources.count)
      for (number, outcome) in outcomes.enumerated() {
        let path = try outcome.result.get().path
        #expect(URL(filePath: path).deletingLastPathComponent().path == URL(filePath: folder.path).path)
        #expect(Array(try Data(contentsOf: URL(filePath: path))) == [UInt8(number)])
      }
    }
  }

  @Test("by ticket need a name")
  func tickets() async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload([1], named: "a", to: .root(of: test.space))
      let ticket = try await test.emulator.mintDownloadTicket(fileID: id)
      let outcomes = try await test.drive.download(
        [.ticket(ticket), .ticket(ticket, name: "picked/x")], into: folder.path)
      guard case .failure(.invalidArgument) = outcomes[0].result else {
        Issue.record("\(outcomes[0].result)")
        return
      }
      #expect(try outcomes[1].result.get().path == folder.path("picked_x"))
      #expect(!"\(outcomes)".contains(ticket.rawValue))
    }
  }

  @Test("are refused as a whole when there is no such folder")
  func noFolder() async throws {
    try await Emulated.run { test in
      let error = try await #require(throws: WeDriveError.self) {
        _ = try await test.drive.download([.file("f")], into: folder.path("none"))
      }
      guard case .file = error else { throw error }
    }
  }

  @Test("tell how far they have come, together")
  func progress() async throws {
    try await Emulated.run { test in
      var sources: [DownloadSource] = []
      for number in 0..<3 {
        let id = try await test.drive.upload(pattern(500_000), named: "\(number)", to: .root(of: test.space))
        sources.append(.file(id))
      }
      test.emulator.faults.add(.drip(bytes: 50_000, everyMilliseconds: 40), .all(FaultSelection.download))
      let reports = Reports()
      let start = ContinuousClock.now
      _ = try await test.drive.download(
        sources, into: folder.path, options: DownloadOptions { reports.append($0) })
      let all = reports.all
      // Every 100 ms, and at the end.
      #expect(all.count > 1 && .milliseconds(100) * (all.count - 2) <= ContinuousClock.now - start)
      #expect(zip(all, all.dropFirst()).allSatisfy { $0.received <= $1.received && $0.confirmed <= $1.confirmed })
      #expect(all.allSatisfy { $0.confirmed <= $0.received })
      #expect(all.last?.received == 1_500_000 && all.last?.confirmed == 1_500_000 && all.last?.total == 1_500_000)
    }
  }
}

@Suite("Distinct names")
struct UniqueFileNamesTests {
  @Test("are as they are until another file has them")
  func numbers() {
    var names = UniqueFileNames()
    let given = ["a.txt", "A.TXT", "a.txt", "a (2).txt", "b", "B", "stra\u{DF}e", "STRASSE", "é", "e\u{301}", ".x"]
    #expect(
      given.map { names.take(SafeFileName($0)) } == [
        "a.txt", "A (2).TXT", "a (3).txt", "a (2) (2).txt", "b", "B (2)", "stra\u{DF}e", "STRASSE (2)", "é",
        "e\u{301} (2)", "_x",
      ])
  }

  @Test("stay short enough for a file system")
  func long() {
    var names = UniqueFileNames()
    let name = SafeFileName(String(repeating: "汉", count: 100) + ".txt")
    let given = (0..<12).map { _ in names.take(name) }
    #expect(Set(given).count == 12)
    #expect(given.allSatisfy { $0.utf8.count <= 255 && $0.hasSuffix(".txt") })
  }
}

/// Reports of progress, in the order in which they came.
final class Reports: Sendable {
  private let reports = Mutex<[DownloadProgress]>([])

  var all: [DownloadProgress] { reports.withLock { $0 } }

  func append(_ report: DownloadProgress) { reports.withLock { $0.append(report) } }
}
