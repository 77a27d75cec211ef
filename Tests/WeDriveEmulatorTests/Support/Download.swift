@testable import WeDriveEmulator

/// What `file_download` answered, ready to be used.
struct Download: Sendable {
  let path: String
  let cookie: String

  init(_ reply: JSON) {
    let url = reply["download_url"] ?? ""
    path = "/" + url.split(separator: "/", maxSplits: 2).dropFirst(2).joined()
    cookie = "\(reply["cookie_name"] ?? "")=\(reply["cookie_value"] ?? "")"
  }

  func get(_ emulator: Emulator, _ headers: String..., withCookie: Bool = true) async throws -> RawReply {
    try await RawConnection(port: emulator.downloadPort)
      .exchange("GET", path, headers: headers + (withCookie ? ["Cookie: other=1; \(cookie)"] : []))
  }
}
