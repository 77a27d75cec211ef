import Foundation
import Testing

@testable import WeDriveEmulator

/// A reply's JSON, for looking into.
struct JSON: Sendable, CustomStringConvertible {
  let bytes: [UInt8]

  private var object: Any? { try? JSONSerialization.jsonObject(with: Data(bytes)) }

  subscript(path: String) -> String? {
    var current = object
    for step in path.split(separator: ".") {
      if let index = Int(step) {
        let list = current as? [Any]
        current = list.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      } else {
        current = (current as? [String: Any])?[String(step)]
      }
    }
    switch current {
    case let text as String: return text
    case let number as NSNumber: return "\(number)"
    default: return nil
    }
  }

  func count(_ path: String) -> Int? {
    var current = object
    for step in path.split(separator: ".") { current = (current as? [String: Any])?[String(step)] }
    return (current as? [Any])?.count
  }

  func strings(_ path: String, _ key: String? = nil) -> [String] {
    var current = object
    for step in path.split(separator: ".") { current = (current as? [String: Any])?[String(step)] }
    let list = current as? [Any] ?? []
    return list.compactMap { key == nil ? $0 as? String : ($0 as? [String: Any])?[key ?? ""] as? String }
  }

  var errcode: Int? { self["errcode"].flatMap { Int($0) } }
  var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// Calls an emulator over a socket, as a client would that knows nothing of its insides.
struct TestCaller: Sendable {
  let emulator: Emulator
  let token: String

  init(_ emulator: Emulator, app: EmulatedApp = .standard) async throws {
    self.emulator = emulator
    let reply = try await Self.getToken(emulator, app.corpID.rawValue, app.secret.rawValue)
    token = try #require(reply["access_token"])
  }

  init(_ emulator: Emulator, token: String) {
    self.emulator = emulator
    self.token = token
  }

  static func getToken(_ emulator: Emulator, _ corpID: String, _ secret: String) async throws -> JSON {
    let reply = try await RawConnection(port: emulator.port)
      .exchange("GET", "/cgi-bin/gettoken?corpid=\(corpID)&corpsecret=\(secret)")
    #expect(reply.status == 200)
    return JSON(bytes: reply.body)
  }

  /// Posts JSON to a path below `/cgi-bin/wedrive/`, or to any other path that starts with a slash.
  func raw(_ path: String, _ json: String, on connection: RawConnection? = nil) async throws -> RawReply {
    let path = path.hasPrefix("/") ? path : "/cgi-bin/wedrive/\(path)"
    let connection = try connection ?? RawConnection(port: emulator.port)
    return try await connection.exchange("POST", "\(path)?access_token=\(token)", body: Array(json.utf8))
  }

  @discardableResult
  func call(_ path: String, _ fields: [String: any Sendable] = [:]) async throws -> JSON {
    let body = try JSONSerialization.data(withJSONObject: fields)
    let reply = try await raw(path, String(decoding: body, as: UTF8.self))
    #expect(reply.status == 200)
    return JSON(bytes: reply.body)
  }

  /// A call that has to succeed.
  @discardableResult
  func done(
    _ path: String, _ fields: [String: any Sendable] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> JSON {
    let reply = try await call(path, fields)
    #expect(reply.errcode == 0, "\(reply)", sourceLocation: sourceLocation)
    return reply
  }

  /// A call that has to be refused with this errcode.
  func refused(
    _ path: String, _ fields: [String: any Sendable] = [:], _ errcode: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let reply = try await call(path, fields)
    #expect(reply.errcode == errcode, "\(reply)", sourceLocation: sourceLocation)
  }

  // MARK: Things to work with

  func space(_ name: String = "Space", _ members: [[String: any Sendable]] = []) async throws -> String {
    try #require(try await done("space_create", ["space_name": name, "auth_info": members])["spaceid"])
  }

  func folder(_ name: String, in space: String, _ parent: String? = nil) async throws -> String {
    let reply = try await done(
      "file_create", ["spaceid": space, "fatherid": parent ?? space, "file_type": 1, "file_name": name])
    return try #require(reply["fileid"])
  }

  func file(_ name: String, _ content: String, in space: String, _ parent: String? = nil) async throws -> String {
    let reply = try await done("file_upload", uploadFields(name, content, space, parent))
    return try #require(reply["fileid"])
  }

  func uploadFields(
    _ name: String, _ content: String, _ space: String, _ parent: String? = nil
  ) -> [String: any Sendable] {
    [
      "spaceid": space, "fatherid": parent ?? space, "file_name": name,
      "file_base64_content": Data(content.utf8).base64EncodedString(),
    ]
  }
}

extension Emulator {
  var port: Int { Self.port(of: baseURL) }
  var downloadPort: Int { Self.port(of: downloadOrigin) }

  private static func port(of url: String) -> Int { url.split(separator: ":").last.flatMap { Int($0) } ?? 0 }
}

/// Runs a test against an emulator of its own.
func withEmulator(
  _ configure: (inout EmulatorConfiguration) -> Void = { _ in },
  _ body: (Emulator, TestCaller) async throws -> Void
) async throws {
  var configuration = EmulatorConfiguration()
  configure(&configuration)
  let emulator = try await Emulator.start(configuration)
  do {
    try await body(emulator, try await TestCaller(emulator))
  } catch {
    await emulator.stop()
    throw error
  }
  await emulator.stop()
}

/// An entry of `auth_info`.
func person(_ name: String, _ auth: Int? = nil) -> [String: any Sendable] {
  var fields: [String: any Sendable] = ["type": 1, "userid": name]
  if let auth { fields["auth"] = auth }
  return fields
}

/// An entry of `auth_info`.
func department(_ number: Int, _ auth: Int? = nil) -> [String: any Sendable] {
  var fields: [String: any Sendable] = ["type": 2, "departmentid": number]
  if let auth { fields["auth"] = auth }
  return fields
}
