import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("A download by the link of another call")
struct LinkedDownloadTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func reportFile(_ file: FileID, of drive: WeDriveClient, name: String? = nil) -> DownloadSource {
    .link(id: "report r1 \(file)", name: name) { () throws(WeDriveError) in
      let reply = try await drive.reportFileDownload(reportID: "r1", fileID: file)
      return try DownloadLink(
        url: reply.downloadURL, cookieName: reply.cookieName, cookieValue: reply.cookieValue,
        endpoint: ReportFileDownloadRequest.endpoint)
    }
  }

  @Test("is like any other, with a fresh link where one is refused")
  func report() async throws {
    try await Emulated.run { test in
      let content = pattern(2_500_000)
      let id = try await test.drive.upload(content, named: "a.bin", to: .root(of: test.space))
      test.nextDownload(.status(403))
      let file = try await test.drive.download(reportFile(id, of: test.drive), to: folder.path("r.bin"))
      #expect(try folder.read("r.bin") == content)
      #expect(!file.isVerified)
      #expect(test.calls(ReportFileDownloadRequest.endpoint) == 2)
    }
  }

  @Test("goes into a folder under the name that is given, and comes as bytes")
  func others() async throws {
    try await Emulated.run { test in
      let id = try await test.drive.upload([1, 2, 3], named: "a.bin", to: .root(of: test.space))
      let source = reportFile(id, of: test.drive, name: "report.bin")
      let outcomes = try await test.drive.download([source], into: folder.path)
      #expect(try outcomes.map { try $0.result.get().path } == [folder.path("report.bin")])
      var bytes: [UInt8] = []
      for try await piece in test.drive.content(of: source) { bytes += piece }
      #expect(bytes == [1, 2, 3])
      #expect("\(source)" == "DownloadSource.link(redacted)")
    }
  }
}
