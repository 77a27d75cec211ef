import FeishuDownloads
import Foundation
import Synchronization
import TestSupport
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
        == #"{"errMsg":"downloadFile:fail the server answered with HTTP status 404","#
        + #""errno":306,"statusCode":404,"tempFilePath":""}"#)
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
    #expect(first.filePath == "ttfile://temp/src=http___a.b_c.png")
    #expect(second.filePath == "ttfile://temp/src=http___a.b_c (2).png")
    #expect(try temporary.names.count == 2)
  }

  @Test("The link of the page's sample gives the name of the page's sample")
  func sampleName() async throws {
    let server = try ScriptedServer.answering(text: "x")
    let path =
      "/image_search/src=http%3A%2F%2Fimg.jj20.com%2Fup%2Fallimg%2Ftp05%2F19100120461512E-0-lp.jpg"
      + "&refer=http%3A%2F%2Fimg.jj20.com&app=2002&size=f9999,10000&q=a80&n=0&g=0n&fmt=jpeg"
    let query = "?sec=1640079653&t=22aafb14cb145c11fc833022d61507c5"
    let result = await downloads().downloadFile(#"{"url":"\#(server.url)\#(path)\#(query)"}"#).result
    #expect(
      result.filePath == "ttfile://temp/src=http___img.jj20.com_up_allimg_tp05_19100120461512E-0-lp.jpg"
        + "&refer=http___img.jj20.com&app=2002&size=f9999,10000&q=a80&n=0&g=0n&fmt=jpeg")
    #expect(server.journal.map(\.target) == [path + query])
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
    let refused = await downloads { $0.permits = { _ in false } }.downloadFile(options).result
    #expect(!refused.isSuccess && refused.errno == .callProhibited)
    #expect(server.journal.isEmpty)
  }

  @Test(
    "Neither is a name, or a number, that leads to this machine: no connection is made",
    arguments: [
      "gadget.localhost", "localhost.", "0.0.0.0", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]",
      "[::7f00:1]", "[64:ff9b::7f00:1]",
    ])
  func disguised(host: String) async throws {
    let server = try ScriptedServer(everywhere: true) { connection in connection.pause(.milliseconds(1)) }
    let result = await downloads { $0.allowsThisMachine = false }
      .downloadFile(#"{"url":"https://\#(host):\#(server.port)/a"}"#).result
    #expect(!result.isSuccess && result.status == 0, "\(result.message)")
    #expect([.networkParameterInvalid, .networkFailed, .callProhibited].contains(result.errno), "\(result.message)")
    #expect(server.acceptedConnections == 0)
    #expect(try temporary.names.isEmpty)
  }

  @Test("Private networks are reached where the host allows it, and this machine is not by its usual names")
  func privateNetworks() async throws {
    let server = try ScriptedServer(everywhere: true) { connection in connection.pause(.milliseconds(1)) }
    let downloads = downloads {
      $0.allowsThisMachine = false
      $0.allowsPrivateNetworks = true
    }
    // It is no TLS server: that a connection was made is all there is to see.
    let reached = await downloads.downloadFile(#"{"url":"https://gadget.localhost:\#(server.port)/a"}"#).result
    #expect(!reached.isSuccess && server.acceptedConnections > 0, "\(reached.message)")
    let connections = server.acceptedConnections
    for host in ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"] {
      let result = await downloads.downloadFile(#"{"url":"https://\#(host):\#(server.port)/a"}"#).result
      #expect(result.errno == .callProhibited)
    }
    #expect(server.acceptedConnections == connections)
  }

  @Test("A failure has the number that Feishu's calls share for it")
  func numbers() async throws {
    let deaf = try DeafListener()
    let broken = try ScriptedServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort")
    let garbage = try ScriptedServer.sending("no HTTP at all")
    let gone = try ScriptedServer.answering(text: "x")
    gone.stop()
    let fine = try ScriptedServer.answering(text: "x")
    let downloads = downloads { $0.retry.maximumAttempts = 1 }
    for (options, errno) in [
      ("{", FeishuErrno.invalidParameter), ("{}", .invalidParameter), (#"{"url":"ftp://a"}"#, .invalidParameter),
      (#"{"url":"\#(fine.url)","header":{"Host":"a"}}"#, .invalidParameter),
      (#"{"url":"\#(fine.url)","filePath":"/etc/passwd"}"#, .invalidPath),
      (#"{"url":"\#(fine.url)","filePath":"ttfile://user/../a"}"#, .invalidPath),
      (#"{"url":"https://nonexistent.invalid/a"}"#, .networkFailed),
      (#"{"url":"http://127.0.0.1:\#(gone.port)/a"}"#, .networkFailed),
      (#"{"url":"\#(broken.url)/a"}"#, .downloadFailed),
      (#"{"url":"\#(garbage.url)/a"}"#, .downloadFailed),
    ] {
      let result = await downloads.downloadFile(options).result
      #expect(!result.isSuccess && result.errno == errno, "\(options): \(result.json)")
      #expect(result.json.contains("\"errno\":\(errno.rawValue)"))
    }
    let task = downloads.downloadFile(#"{"url":"http://127.0.0.1:\#(deaf.port)/a"}"#)
    task.abort()
    #expect(await task.result.errno == .cancelled)
    #expect(await downloads.downloadFile(#"{"url":"\#(fine.url)/a"}"#).result.errno == nil)
    // What this is must not be said to be what it is not: the folder is gone.
    try FileManager.default.removeItem(atPath: temporary.path)
    let lost = await downloads.downloadFile(#"{"url":"\#(fine.url)/a"}"#).result
    #expect(lost.errno == .internalError && !lost.message.contains(temporary.path), "\(lost.json)")
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
