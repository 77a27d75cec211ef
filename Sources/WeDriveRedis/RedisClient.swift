import Synchronization
import WeDriveRuntime

/// A Redis client on the libcurl that is linked already: one connection for all tasks, one more for each node that a
/// cluster redirects to. RESP2; no subscriptions.
///
/// No task's thread is blocked. A command takes the configured time at the longest, with connecting; a cancelled task
/// still waits for it. Connections are made when needed, and end with the client.
public final class RedisClient: RedisCommands {
  private struct State {
    var nodes: [RedisConfiguration.Address: RedisLink] = [:]
    var slots: [Int: RedisConfiguration.Address] = [:]
  }

  /// Most nodes of a cluster: what redirects to more is no cluster.
  private static let maximumNodes = 1000

  private let configuration: RedisConfiguration
  private let home: RedisLink
  private let state = Mutex(State())

  /// A client that is not connected yet.
  public init(_ configuration: RedisConfiguration) {
    self.configuration = configuration
    home = RedisLink(RedisHandshake(configuration: configuration, node: nil))
  }

  deinit {
    home.close()
    for link in state.withLock({ Array($0.nodes.values) }) { link.close() }
  }

  /// Sends a command to the server, or to the node of a cluster that has its key.
  public func send(_ arguments: [[UInt8]]) async throws(StoreFailure) -> RedisReply {
    let bytes = RedisRequest.encode(arguments)
    let slot = Self.key(of: arguments).map(Redirection.slot)
    var link = slot.flatMap(known) ?? home
    var asks = false
    for _ in 0..<3 {
      let reply: RedisReply
      do throws(StoreFailure) {
        reply =
          try await asks
          ? link.send(RedisRequest.encode("ASKING") + bytes, skipping: 1) : link.send(bytes)
      } catch {
        guard error.kind == .unreachable else { throw error }
        if let slot { forget(slot) }
        // The configured node of a cluster may be the one that is down; the others know as much.
        guard !error.mayBeDone, link === home, let other = anyNode() else { throw error }
        link = other
        continue
      }
      guard case .error(let message) = reply, let redirection = Redirection(message) else { return reply }
      guard let next = follow(redirection) else { break }
      link = next
      asks = redirection.isOnce
    }
    throw StoreFailure(.busy, "the cluster redirects in a circle")
  }

  /// The key of a command; of a script, its first.
  private static func key(of arguments: [[UInt8]]) -> [UInt8]? {
    guard let name = arguments.first else { return nil }
    let isScript = ["EVAL", "EVALSHA"].contains(String(decoding: name, as: UTF8.self).uppercased())
    let position = isScript ? 3 : 1
    return arguments.count > position ? arguments[position] : nil
  }

  private func known(_ slot: Int) -> RedisLink? {
    state.withLock { state in state.slots[slot].flatMap { state.nodes[$0] } }
  }

  private func anyNode() -> RedisLink? { state.withLock { $0.nodes.values.randomElement() } }

  private func forget(_ slot: Int) { state.withLock { $0.slots[slot] = nil } }

  private func follow(_ redirection: Redirection) -> RedisLink? {
    var host = redirection.host
    // A node that does not know its own address leaves it out.
    if host.isEmpty, case .server(let address) = configuration.place { host = address.host }
    let address = RedisConfiguration.Address(host: host, port: redirection.port)
    guard address.isValid else { return nil }
    return state.withLock { state in
      guard state.nodes[address] != nil || state.nodes.count < Self.maximumNodes else { return nil }
      let link = state.nodes[address] ?? RedisLink(RedisHandshake(configuration: configuration, node: address))
      state.nodes[address] = link
      if !redirection.isOnce { state.slots[redirection.slot] = address }
      return link
    }
  }
}
