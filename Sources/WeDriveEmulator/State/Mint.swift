import WeDriveGenerated
import WeDriveRuntime

/// Makes whatever is handed out: ids, keys, tokens, tickets and names that cannot be guessed. The only place that does.
enum Mint {
  static func spaceID() -> SpaceID { SpaceID("s." + random(bytes: 12)) }

  /// An id that begins with that of its space.
  static func fileID(in space: SpaceID) -> FileID { FileID("\(space)_f." + random(bytes: 12)) }

  static func messageID() -> String { random(bytes: 12) }

  static func uploadKey() -> UploadKey { UploadKey(random(bytes: 32)) }

  /// An access token of any kind and service.
  static func token() -> Secret { Secret(random(bytes: 64)) }

  /// What a picker gives, or the service pushes.
  static func ticket() -> Secret { Secret(random(bytes: 32)) }

  /// A login code, or the key of the session that it is exchanged for.
  static func loginSecret() -> Secret { Secret(random(bytes: 16)) }

  /// What makes an address, a form or a cookie good for its holder only.
  static func linkSecret() -> String { random(bytes: 24) }

  /// The signature of a form.
  static func signature() -> String { random(bytes: 32) }

  /// Something that tells one thing from another, and grants nothing.
  static func name(bytes count: Int) -> String { random(bytes: count) }

  private static func random(bytes count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return Hexadecimal.text((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }
}
