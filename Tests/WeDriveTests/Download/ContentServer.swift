import Synchronization
import TestSupport
import Testing
import WeDrive

/// A service with one file, whose content a test serves as it likes. Links lead to the same server, each to a path of its
/// own: `/content/1`, `/content/2` and so on.
struct ContentServer {
  /// What the service says about the file.
  struct Facts: Sendable {
    var name = "a.bin"
    var size: Int
    var sha1: String?
    var md5: String?

    init(_ content: [UInt8]) {
      size = content.count
      sha1 = WeDriveTests.sha1(content)
    }

    /// The reply of `file_info`.
    var reply: String {
      let digests = [("sha", sha1), ("md5", md5)].compactMap { name, value in value.map { ",\"\(name)\":\"\($0)\"" } }
      return
        #"{"errcode":0,"file_info":{"fileid":"f","file_name":"\#(name)","file_size":\#(size),"file_type":2\#(digests.joined())}}"#
    }
  }

  private final class Shared: Sendable {
    let facts: Mutex<Facts>
    let counts = Mutex((links: 0, contents: 0))
    let url = Mutex("")

    init(_ facts: Facts) { self.facts = Mutex(facts) }
  }

  let drive: WeDriveClient
  private let server: ScriptedServer
  private let shared: Shared

  /// - Parameter answer: Answers the n-th request for content, counted from 1. When it throws, the connection is closed.
  init(
    _ facts: Facts, answer: @escaping @Sendable (Int, ReceivedRequest, ServerConnection) throws -> Void
  ) throws {
    let shared = Shared(facts)
    server = try ScriptedServer.answering { request, connection in
      switch request.path {
      case FileInfoRequest.endpoint.path:
        try connection.reply(text: shared.facts.withLock { $0.reply })
      case FileDownloadRequest.endpoint.path:
        let number = shared.counts.withLock { counts in
          counts.links += 1
          return counts.links
        }
        let link = shared.url.withLock { $0 } + "/content/\(number)?key=planted"
        try connection.reply(
          text: #"{"errcode":0,"download_url":"\#(link)","cookie_name":"auth","cookie_value":"planted"}"#)
      default:
        let number = shared.counts.withLock { counts in
          counts.contents += 1
          return counts.contents
        }
        try answer(number, request, connection)
      }
    }
    let url = server.url
    shared.url.withLock { $0 = url }
    self.shared = shared
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    configuration.retry.transientUnit = .milliseconds(1)
    drive = WeDriveClient(credential: .token("token"), configuration: configuration)
  }

  /// Requests for content, in order.
  var requests: [ReceivedRequest] { server.journal.filter { $0.path.hasPrefix("/content/") } }
  /// The ranges they asked for.
  var ranges: [String?] { requests.map { $0["Range"] } }
  /// How many links were asked for.
  var links: Int { shared.counts.withLock { $0.links } }

  /// Changes what the service says.
  func change(_ body: (inout Facts) -> Void) { shared.facts.withLock { body(&$0) } }

  func download(to path: String) async throws -> DownloadedFile {
    try await drive.download(fileID: "f", to: path)
  }

  /// All of the content, chunk by chunk.
  func bytes(of source: DownloadSource = .file("f"), chunkSize: Int = 1 << 20) async throws(WeDriveError) -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in drive.content(of: source, chunkSize: chunkSize) { bytes += chunk }
    return bytes
  }

  func download(ticket: DriveDownloadTicket, to path: String) async throws -> DownloadedFile {
    try await drive.download(ticket: ticket, to: path)
  }
}

extension ServerConnection {
  /// Answers as a server does that knows ranges.
  func serve(_ content: [UInt8], _ request: ReceivedRequest, headers: [String] = []) throws {
    guard let first = request["Range"].flatMap({ Int($0.dropFirst(6).prefix { $0 != "-" }) }) else {
      return try reply(headers: headers, body: content)
    }
    guard first < content.count else { return try reply(416, headers: ["Content-Range: bytes */\(content.count)"]) }
    let end = request["Range"].flatMap { $0.split(separator: "-").dropFirst().first }.flatMap { Int($0) }
    let last = min(end ?? .max, content.count - 1)
    try reply(
      206, headers: ["Content-Range: bytes \(first)-\(last)/\(content.count)"] + headers,
      body: Array(content[first...last]))
  }

  /// Announces all of it and sends only so much.
  func serveThenClose(_ content: [UInt8], after count: Int, headers: [String] = []) throws {
    let lines = ["HTTP/1.1 200 OK", "Content-Length: \(content.count)"] + headers
    try send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    try send(Array(content[..<count]))
    throw Ended()
  }
}
