import WeDriveRuntime

/// Sends commands to a Redis server: what a ``RedisStore`` needs of a client.
///
/// ``RedisClient`` is one. A program that has another client already makes it one with this one method.
public protocol RedisCommands: Sendable {
  /// Sends a command and waits for its reply, a second or so.
  ///
  /// - Parameter arguments: The command's name and its arguments.
  /// - Returns: The reply; ``RedisReply/error(_:)`` if the server refuses the command.
  /// - Throws: ``StoreFailure`` if there is no reply.
  func send(_ arguments: [[UInt8]]) async throws(StoreFailure) -> RedisReply
}

/// A command as it goes over the wire: an array of bulk strings.
enum RedisRequest {
  static func encode(_ arguments: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(arguments.reduce(16) { $0 + $1.count + 16 })
    bytes += "*\(arguments.count)\r\n".utf8
    for argument in arguments {
      bytes += "$\(argument.count)\r\n".utf8
      bytes += argument
      bytes += "\r\n".utf8
    }
    return bytes
  }

  static func encode(_ words: String...) -> [UInt8] { encode(words.map { Array($0.utf8) }) }
}
