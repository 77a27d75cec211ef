import Foundation

/// Takes connections where a Redis server is expected, and answers every command with the same bytes.
final class ScriptedPeer: Sendable {
  let port: Int
  private let listener: Int32

  /// - Parameter reply: The bytes, from the port that it listens on.
  init(reply: (Int) -> String) throws {
    let (descriptor, port) = try LocalSocket.listen()
    self.port = port
    listener = descriptor
    let bytes = Array(reply(port).utf8)
    Thread.detachNewThread {
      while case let client = accept(descriptor, nil, nil), client >= 0 {
        Thread.detachNewThread { Self.answer(client, bytes) }
      }
    }
  }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func answer(_ client: Int32, _ bytes: [UInt8]) {
    defer { close(client) }
    var room = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(client, &room, room.count, 0), count > 0 {
      // Commands begin with a star, and none that a test sends to this has another.
      for byte in room[..<count] where byte == UInt8(ascii: "*") {
        if !LocalSocket.send(bytes, to: client) { return }
      }
    }
  }
}
