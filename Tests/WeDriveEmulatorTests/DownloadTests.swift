import Testing

@testable import WeDriveEmulator

@Suite("Downloads")
struct DownloadTests {
  private func link(
    _ caller: TestCaller, _ content: String = "0123456789"
  ) async throws -> (file: String, download: Download) {
    let file = try await caller.file("a.txt", content, in: try await caller.space())
    return (file, Download(try await caller.done("file_download", ["fileid": file])))
  }

  @Test("The cookie is needed, and the link, on the second origin")
  func cookie() async throws {
    try await withEmulator { emulator, caller in
      let (_, download) = try await link(caller)
      let good = try await download.get(emulator)
      #expect(good.status == 200)
      #expect(good.text == "0123456789")
      #expect(good.header("accept-ranges") == "bytes")
      #expect(try await download.get(emulator, withCookie: false).status == 403)
      #expect(try await download.get(emulator, "Cookie: wedrive_auth=wrong", withCookie: false).status == 403)
      let connection = try RawConnection(port: emulator.downloadPort)
      #expect(
        try await connection.exchange("GET", "/download/unknown", headers: ["Cookie: \(download.cookie)"]).status == 404
      )
      #expect(try await RawConnection(port: emulator.port).exchange("GET", download.path).status == 404)
      #expect(emulator.journal.records(of: "download").map(\.status) == [200, 403, 403, 404])
      #expect(emulator.journal.records(of: "download").first?.replyBytes == 10)
    }
  }

  @Test("Parts are served as they are asked for")
  func ranges() async throws {
    try await withEmulator { emulator, caller in
      let (_, download) = try await link(caller)
      let part = try await download.get(emulator, "Range: bytes=2-4")
      #expect(part.status == 206 && part.text == "234")
      #expect(part.header("content-range") == "bytes 2-4/10")
      #expect(try await download.get(emulator, "Range: bytes=7-").text == "789")
      #expect(try await download.get(emulator, "Range: bytes=-2").text == "89")
      let beyond = try await download.get(emulator, "Range: bytes=10-")
      #expect(beyond.status == 416)
      #expect(beyond.header("content-range") == "bytes */10")
      let tag = try #require(try await download.get(emulator).header("etag"))
      #expect(try await download.get(emulator, "Range: bytes=2-", "If-Range: \(tag)").status == 206)
      #expect(try await download.get(emulator, "Range: bytes=2-", "If-Range: \"other\"").status == 200)
    }
  }

  @Test("A link lives two hours, and no longer than its file")
  func expiry() async throws {
    try await withEmulator { emulator, caller in
      let (_, download) = try await link(caller)
      emulator.clock.advance(by: .seconds(7000))
      #expect(try await download.get(emulator).status == 200)
      emulator.clock.advance(by: .seconds(201))
      #expect(try await download.get(emulator).status == 404)
      let fresh = try await TestCaller(emulator)
      let (file, other) = try await link(fresh)
      try await fresh.done("file_delete", ["fileid": [file]])
      #expect(try await other.get(emulator).status == 404)
    }
  }

  @Test("Folders and documents have no content; a ticket is as good as a file")
  func kinds() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      try await caller.refused("file_download", ["fileid": try await caller.folder("f", in: space)], 640_029)
      let document = try await caller.done(
        "file_create", ["spaceid": space, "fatherid": space, "file_type": 4, "file_name": "sheet"])
      try await caller.refused("file_download", ["fileid": try #require(document["fileid"])], 640_029)
      try await caller.refused("file_download", [:], 640_027)
      try await caller.refused("file_download", ["fileid": "a", "selected_ticket": "b"], 640_027)
      let file = try await caller.file("a", "by ticket", in: space)
      let ticket = try await emulator.mintDownloadTicket(fileID: .init(file)).rawValue
      for _ in 0..<3 {
        let reply = try await caller.done("file_download", ["selected_ticket": ticket])
        #expect(try await Download(reply).get(emulator).text == "by ticket")
      }
      try await caller.refused(
        "file_upload", ["selected_ticket": ticket, "file_name": "a", "file_base64_content": "YQ=="], 640_027)
      emulator.clock.advance(by: .seconds(1801))
      try await caller.refused("file_download", ["selected_ticket": ticket], 640_027)
    }
  }

  @Test("Faults befall downloads too")
  func faults() async throws {
    try await withEmulator { emulator, caller in
      let content = String(repeating: "0123456789abcdef", count: 100_000)
      let (_, download) = try await link(caller, content)
      emulator.faults.add(.truncate(after: 1_000_003), FaultSelection("download"))
      let cut = try await download.get(emulator)
      #expect(cut.isClosed)
      #expect(cut.announcedLength == 1_600_000)
      #expect(cut.body.count == 1_000_003)
      emulator.faults.add(.corrupt, FaultSelection("download"))
      let corrupt = try await download.get(emulator)
      #expect(corrupt.body.count == 1_600_000)
      #expect(corrupt.text != content)
      emulator.faults.add(.ignoreRange, FaultSelection("download"))
      #expect(try await download.get(emulator, "Range: bytes=5-").status == 200)
      emulator.faults.add(.status(403), FaultSelection("download"))
      #expect(try await download.get(emulator).status == 403)
      emulator.faults.add(.closeBeforeActing, FaultSelection("download"))
      #expect(try await download.get(emulator).bytes.isEmpty)
      emulator.faults.add(.garbage, FaultSelection("download"))
      #expect(try await download.get(emulator).text.hasPrefix("<html>"))
      #expect(try await download.get(emulator).text == content)
    }
  }
}

@Suite("Byte ranges")
struct ByteRangeTests {
  @Test(
    "A header of ten bytes of content",
    arguments: [
      (nil, ByteRange.whole), ("bytes=0-", .part(0..<10)), ("bytes=3-5", .part(3..<6)), ("bytes=3-99", .part(3..<10)),
      ("bytes=9-9", .part(9..<10)), ("bytes=10-", .unsatisfiable), ("bytes=10-12", .unsatisfiable),
      ("bytes=-4", .part(6..<10)), ("bytes=-40", .part(0..<10)), ("bytes=-0", .unsatisfiable), ("bytes=5-3", .whole),
      ("bytes=0-1,4-5", .whole), ("lines=1-2", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("bytes=x-y", .whole),
      ("bytes=0-18446744073709551615", .part(0..<10)), ("bytes=0-18446744073709551616", .whole),
    ] as [(String?, ByteRange)])
  func parses(header: String?, expected: ByteRange) {
    #expect(ByteRange(header, size: 10) == expected)
  }

  @Test("An empty content has no part")
  func empty() {
    #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=-5", size: 0) == .unsatisfiable)
    #expect(ByteRange(nil, size: 0) == .whole)
  }
}
