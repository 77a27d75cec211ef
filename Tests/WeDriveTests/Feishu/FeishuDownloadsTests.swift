import Foundation
import Synchronization
import TestServer
import Testing
import WeDrive

@Suite("Feishu's downloadFile")
struct FeishuDownloadsTests {
  let temporary: TemporaryFolder
  let user: TemporaryFolder

  init() throws {
    temporary = try TemporaryFolder()
    user = try TemporaryFolder()
  }

  private func downloads(
    _ configure: (inout FeishuDownloads.Configuration) -> Void = { _ in }
  ) -> FeishuDownloads {
    var configuration = FeishuDownloads.Configuration()
    configuration.allowsThisMachine = true
    configuration.retry.transientUnit = .milliseconds(1)
    configure(&configuration)
    return FeishuDownloads(temporaryFolder: temporary.path, userFolder: user.path, configuration: configuration)
  }

  @Test("A success has the documented fields, and the request's id")
  func success() async throws {
    let server = try ScriptedServer.answering(headers: ["X-Tt-Logid: 0216"], text: "hello")
    let task = downloads().downloadFile(
      #"{"url":"\#(server.url)/a.txt?k=v","header":{"X-Own":"1","Cookie":"c=d"},"filePath":"ttfile://user/a b.txt"}"#)
    let result = await task.result
    #expect(
      result.json
        == #"{"errMsg":"downloadFile:ok","statusCode":200,"tempFilePath":"ttfile://user/a b.txt","trace":"0216"}"#)
    #expect(try user.read("a b.txt") == Array("hello".utf8))
    let request = try #require(server.journal.first)
    #expect(request.method == "GET" && request["X-Own"] == "1" && request["Cookie"] == "c=d")
  }

  @Test("A failure has the documented fields, and leaves nothing behind")
  func failure() async throws {
    let server = try ScriptedServer.answering(404, text: "none")
    let result = await downloads().downloadFile(#"{"url":"\#(server.url)/a.txt"}"#).result
    #expect(
      result.json
        == #"{"errMsg":"downloadFile:fail the server answered with HTTP status 404","statusCode":404,"tempFilePath":""}"#
    )
    #expect(server.journal.count == 1)
    #expect(try temporary.names.isEmpty)
  }

  @Test("Without a path the file gets a name of the link's, and never another file's")
  func defaultName() async throws {
    let server = try ScriptedServer.answering(text: "x")
    let downloads = downloads()
    let options = #"{"url":"\#(server.url)/dir/src=http%3A%2F%2Fa.b%2Fc.png?sec=1","header":{}}"#
    let first = await downloads.downloadFile(options).result
    let second = await downloads.downloadFile(options).result
    #expect(first.filePath == "ttfile://temp/src=http:__a.b_c.png")
    #expect(second.filePath == "ttfile://temp/src=http:__a.b_c (2).png")
    #expect(try temporary.names.count == 2)
  }

  @Test(
    "A path that is not a plain name in one of the two folders is refused before anything is sent",
    arguments: [
      "/etc/passwd", "ttfile://temp/", "ttfile://other/a", "ttfile://temp/../a", "ttfile://temp/a/b",
      "ttfile://temp/..", "ttfile://user/.hidden", "ttfile://user/a%2Fb", "ttfile://user/%2e%2e%2fa",
      "ttfile://user/%252e%252e%252fa", "ttfile://user/a%5Cb", "ttfile://user/a\\\\b", "ttfile://user/a%00",
      "ttfile://user/a\\nb", "TTFILE://user/a", "ttfile://user/con",
    ])
  func traversal(path: String) async throws {
    let server = try ScriptedServer.answering(text: "x")
    let result = await downloads().downloadFile(#"{"url":"\#(server.url)/a","filePath":"\#(path)"}"#).result
    #expect(!result.isSuccess && result.message.hasPrefix("downloadFile:fail filePath"), "\(result.message)")
    #expect(server.journal.isEmpty)
    #expect(try temporary.names.isEmpty && user.names.isEmpty)
  }

  @Test("A symbolic link in a folder is not written through, nor replaced")
  func symbolicLink() async throws {
    let server = try ScriptedServer.answering(text: "x")
    let outside = try TemporaryFolder()
    try outside.write([1], to: "secret")
    try FileManager.default.createSymbolicLink(
      atPath: user.path("link"), withDestinationPath: outside.path("secret"))
    let result = await downloads().downloadFile(#"{"url":"\#(server.url)/a","filePath":"ttfile://user/link"}"#).result
    #expect(!result.isSuccess && !result.message.contains(user.path), "\(result.message)")
    #expect(try outside.read("secret") == [1])
  }

  @Test(
    "Headers that frame the request, or smuggle another line in, are refused",
    arguments: [
      #""Host":"a""#, #""content-length":"3""#, #""Transfer-Encoding":"chunked""#, #""Connection":"close""#,
      #""Range":"bytes=0-1""#, #""Accept-Encoding":"gzip""#, #""Proxy-Authorization":"x""#, #""Sec-Fetch-Mode":"x""#,
      #""X-A":"b\r\nX-C: d""#, #""X A":"b""#, #""X:A":"b""#, #""":"b""#, #""X-A":1"#,
    ])
  func headers(header: String) async throws {
    let server = try ScriptedServer.answering(text: "x")
    let result = await downloads().downloadFile(#"{"url":"\#(server.url)/a","header":{\#(header)}}"#).result
    #expect(!result.isSuccess && result.message.contains("header"), "\(result.message)")
    #expect(server.journal.isEmpty)
  }

  @Test(
    "Options that are not what the page says are a failure, not a crash",
    arguments: ["", "[]", "{}", #"{"url":1}"#, #"{"url":"ftp://a"}"#, #"{"url":"http://example.com/a"}"#])
  func options(json: String) async {
    let result = await downloads().downloadFile(json).result
    #expect(!result.isSuccess && result.status == 0 && result.message.hasPrefix("downloadFile:fail "))
  }

  @Test("This machine and what the host does not permit are out of reach")
  func permissions() async throws {
    let server = try ScriptedServer.answering(text: "x")
    let options = #"{"url":"\#(server.url)/a"}"#
    #expect(await !downloads { $0.allowsThisMachine = false }.downloadFile(options).result.isSuccess)
    #expect(await !downloads { $0.permits = { _ in false } }.downloadFile(options).result.isSuccess)
    #expect(server.journal.isEmpty)
  }

  @Test("Of six at once five are under way, and the sixth waits its turn")
  func sixAtOnce() async throws {
    let gate = Mutex(false)
    let server = try ScriptedServer.answering { _, connection in
      while !gate.withLock({ $0 }) { connection.pause(.milliseconds(5)) }
      try connection.reply(text: "x")
    }
    let downloads = downloads()
    let tasks = (0..<6).map { downloads.downloadFile(#"{"url":"\#(server.url)/\#($0)"}"#) }
    #expect(await server.waits { $0.journal.count == 5 })
    try await Task.sleep(for: .milliseconds(200))
    #expect(server.journal.count == 5)
    gate.withLock { $0 = true }
    for task in tasks { #expect(await task.result.isSuccess) }
    #expect(server.journal.count == 6)
  }

  @Test("An abort ends a download under way and one in line, and leaves no part of it")
  func abort() async throws {
    let server = try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\nETag: \"x\"\r\n\r\n")
      try connection.send(pattern(2_000_000))
      connection.pause(.seconds(20))
    }
    let downloads = downloads()
    let tasks = (0..<6).map { downloads.downloadFile(#"{"url":"\#(server.url)/\#($0)"}"#) }
    #expect(await server.waits { $0.journal.count == 5 })
    for task in tasks { task.abort() }
    for task in tasks { #expect(await task.result.message == "downloadFile:fail abort") }
    #expect(try temporary.names.isEmpty)
  }

  @Test("Progress counts up to the whole length and a hundred percent")
  func progress() async throws {
    let content = pattern(1_500_000)
    let server = try ScriptedServer.answering { request, connection in try connection.serve(content, request) }
    let seen = Mutex<[FeishuDownloadProgress]>([])
    let task = downloads().downloadFile(#"{"url":"\#(server.url)/a"}"#)
    task.onProgressUpdate { progress in seen.withLock { $0.append(progress) } }
    #expect(await task.result.isSuccess)
    let last = try #require(seen.withLock { $0.last })
    #expect(
      last.json == #"{"progress":100,"totalBytesExpectedToWrite":1500000,"totalBytesWritten":1500000}"#)
  }
}
