import Foundation
import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

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

  // MARK: - Symbolic links

  private func link(_ name: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: destination)
  }

  @Test("is what a symbolic link leads to, however it is written and through as many as there are")
  func links() throws {
    try FileManager.default.createDirectory(atPath: folder.path("sub"), withIntermediateDirectories: false)
    try folder.write([1], to: "sub/real")
    try link("relative", to: "sub/real")
    try link("absolute", to: folder.path("sub/real"))
    try link("chain", to: "./relative")
    try link("sub/up", to: "../chain")
    try link("dangling", to: "sub/new")
    try link("folder", to: "sub")
    for name in ["relative", "absolute", "chain", "sub/up", "folder/up"] {
      let target = try DownloadPlace(folder.path(name)).target(serverName: "server")
      #expect(target.name == "real" && target.existingMode != nil, "\(name)")
    }
    #expect(try DownloadPlace(folder.path("dangling")).target(serverName: "server").name == "new")
    #expect(try DownloadPlace(folder.path("folder")).target(serverName: "server").name == "server")
  }

  @Test("is not at the end of links that lead in a circle, to nowhere, or to anything but a file")
  func badLinks() throws {
    try link("a", to: "b")
    try link("b", to: "a")
    try link("nowhere", to: "none/file")
    try #require(mkfifo(folder.path("pipe"), 0o600) == 0)
    try link("to pipe", to: "pipe")
    try link("to device", to: "/dev/null")
    for name in ["a", "nowhere", "to pipe", "to device"] {
      #expect(throws: FileFailure.self, "\(name)") { try DownloadPlace(folder.path(name)).target(serverName: nil) }
    }
    // A pipe that has no path: what `/dev/stdout` is in a shell's pipeline.
    var ends: [Int32] = [0, 0]
    try #require(Foundation.pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    let failure = try #require(throws: FileFailure.self) {
      try DownloadPlace("/dev/fd/\(ends[1])").target(serverName: nil)
    }
    #expect(failure.reason == "is not an ordinary file")
    #expect(throws: FileFailure.self) { try DownloadPlace("/dev/null") }
  }

  @Test("that the server's name finds as a symbolic link is that name: the server does not choose what it leads to")
  func serverChosenLink() throws {
    try folder.write([1], to: "real")
    try link("report.pdf", to: "real")
    #expect(try DownloadPlace(folder.path).target(serverName: "report.pdf").name == "report.pdf")
  }
}
