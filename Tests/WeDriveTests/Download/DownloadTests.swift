import Foundation
import Testing
import WeDrive
import WeDriveEmulator

@Suite("A download")
struct DownloadTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("goes into a folder under the service's name, made safe")
  func intoFolder() async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload([1, 2, 3], named: ".profile", to: .root(of: test.space))
      let file = try await test.drive.download(fileID: id, to: folder.path)
      #expect(file.path == folder.path("_profile"))
      #expect(try folder.names == ["_profile"])
    }
  }

  @Test(
    "leaves the target as it was, and nothing else, when anything goes wrong on the way", arguments: Trouble.allCases)
  func trouble(_ trouble: Trouble) async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload(pattern(2_500_000), named: "a.bin", to: .root(of: test.space))
      try folder.write([9, 9, 9], to: "a.bin")
      test.nextDownload(trouble.fault)
      let error = try await #require(throws: WeDriveError.self) {
        try await test.drive.download(fileID: id, to: folder.path("a.bin"))
      }
      #expect(trouble.expects(error), "\(error)")
      #expect(try folder.names == ["a.bin"])
      #expect(try folder.read("a.bin") == [9, 9, 9])
    }
  }

  enum Trouble: String, CaseIterable, CustomTestStringConvertible {
    case wrongBytes = "wrong bytes"
    case cutOff = "cut off"
    case neverAnswered = "never answered"
    case page = "a page instead of the file"
    case refusal = "an errcode instead of the file"
    case forbidden = "HTTP 403"
    case gone = "HTTP 404"
    case serverError = "HTTP 500"

    var testDescription: String { rawValue }

    var fault: Fault {
      switch self {
      case .wrongBytes: .corrupt
      case .cutOff: .truncate(after: 1_300_000)
      case .neverAnswered: .closeBeforeActing
      case .page: .garbage
      case .refusal: .reply(#"{"errcode": 640004, "errmsg": "no access"}"#)
      case .forbidden: .status(403)
      case .gone: .status(404)
      case .serverError: .status(500)
      }
    }

    func expects(_ error: WeDriveError) -> Bool {
      switch (self, error) {
      case (.wrongBytes, .integrity(let failure)): failure.property == "sha1"
      case (.cutOff, .transport(let failure)): failure.code == .truncated
      case (.neverAnswered, .transport(let failure)): failure.code == .connectionLost
      case (.page, .integrity(let failure)): failure.property == "size"
      case (.refusal, .refused(let refusal)): refusal.code == 640004 && refusal.advice != nil
      case (.forbidden, .undecodableReply(let reply)): reply.status == 403
      case (.gone, .undecodableReply(let reply)): reply.status == 404
      case (.serverError, .undecodableReply(let reply)): reply.status == 500
      default: false
      }
    }
  }

  @Test("ends soon after it is cancelled, without a trace")
  func cancelling() async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload(pattern(2_000_000), named: "a.bin", to: .root(of: test.space))
      test.nextDownload(.drip(bytes: 4096, everyMilliseconds: 50))
      let task = Task { try await test.drive.download(fileID: id, to: folder.path("a.bin")) }
      while try folder.names.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      try await Task.sleep(for: .milliseconds(100))
      let begin = ContinuousClock.now
      task.cancel()
      let error = try await #require(throws: WeDriveError.self) { try await task.value }
      guard case .cancelled = error else { throw error }
      #expect(ContinuousClock.now - begin < .seconds(1))
      #expect(try folder.names == [])
    }
  }

  @Test("costs no call when the target cannot be written")
  func badTarget() async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload([1], named: "a.bin", to: .root(of: test.space))
      let before = test.emulator.journal.count()
      for path in [folder.path("none/a.bin"), folder.path("none/"), ""] {
        let error = try await #require(throws: WeDriveError.self) {
          try await test.drive.download(fileID: id, to: path)
        }
        guard case .file = error else { throw error }
      }
      #expect(test.emulator.journal.count() == before)
    }
  }

  @Test("by ticket is checked by its length only, says so, and needs a name")
  func ticket() async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload(pattern(1000), named: "a.bin", to: .root(of: test.space))
      let ticket = try await test.emulator.mintDownloadTicket(fileID: id)
      let file = try await test.drive.download(ticket: ticket, to: folder.path("b.bin"))
      #expect(!file.isVerified)
      #expect(file.sha1 == sha1(pattern(1000)))
      #expect(try folder.read("b.bin") == pattern(1000))

      let error = try await #require(throws: WeDriveError.self) {
        try await test.drive.download(ticket: ticket, to: folder.path)
      }
      guard case .file(let failure) = error else { throw error }
      #expect(failure.errno == EISDIR)

      test.nextDownload(.reply(#"{"errcode": 640004, "errmsg": "no access"}"#))
      let refused = try await #require(throws: WeDriveError.self) {
        try await test.drive.download(ticket: ticket, to: folder.path("c.bin"))
      }
      guard case .refused = refused else { throw refused }
      #expect(try folder.names == ["b.bin"])
    }
  }

  @Test("is refused for what is not an ordinary file, with the service's advice")
  func folderAsSource() async throws {
    try await Emulated.run { test in
      let id = try await test.drive.fileCreate(
        spaceID: test.space, parentID: test.root, fileType: .folder, fileName: "Folder"
      ).fileID
      let error = try await #require(throws: WeDriveError.self) {
        try await test.drive.download(fileID: id, to: folder.path("a"))
      }
      guard case .refused(let refusal) = error else { throw error }
      #expect(refusal.weComErrcode == .notDownloadable)
      #expect(try folder.names == [])
    }
  }
}
