import Foundation
import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("A partial file")
struct PartialFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("appears under its name only when it is published, whole")
  func publishing() throws {
    let file = try partial("a.bin")
    try begin(file)
    try write(pattern(300_000), to: file, at: 0)
    try write(pattern(5), to: file, at: 300_000)
    #expect(try folder.names == [file.temporaryName, file.temporaryName + ".journal"])
    for name in try folder.names { #expect(try folder.permissions(of: name) == 0o600) }
    try file.publish()
    #expect(try folder.names == ["a.bin"])
    #expect(try folder.read("a.bin") == pattern(300_000) + pattern(5))
  }

  @Test("leaves the target as it was when it is given up")
  func abandoning() throws {
    try folder.write([1, 2, 3], to: "a.bin")
    let file = try partial("a.bin")
    try begin(file)
    try write(pattern(10), to: file, at: 0)
    #expect(try folder.names.count == 3)
    file.discard()
    #expect(try folder.names == ["a.bin"])
    #expect(try folder.read("a.bin") == [1, 2, 3])
  }

  @Test("is found again, up to its last checkpoint")
  func keeping() throws {
    do {
      let file = try partial("a.bin")
      try begin(file)
      try write(pattern(100), to: file, at: 0)
      try file.checkpoint(DownloadJournal.Record(offset: 100, sha1: [1]), of: file.generation)
      try write(pattern(100), to: file, at: 100)
      file.release()
    }
    let file = try partial("a.bin")
    let kept = try #require(try file.kept())
    #expect(kept.last == DownloadJournal.Record(offset: 100, sha1: [1]))
    try file.truncate()
    #expect(try folder.read(file.temporaryName) == pattern(100))
  }

  @Test("is not taken for more than there is when its content is shorter than the journal says")
  func shortContent() throws {
    do {
      let file = try partial("a.bin")
      try begin(file)
      try write(pattern(100), to: file, at: 0)
      try file.checkpoint(DownloadJournal.Record(offset: 100, sha1: [1]), of: file.generation)
      file.release()
      try folder.write(pattern(99), to: file.temporaryName)
      chmod(folder.path(file.temporaryName), 0o600)
    }
    #expect(try partial("a.bin").kept() == nil)
  }

  @Test("takes no checkpoint of what was before it started over")
  func lateCheckpoint() throws {
    let file = try partial("a.bin")
    try begin(file)
    try write(pattern(100), to: file, at: 0)
    let before = file.generation
    try begin(file)
    try file.checkpoint(DownloadJournal.Record(offset: 100, sha1: [1]), of: before)
    #expect(file.durableSize == 0)
    file.release()
    #expect(try partial("a.bin").kept()?.last == nil)
  }

  @Test("belongs to one download at a time, and to the next when that has ended")
  func lock() throws {
    let file = try partial("a.bin")
    let failure = try #require(throws: FileFailure.self) { try partial("a.bin") }
    #expect(failure.reason.contains("under way"))
    #expect(failure.path == folder.path("a.bin"))
    _ = try PartialFile(at: DownloadPlace(folder.path("a.bin")).target(serverName: nil), key: "other")
    file.discard()
    try partial("a.bin").discard()
  }

  @Test("gets the permissions of any new file, or those of the file it replaces")
  func permissions() throws {
    try folder.write([], to: "plain")
    try partial("new").publish()
    #expect(try folder.permissions(of: "new") == folder.permissions(of: "plain"))

    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path("plain"))
    try partial("plain").publish()
    #expect(try folder.permissions(of: "plain") == 0o640)
  }

  @Test("replaces the file that a symbolic link leads to, whole, and leaves the link")
  func symbolicLink() throws {
    try folder.write([7], to: "elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: folder.path("elsewhere"))
    let file = try partial("link")
    try write([8], to: file, at: 0)
    #expect(try folder.read("elsewhere") == [7])
    try file.publish()
    #expect(try folder.read("elsewhere") == [8])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == folder.path("elsewhere"))
    #expect(try folder.names == ["elsewhere", "link"])
  }

  @Test(
    "is not written through a link, or into a file that others can read, left under its hidden names",
    arguments: [true, false])
  func traps(_ isLink: Bool) throws {
    let names = try namesOf("a.bin")
    for name in names {
      if isLink {
        try folder.write([7], to: "elsewhere")
        try FileManager.default.createSymbolicLink(
          atPath: folder.path(name), withDestinationPath: folder.path("elsewhere"))
      } else {
        try folder.write([7], to: name)
        chmod(folder.path(name), 0o644)
      }
    }
    let file = try partial("a.bin")
    try begin(file)
    try write([8], to: file, at: 0)
    if isLink { #expect(try folder.read("elsewhere") == [7]) }
    for name in names { #expect(try folder.permissions(of: name) == 0o600) }
    try file.publish()
    #expect(try folder.read("a.bin") == [8])
  }

  @Test("has hidden names that a file system takes, however long the target's is")
  func longName() throws {
    let name = String(repeating: "汉", count: 85)
    let file = try partial(name)
    #expect(try folder.names.allSatisfy { $0.utf8.count <= 255 })
    try file.publish()
    #expect(try folder.names == [name])
  }

  @Test("follows its folder when that is renamed meanwhile")
  func renamedFolder() throws {
    let inner = folder.path("inner")
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
    let file = try partial("inner/a")
    try FileManager.default.moveItem(atPath: inner, toPath: folder.path("moved"))
    try file.publish()
    #expect(try folder.read("moved/a") == [])
  }

  @Test("says which file the disk had no room for")
  func fileTooLarge() async throws {
    // The limit is the whole process's, so this needs a process of its own.
    await #expect(processExitsWith: .success) {
      try limitFileSize(to: 100_000)
      let folder = try TemporaryFolder()
      try folder.write([1], to: "a.bin")
      let file = try PartialFile(at: DownloadPlace(folder.path("a.bin")).target(serverName: nil), key: "key")
      let failure = try #require(throws: FileFailure.self) {
        try pattern(200_000).withUnsafeBytes { try file.write($0, at: 0) }
      }
      #expect(failure.operation == "write")
      #expect(failure.errno == EFBIG)
      #expect(failure.path == folder.path("a.bin"))
      #expect(try folder.read("a.bin") == [1])
    }
  }

  @Test("is refused in a folder that may not be written to")
  func readOnlyFolder() async throws {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      chmod(folder.path, 0o555)
      // Root may write anywhere.
      if geteuid() == 0 { seteuid(65534) }
      let failure = try #require(throws: FileFailure.self) {
        _ = try PartialFile(at: DownloadPlace(folder.path("a.bin")).target(serverName: nil), key: "key")
      }
      seteuid(getuid())
      #expect(failure.operation == "create")
      #expect(failure.errno == EACCES)
      #expect(try folder.names == [])
    }
  }

  private func partial(_ name: String) throws -> PartialFile {
    try PartialFile(at: DownloadPlace(folder.path(name)).target(serverName: nil), key: "key")
  }

  private func namesOf(_ name: String) throws -> [String] {
    let file = try partial(name)
    defer { file.discard() }
    return [file.temporaryName, file.temporaryName + ".journal"]
  }

  private func begin(_ file: PartialFile) throws {
    try file.startOver(
      DownloadJournal.Header(source: [1], target: [2], created: 3, size: nil, sha1: nil, md5: nil, entityTag: nil))
  }

  private func write(_ bytes: [UInt8], to file: PartialFile, at offset: Int64) throws {
    try bytes.withUnsafeBytes { try file.write($0, at: offset) }
  }
}

/// Lets no file of this process become longer, as a full disk would.
func limitFileSize(to size: UInt) throws {
  signal(SIGXFSZ, SIG_IGN)
  var limit = rlimit(rlim_cur: rlim_t(size), rlim_max: rlim_t(size))
  #if canImport(Glibc)
    try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
  #else
    try #require(setrlimit(RLIMIT_FSIZE, &limit) == 0)
  #endif
}
