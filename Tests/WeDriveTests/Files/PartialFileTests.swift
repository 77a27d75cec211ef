import Foundation
import Testing
import WeDriveRuntime

@testable import WeDrive

@Suite("A partial file")
struct PartialFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("appears under its name only when it is published, whole")
  func publishing() throws {
    var file = try PartialFile(at: DownloadPlace(folder.path("a.bin")).target(serverName: nil))
    try append(pattern(300_000), to: &file)
    try append(pattern(5), to: &file)
    #expect(try folder.names == [file.temporaryName])
    #expect(try folder.permissions(of: file.temporaryName) == 0o600)
    try file.publish()
    #expect(try folder.names == ["a.bin"])
    #expect(try folder.read("a.bin") == pattern(300_000) + pattern(5))
  }

  @Test("is removed when it goes away unpublished, and what was at the target stays")
  func abandoning() throws {
    try folder.write([1, 2, 3], to: "a.bin")
    do {
      var file = try PartialFile(at: DownloadPlace(folder.path("a.bin")).target(serverName: nil))
      try append(pattern(10), to: &file)
      #expect(try folder.names.count == 2)
    }
    #expect(try folder.names == ["a.bin"])
    #expect(try folder.read("a.bin") == [1, 2, 3])
  }

  @Test("gets the permissions of any new file, or those of the file it replaces")
  func permissions() throws {
    try folder.write([], to: "plain")
    try PartialFile(at: DownloadPlace(folder.path("new")).target(serverName: nil)).publish()
    #expect(try folder.permissions(of: "new") == folder.permissions(of: "plain"))

    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path("plain"))
    try PartialFile(at: DownloadPlace(folder.path("plain")).target(serverName: nil)).publish()
    #expect(try folder.permissions(of: "plain") == 0o640)
  }

  @Test("replaces a symbolic link and does not write through it")
  func symbolicLink() throws {
    try folder.write([7], to: "elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: folder.path("elsewhere"))
    var file = try PartialFile(at: DownloadPlace(folder.path("link")).target(serverName: nil))
    try append([8], to: &file)
    try file.publish()
    #expect(try folder.read("elsewhere") == [7])
    #expect(try folder.read("link") == [8])
    #expect(
      try FileManager.default.attributesOfItem(atPath: folder.path("link"))[.type] as? FileAttributeType == .typeRegular
    )
  }

  @Test("has a temporary name that a file system takes, however long the target's is")
  func longName() throws {
    let name = String(repeating: "汉", count: 85)
    let file = try PartialFile(at: DownloadPlace(folder.path(name)).target(serverName: nil))
    #expect(file.temporaryName.utf8.count <= 255)
    try file.publish()
    #expect(try folder.names == [name])
  }

  @Test("follows its folder when that is renamed meanwhile")
  func renamedFolder() throws {
    let inner = folder.path("inner")
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
    let file = try PartialFile(at: DownloadPlace(inner + "/a").target(serverName: nil))
    try FileManager.default.moveItem(atPath: inner, toPath: folder.path("moved"))
    try file.publish()
    #expect(try folder.read("moved/a") == [])
  }

  @Test("says which file the disk had no room for, and leaves nothing behind")
  func fileTooLarge() async throws {
    // The limit is the whole process's, so this needs a process of its own.
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
      try #require(setLimit(&limit) == 0)
      let folder = try TemporaryFolder()
      try folder.write([1], to: "a.bin")
      let failure = try #require(throws: FileFailure.self) {
        var file = try PartialFile(at: DownloadPlace(folder.path("a.bin")).target(serverName: nil))
        try append(pattern(200_000), to: &file)
      }
      #expect(failure.operation == "write")
      #expect(failure.errno == EFBIG)
      #expect(failure.path == folder.path("a.bin"))
      #expect(try folder.names == ["a.bin"])
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
        _ = try PartialFile(at: DownloadPlace(folder.path("a.bin")).target(serverName: nil))
      }
      seteuid(getuid())
      #expect(failure.operation == "create")
      #expect(failure.errno == EACCES)
      #expect(try folder.names == [])
    }
  }
}

@Sendable func append(_ bytes: [UInt8], to file: inout PartialFile) throws {
  try bytes.withUnsafeBytes { try file.append($0) }
}

private func setLimit(_ limit: inout rlimit) -> Int32 {
  #if canImport(Glibc)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  #else
    setrlimit(RLIMIT_FSIZE, &limit)
  #endif
}
