import Foundation
import Testing
import WeDriveRuntime

@testable import WeDrive

@Suite("A download's target")
struct DownloadTargetTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("is the path itself, or the server's name in a folder")
  func whereItGoes() throws {
    let file = try DownloadPlace(folder.path("x.bin")).target(serverName: "server.bin")
    #expect((file.folder.path, file.name) == (folder.path, "x.bin"))
    let inFolder = try DownloadPlace(folder.path).target(serverName: "../server.bin")
    #expect(inFolder.folder.path(of: inFolder.name) == folder.path("_._server.bin"))
    let slash = try DownloadPlace(folder.path + "/").target(serverName: "server.bin")
    #expect(slash.folder.path(of: slash.name) == folder.path("server.bin"))
    let relative = try DownloadPlace("wedrive-no-such-file").target(serverName: nil)
    #expect((relative.folder.path, relative.name) == (".", "wedrive-no-such-file"))
  }

  @Test("is not a folder that has the server's name")
  func folderInTheWay() throws {
    try FileManager.default.createDirectory(atPath: folder.path("taken"), withIntermediateDirectories: false)
    let failure = try #require(throws: FileFailure.self) { try DownloadPlace(folder.path).target(serverName: "taken") }
    #expect(failure.errno == EISDIR)
  }

  @Test("is not a folder when the content has no name")
  func nameless() throws {
    let failure = try #require(throws: FileFailure.self) { try DownloadPlace(folder.path).target(serverName: nil) }
    #expect(failure.errno == EISDIR)
  }

  @Test("is not a pipe")
  func pipe() throws {
    try #require(mkfifo(folder.path("pipe"), 0o600) == 0)
    let failure = try #require(throws: FileFailure.self) {
      try DownloadPlace(folder.path("pipe")).target(serverName: nil)
    }
    #expect(failure.operation == "replace")
  }

  @Test("is not in a folder that does not exist", arguments: ["none/a", "none/", ""])
  func noFolder(_ name: String) throws {
    let failure = try #require(throws: FileFailure.self) {
      try DownloadPlace(name.isEmpty ? "" : folder.path(name)).target(serverName: "a")
    }
    #expect(failure.errno == (name.isEmpty ? EINVAL : ENOENT))
  }
}
