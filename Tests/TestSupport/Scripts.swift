import Foundation

extension ScriptedServer {
  /// A server that answers each request, on connections that are kept.
  public static func answering(
    _ answer: @escaping @Sendable (ReceivedRequest, ServerConnection) throws -> Void
  ) throws -> ScriptedServer {
    try ScriptedServer { connection in
      while true { try answer(try connection.readRequest(), connection) }
    }
  }

  /// A server that gives every request the same correct reply.
  public static func answering(_ status: Int = 200, headers: [String] = [], text: String) throws -> ScriptedServer {
    try answering { _, connection in try connection.reply(status, headers: headers, text: text) }
  }

  /// A server that reads one request of each connection, sends these bytes, and closes.
  public static func sending(_ bytes: String) throws -> ScriptedServer {
    try ScriptedServer { connection in
      try connection.readRequest()
      try connection.send(bytes)
    }
  }
}

extension ServerConnection {
  /// Does nothing for a while.
  public func pause(_ time: Duration) {
    let (seconds, attoseconds) = time.components
    Thread.sleep(forTimeInterval: Double(seconds) + Double(attoseconds) / 1e18)
  }
}
