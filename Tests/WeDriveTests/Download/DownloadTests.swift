import Foundation
import TestSupport
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
    "leaves the target as it was, and says why, when something stays wrong", arguments: Trouble.allCases)
  func trouble(_ trouble: Trouble) async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload(pattern(2_500_000), named: "a.bin", to: .root(of: test.space))
      try folder.write([9, 9, 9], to: "a.bin")
      test.emulator.faults.add(trouble.fault, .all(FaultSelection.download))
      let error = try await #require(throws: WeDriveError.self) {
        try await test.drive.download(fileID: id, to: folder.path("a.bin"))
      }
      #expect(trouble.expects(error), "\(error)")
      #expect(try folder.names == ["a.bin"])
      #expect(try folder.read("a.bin") == [9, 9, 9])
    }
  }

  @Test("is none the worse for what is wrong once", arguments: Trouble.allCases)
  func passingTrouble(_ trouble: Trouble) async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload(pattern(2_500_000), named: "a.bin", to: .root(of: test.space))
      test.nextDownload(trouble.fault)
      guard trouble.mayPass else {
        await #expect(throws: WeDriveError.self) {
          try await test.drive.download(fileID: id, to: folder.path("a.bin"))
        }
        return
      }
      let file = try await test.drive.download(fileID: id, to: folder.path("a.bin"))
      #expect(file.isVerified)
      #expect(try folder.read("a.bin") == pattern(2_500_000))
      #expect(try folder.names == ["a.bin"])
      #expect(test.calls(FileDownloadRequest.endpoint) == (trouble.isOfLink ? 2 : 1))
    }
  }

  enum Trouble: String, CaseIterable, CustomTestStringConvertible {
    case wrongBytes = "wrong bytes"
    case neverAnswered = "never answered"
    case page = "a page instead of the file"
    case refusal = "an errcode instead of the file"
    case forbidden = "HTTP 403"
    case gone = "HTTP 404"
    case serverError = "HTTP 500"
    case otherStatus = "HTTP 400"

    var testDescription: String { rawValue }

    var fault: Fault {
      switch self {
      case .wrongBytes: .corrupt
      case .neverAnswered: .closeBeforeActing
      case .page: .garbage
      case .refusal: .reply(#"{"errcode": 640004, "errmsg": "no access"}"#)
      case .forbidden: .status(403)
      case .gone: .status(404)
      case .serverError: .status(500)
      case .otherStatus: .status(400)
      }
    }

    /// Whether another attempt may bring what is wanted.
    var mayPass: Bool { ![.wrongBytes, .page, .otherStatus].contains(self) }
    /// Whether another link may help.
    var isOfLink: Bool { [.refusal, .forbidden, .gone].contains(self) }

    func expects(_ error: WeDriveError) -> Bool {
      switch (self, error) {
      case (.wrongBytes, .integrity(let failure)): failure.property == "sha1"
      case (.neverAnswered, .transport(let failure)): failure.code == .connectionLost
      case (.page, .integrity(let failure)): failure.property == "size"
      case (.refusal, .refused(let refusal)): refusal.code == 640004 && refusal.advice != nil
      case (.forbidden, .undecodableReply(let reply)): reply.status == 403
      case (.gone, .undecodableReply(let reply)): reply.status == 404
      case (.serverError, .unavailable(let answer)): answer.status == 500
      case (.otherStatus, .undecodableReply(let reply)): reply.status == 400
      default: false
      }
    }
  }

  @Test("ends soon after it is cancelled, and goes on where it was when it is called again")
  func cancelling() async throws {
    try await Emulated.run { test in
      let content = pattern(2_000_000)
      let id = try await test.drive.upload(content, named: "a.bin", to: .root(of: test.space))
      test.nextDownload(.drip(bytes: 100_000, everyMilliseconds: 20))
      let task = Task { try await test.drive.download(fileID: id, to: folder.path("a.bin")) }
      try await eventually("some of it was sent") {
        test.emulator.journal.records(of: FaultSelection.download).first?.replyBytes ?? 0 >= 400_000
      }
      let begin = ContinuousClock.now
      task.cancel()
      let error = try await #require(throws: WeDriveError.self) { try await task.value }
      guard case .cancelled = error else { throw error }
      #expect(ContinuousClock.now - begin < .seconds(1))
      #expect(try folder.names.count == 2)
      #expect(try !folder.names.contains("a.bin"))

      let file = try await test.drive.download(fileID: id, to: folder.path("a.bin"))
      #expect(file.isVerified)
      #expect(try folder.read("a.bin") == content)
      #expect(try folder.names == ["a.bin"])
      let last = try #require(test.emulator.journal.records(of: FaultSelection.download).last)
      #expect(last.status == 206)
      #expect(last.replyBytes < 1_700_000)
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

      test.emulator.faults.add(
        .reply(#"{"errcode": 640004, "errmsg": "no access"}"#), .all(FaultSelection.download))
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
