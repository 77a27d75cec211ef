import Foundation
import TestSupport
import Testing

@testable import WeDriveRuntime

@Suite struct FileTokenStoreTests {
  private let scratch: TemporaryFolder
  private let folder: String
  private let store: FileTokenStore
  private let key = TokenKey(["host", "corp", "planted-secret"])

  init() throws {
    scratch = try TemporaryFolder()
    folder = scratch.path + "/deep/er/tokens"
    store = FileTokenStore(folder: folder)
  }

  private var file: String { "\(folder)/\(key).token" }
  private let token = AccessToken(value: "planted-token", expiry: 1_900_000_000)

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func `a token is kept for its owner alone, under a name that says nothing`() async throws {
    #expect(try await store.read(key) == nil)
    #expect(try await store.write(token, for: key, replacing: 0))
    #expect(try await store.read(key) == StoredToken(token: token, generation: 1))
    #expect(try mode(folder) == 0o700)
    #expect(try mode(file) == 0o600)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.allSatisfy { !$0.contains("planted") && !$0.contains("corp") && !$0.hasSuffix(".new") })
    for name in names { #expect(try mode("\(folder)/\(name)") == 0o600) }
    #expect(try await store.read(TokenKey(["host", "corp", "other"])) == nil)
  }

  @Test func `a write that is based on an older generation does nothing`() async throws {
    #expect(try await store.write(token, for: key, replacing: 0))
    let newer = AccessToken(value: "newer", expiry: 1_900_000_001)
    #expect(try await store.write(newer, for: key, replacing: 1))
    #expect(try await !store.write(token, for: key, replacing: 0))
    #expect(try await !store.write(token, for: key, replacing: 1))
    #expect(try await !store.write(token, for: key, replacing: 7))
    #expect(try await store.read(key) == StoredToken(token: newer, generation: 2))
  }

  @Test func `of many writers at once, one wins each generation`() async throws {
    // Several stores, as in several processes.
    let stores = (0..<8).map { _ in FileTokenStore(folder: folder) }
    for generation in 0..<5 as Range<UInt64> {
      let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
        for (index, store) in stores.enumerated() {
          let token = AccessToken(value: "t\(generation)-\(index)", expiry: 1_900_000_000)
          group.addTask { try await store.write(token, for: key, replacing: generation) }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(wins == 1)
      #expect(try await store.read(key)?.generation == generation + 1)
    }
  }

  @Test func `every torn file and every file of garbage counts as nothing, and is replaced`() async throws {
    #expect(try await store.write(token, for: key, replacing: 0))
    let whole = try Data(contentsOf: URL(fileURLWithPath: file))
    for count in 0..<whole.count {
      try whole[..<count].write(to: URL(fileURLWithPath: file))
      #expect(try await store.read(key) == nil, "\(count) bytes")
    }
    for garbage in [
      Data(repeating: 0, count: whole.count), Data(repeating: 0xFF, count: 100_000), whole + whole,
      whole + Data("x".utf8),
    ] {
      try garbage.write(to: URL(fileURLWithPath: file))
      #expect(try await store.read(key) == nil)
    }
    #expect(try await store.write(token, for: key, replacing: 0))
    #expect(try await store.read(key)?.token == token)
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o606]) func `a file that others could use is ignored and replaced`(
    mode: Int
  ) async throws {
    #expect(try await store.write(token, for: key, replacing: 0))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    #expect(try await store.read(key) == nil)
    #expect(try await store.write(token, for: key, replacing: 0))
    #expect(try self.mode(file) == 0o600)
  }

  @Test func `a symbolic link is not followed, and replaced without touching its target`() async throws {
    #expect(try await store.write(token, for: key, replacing: 0))
    let target = scratch.path + "/target"
    try FileManager.default.moveItem(atPath: file, toPath: target)
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
    #expect(try await store.read(key) == nil)
    #expect(try await store.write(AccessToken(value: "new", expiry: 1_900_000_000), for: key, replacing: 0))
    #expect(try await store.read(key)?.token.value == "new")
    #expect(try String(contentsOfFile: target, encoding: .utf8).contains("planted-token"))
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType == .typeRegular)
  }

  @Test func `a link planted where the file is written is replaced too`() async throws {
    #expect(try await store.write(token, for: key, replacing: 0))
    let target = scratch.path + "/target"
    try Data("untouched".utf8).write(to: URL(fileURLWithPath: target))
    try FileManager.default.createSymbolicLink(atPath: file + ".new", withDestinationPath: target)
    #expect(try await store.write(token, for: key, replacing: 1))
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "untouched")
  }

  @Test func `a pipe in place of the file does not block`() async throws {
    #expect(try await store.write(token, for: key, replacing: 0))
    try FileManager.default.removeItem(atPath: file)
    #expect(mkfifo(file, 0o600) == 0)
    #expect(try await store.read(key) == nil)
    #expect(try await store.write(token, for: key, replacing: 0))
    #expect(try await store.read(key)?.token == token)
  }

  @Test func `a folder that others can write to is refused, and so is a file in its place`() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    await #expect(throws: FileFailure.self) { try await store.write(token, for: key, replacing: 0) }
    try FileManager.default.removeItem(atPath: folder)
    try Data().write(to: URL(fileURLWithPath: folder))
    await #expect(throws: FileFailure.self) { try await store.write(token, for: key, replacing: 0) }
  }

  @Test func `a lock that is held for good ends in an error after a while, not in waiting`() async throws {
    #expect(try await store.write(token, for: key, replacing: 0))
    let descriptor = open(file + ".lock", O_RDWR | O_CLOEXEC)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX) == 0)
    await #expect(throws: FileFailure.self) { try await store.write(token, for: key, replacing: 1) }
    #expect(try await store.read(key)?.generation == 1)
  }

  @Test func `what a killed writer left behind is gone after the next write`() async throws {
    #expect(try await store.write(token, for: key, replacing: 0))
    try Data("half of a to".utf8).write(to: URL(fileURLWithPath: file + ".new"))
    #expect(try await store.write(token, for: key, replacing: 1))
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder).contains { $0.hasSuffix(".new") })
  }

  @Test func `two caches over one folder fetch once`() async throws {
    let bench = TokenBench()
    bench.wall.withLock { $0 = Int64(Date().timeIntervalSince1970) }
    let caches = (0..<2).map { _ in bench.cache(store: FileTokenStore(folder: folder)) }
    #expect(try await caches[0].token(replacing: nil).value == "t1")
    #expect(try await caches[1].token(replacing: nil).value == "t1")
    #expect(bench.fetches == 1)
  }
}
