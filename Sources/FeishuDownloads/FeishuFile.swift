import Synchronization
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// A file as a gadget names it: `ttfile://temp/a.png`, `ttfile://user/a.png`.
struct FeishuFile: Sendable, Hashable {
  /// One of the two places that a gadget knows.
  enum Root: String, CaseIterable {
    case temporary = "ttfile://temp/"
    case user = "ttfile://user/"
  }

  let root: Root
  /// One name: neither a path nor anything that another program would take for one.
  let name: String

  var path: String { root.rawValue + name }

  init(root: Root, name: String) {
    self.root = root
    self.name = name
  }

  /// Reads what a gadget passes as `filePath`.
  init(_ path: String) throws(FeishuFailure) {
    guard let root = Root.allCases.first(where: { path.hasPrefix($0.rawValue) }) else {
      throw FeishuFailure("filePath begins with neither ttfile://temp/ nor ttfile://user/", .invalidPath)
    }
    let name = String(path.dropFirst(root.rawValue.count))
    // A later program may decode the name once more, and it has to be harmless then, too.
    var reading = name
    for _ in 0..<8 {
      guard SafeFileName(reading).text == reading else {
        throw FeishuFailure("filePath does not end with the plain name of a file", .invalidPath)
      }
      let next = Self.decoded(reading)
      if next == reading { break }
      reading = next
    }
    guard Self.decoded(reading) == reading else {
      throw FeishuFailure("filePath does not end with the plain name of a file", .invalidPath)
    }
    self.init(root: root, name: name)
  }

  /// What a file is called for want of a name: the last part of the link's path, as Feishu's client has it, with `_` for each
  /// `/` and `:` that stands there escaped.
  static func name(forPath path: String) -> SafeFileName {
    SafeFileName(decoded(path.split(separator: "/").last.map(String.init) ?? "").replacing(":", with: "_"))
  }

  /// Without `%2F` and the like; the text itself where it is not escaped properly.
  static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.first != UInt8(ascii: "+")
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The two folders in which a gadget's files are.
struct FeishuFolders: Sendable {
  let temporary: String
  let user: String

  private func folder(_ root: FeishuFile.Root) -> String {
    switch root {
    case .temporary: temporary
    case .user: user
    }
  }

  /// Whether nothing has the name. Blocks.
  func isFree(_ file: FeishuFile) throws(FileFailure) -> Bool {
    try FolderDescriptor(folder(file.root)).entry(file.name) == .nothing
  }

  /// The file to write. Blocks.
  func target(of file: FeishuFile) throws(FileFailure) -> DownloadTarget {
    let folder = folder(file.root)
    guard try FolderDescriptor(folder).entry(file.name) != .symbolicLink else {
      throw FileFailure(path: file.path, operation: "write", reason: "is a symbolic link")
    }
    return try DownloadPlace(folder: folder).target(named: file.name)
  }
}

/// A transport that remembers what the last reply said about itself.
final class ReplyObserver: Transport {
  private let transport: any Transport
  private let head = Mutex<HTTPReplyHead?>(nil)

  init(_ transport: any Transport) { self.transport = transport }

  /// The last reply's status; 0 if there was none.
  var status: Int { head.withLock { $0?.status ?? 0 } }

  /// The request's id, by which the server's people find it again; empty if the server gave none.
  var trace: String { head.withLock { $0?["X-Tt-Logid"] ?? $0?["X-Request-Id"] ?? "" } }

  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply {
    let reply = try await transport.perform(request)
    head.withLock { $0 = reply.head }
    return reply
  }

  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead {
    try await transport.stream(request, to: ObservedSink(sink: sink) { head in self.head.withLock { $0 = head } })
  }
}

/// A sink that tells of a reply's head before it takes it.
private struct ObservedSink: ReplySink {
  let sink: any ReplySink
  let observe: @Sendable (HTTPReplyHead) -> Void

  func begin(_ head: HTTPReplyHead) throws {
    observe(head)
    try sink.begin(head)
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws { try sink.receive(bytes) }
}
