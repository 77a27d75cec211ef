import Foundation
import TestSupport
import Testing

@testable import SwiftEmitter

@Suite("The reference catalog")
struct ReferenceOutputTests {
  static let catalog = Fixtures.folder.appending(path: "Reference")

  @Test("Its output is, byte for byte, what the target ReferenceTests compiles and runs")
  func output() throws {
    let files = SwiftEmitter.files(for: try Catalogs.load(Self.catalog))
    for file in files { try Fixtures.expect(file.text, in: Fixtures.referenceOutput.appending(path: file.name)) }
    let present = try FileManager.default.contentsOfDirectory(
      atPath: Fixtures.referenceOutput.path(percentEncoded: false))
    #expect(present.sorted() == files.map(\.name))
  }

  @Test("Output that is checked in is laid out as the formatter would lay it out", arguments: [true, false])
  func layout(isReference: Bool) throws {
    let folder =
      isReference ? Fixtures.referenceOutput : Fixtures.repository.appending(path: "Sources/WeDriveGenerated")
    let lint = try CommandRun(
      program: "swift", ["format", "lint", "--strict", "--recursive", folder.path(percentEncoded: false)],
      in: Fixtures.repository)
    #expect(lint.status == 0, "\(lint.errors)")
  }
}
