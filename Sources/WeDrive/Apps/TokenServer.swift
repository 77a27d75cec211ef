import WeDriveHTTP
import WeDriveRuntime

/// A central server that hands out access tokens, so that one place fetches them for several machines (中控服务器).
///
/// What it has to do is small: it answers `GET` on its address with status 200 and a JSON object
/// `{"access_token": "…", "expires_in": 7200}`, the seconds that the token is good from now on; whatever else the object
/// holds is ignored. With a bearer secret, the request has the header `Authorization: Bearer …`. Any other status is
/// a failure, and redirects are not followed. A server that gives a token which the service has refused is asked again
/// after half a minute at the earliest.
public struct TokenServer: Sendable, Redacted {
  /// What errors call it.
  static let name = "the token server"

  private let url: String
  private let bearer: Secret?

  /// - Parameters:
  ///   - url: `https://…`, or `http://…` to this very machine; a query is sent as it is, and never printed.
  ///   - bearer: What the server wants to see before it gives a token away.
  /// - Throws: `WeDriveError.invalidArgument` for another address, and for a secret that no header can carry. Plain `http`
  ///   to other machines is refused because the reply is a token.
  public init(_ url: String, bearer: Secret? = nil) throws(WeDriveError) {
    guard WebAddress(url) != nil, !url.contains("#") else {
      throw .invalidArgument(
        InvalidArgument(
          owner: "", field: "TokenServer", reason: "is neither https://… nor http://… to this machine"))
    }
    guard bearer.map({ AccessToken.isWellFormed($0.rawValue) }) ?? true else {
      throw .invalidArgument(
        InvalidArgument(owner: "", field: "bearer", reason: "is empty, or has characters that no header can carry"))
    }
    self.url = url
    self.bearer = bearer
  }

  /// What its tokens are kept under.
  var key: TokenKey { TokenKey(["token-server", url, bearer?.rawValue ?? ""]) }

  private struct Reply: Codable {
    let token: Secret
    let life: Int64

    private enum CodingKeys: String, CodingKey {
      case token = "access_token"
      case life = "expires_in"
    }
  }

  /// Asks for a token.
  func fetch(by exchanges: InstrumentedExchanges, timeout: Duration) async throws(WeDriveError) -> IssuedToken {
    var request = HTTPRequest(
      .get, url: url, isRepeatable: true, timeout: timeout, maximumReplySize: 64 << 10)
    request.headers.append(HTTPHeader("Accept", "application/json"))
    if let bearer { request.headers.append(HTTPHeader("Authorization", "Bearer \(bearer.rawValue)")) }
    let reply: HTTPReply
    do throws(TransportFailure) {
      reply = try await exchanges.perform(request, resends: 0)
    } catch {
      throw .token(TokenFailure(endpoint: Self.name, reason: "it was not reached: \(error)", cause: error))
    }
    guard reply.head.status == 200 else { throw failure("it answered HTTP \(reply.head.status)") }
    // What it answered is not shown: it may be a token.
    guard let reply = try? WireJSON.decode(Reply.self, from: reply.body, endpoint: Self.name) else {
      throw failure("its reply is not {\"access_token\": …, \"expires_in\": …}")
    }
    return IssuedToken(value: reply.token, lifetime: .seconds(reply.life))
  }

  private func failure(_ reason: String) -> WeDriveError {
    .token(TokenFailure(endpoint: Self.name, reason: reason))
  }

  /// The type: an address may hold a secret in its query.
  public var description: String { "TokenServer" }
}
