import Foundation
import Synchronization
import TestSupport
import Testing

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("Several uploads at once")
struct SeveralUploadsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Files of these sizes, named by their place.
  private func files(_ sizes: [Int]) throws -> [String] {
    try sizes.enumerated().map { number, size in
      try folder.write(pattern(size), to: "\(number).bin")
      return folder.path("\(number).bin")
    }
  }

  @Test("give their results in order, whatever becomes of each")
  func order() async throws {
    try await Emulated.run { test in
      var paths = try files([1000, 3 << 20, 0, 12 << 20, 5])
      paths.append(folder.path("missing"))
      let outcomes = await test.drive.upload(paths, to: .root(of: test.space))
      #expect(outcomes.map(\.path) == paths)
      let names = try await test.files()
      for (number, outcome) in outcomes.enumerated() {
        switch outcome.result {
        case .success(let id): #expect(names[id] == "\(number).bin")
        case .failure(.invalidArgument): #expect(number == 2)
        case .failure(.file): #expect(number == 5)
        case .failure(let error): throw error
        }
      }
      #expect(names.count == 4)
    }
  }

  @Test("have at most so many calls under way as one may have, and report all together")
  func together() async throws {
    try await Emulated.run { test in
      let paths = try files(Array(repeating: 11 << 20, count: 3) + Array(repeating: 100, count: 6))
      let reports = Mutex<[UploadProgress]>([])
      var options = UploadOptions { report in reports.withLock { $0.append(report) } }
      options.concurrency = 3
      _ = await test.drive.upload(paths, to: .root(of: test.space), options: options)
      #expect(test.emulator.journal.maximumUnderWay <= 3)
      let seen = reports.withLock { $0 }
      let fractions = seen.map(\.fraction)
      #expect(fractions == fractions.sorted())
      #expect(fractions.last == 1)
      let total: Int64 = 3 * (11 << 20) + 600
      #expect(seen.allSatisfy { $0.total == total })
      #expect(seen.last.map { $0.confirmed == $0.total && $0.phase == .finishing } == true)
    }
  }

  @Test("and one at a time take file URLs as they take paths, and no others")
  func urls() async throws {
    try await Emulated.run { test in
      let url = URL(fileURLWithPath: try files([2000])[0])
      let id = try await test.drive.upload(contentsOf: url, to: .root(of: test.space))
      let outcomes = try await test.drive.upload([url], to: .root(of: test.space))
      #expect(try outcomes.map { try $0.result.get() }.count == 1)
      #expect(try await BlockDigests.of(file: url) == BlockDigests(pattern(2000)))
      let target = URL(fileURLWithPath: folder.path("back ü.bin"))
      #expect(try await test.drive.download(fileID: id, to: target).path == folder.path("back ü.bin"))
      let into = URL(fileURLWithPath: folder.path, isDirectory: true)
      #expect(try await test.drive.download([.file(id)], into: into).map { try $0.result.get().size } == [2000])
      let web = try #require(URL(string: "https://example.com/a?token=planted"))
      let error = await #expect(throws: WeDriveError.self) {
        try await test.drive.upload(contentsOf: web, to: .root(of: test.space))
      }
      let text = "\(try #require(error))"
      #expect(text.contains("https") && !text.contains("planted"))
    }
  }
}
