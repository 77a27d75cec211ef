import Hummingbird
import WeDriveHTTP

/// What a handler knows of the connection besides the request.
struct CallContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The other end's port; 0 where it has none.
  let peerPort: Int
  let peerIsLoopback: Bool
  /// Closes the connection at once, without a byte of a reply.
  let drop: @Sendable () async -> Void
  /// Sends what was written of a reply, to the last byte, and then closes the connection.
  let hangUp: @Sendable () async -> Void

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    let channel = source.channel
    peerPort = channel.remoteAddress?.port ?? 0
    let address = channel.remoteAddress?.ipAddress ?? ""
    // An IPv4 address may be written as one of IPv6.
    peerIsLoopback = String(address.trimmingPrefix("::ffff:")).isLoopbackHost
    // That it is closed already is all right.
    drop = { try? await channel.close() }
    hangUp = {
      // Closing one direction waits for what is to be sent in it.
      try? await channel.close(mode: .output)
      try? await channel.close()
    }
  }
}
