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

/// Refuses requests that name another host than this machine: a page in a browser that reached the emulator through a name of
/// its own, which resolves to 127.0.0.1, gets no reply from it.
struct LocalHostOnly: RouterMiddleware {
  typealias Context = CallContext

  func handle(
    _ request: Request, context: CallContext, next: (Request, CallContext) async throws -> Response
  ) async throws -> Response {
    guard Self.isLocal(request.head.authority ?? "") else {
      throw HTTPError(.forbidden, message: "the emulator answers as 127.0.0.1, localhost and [::1] only")
    }
    return try await next(request, context)
  }

  /// Whether a host, with or without a port, names this machine.
  static func isLocal(_ authority: String) -> Bool {
    var host = authority[...]
    if let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber) {
      host = host[..<colon]
    }
    return ["127.0.0.1", "localhost", "[::1]"].contains(host.lowercased())
  }
}

/// Refuses what a page of another site, open in a browser on this machine, can send to the control routes: a browser says so
/// in `Sec-Fetch-Site` and `Origin`, and sends JSON across sites only after it has asked.
struct SameSiteOnly: RouterMiddleware {
  typealias Context = CallContext

  private static let fetchSite = HTTPFields.Element.Name("Sec-Fetch-Site")

  func handle(
    _ request: Request, context: CallContext, next: (Request, CallContext) async throws -> Response
  ) async throws -> Response {
    guard context.peerIsLoopback else { throw HTTPError(.forbidden) }
    if let site = Self.fetchSite.flatMap({ request.headers[$0] }), site != "same-origin", site != "none" {
      throw HTTPError(.forbidden, message: "control routes take no requests from other sites")
    }
    if let origin = request.headers[.origin] {
      guard let host = origin.split(separator: "://").last, origin.hasPrefix("http"),
        LocalHostOnly.isLocal(String(host)),
        String(host) == request.head.authority
      else { throw HTTPError(.forbidden, message: "control routes take no requests from other sites") }
    }
    if request.method == .post {
      let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
      guard type == "application/json" else {
        throw HTTPError(.unsupportedMediaType, message: "control routes take `Content-Type: application/json`")
      }
    }
    return try await next(request, context)
  }
}

extension Router where Context == CallContext {
  /// A router whose routes answer requests that name this machine.
  static func forThisMachine() -> Router<CallContext> {
    let router = Router(context: CallContext.self)
    router.add(middleware: LocalHostOnly())
    return router
  }
}
