import Synchronization
import WeDriveHTTP

@testable import WeDriveRuntime

/// A service as a catalog might describe it.
extension Service {
  static let example = Service(
    name: "example", host: "https://example.invalid", token: TokenKind("access_token"), codeField: "errcode",
    messageField: "errmsg", advice: { table[$0] })

  private static let table: [Int: ErrcodeAdvice] = [
    -1: ErrcodeAdvice("busy", "The service is busy.", .retry),
    1: ErrcodeAdvice("fatal", "No.", .fatal, hint: "Give up."),
    2: ErrcodeAdvice("crowded", "Too much at once.", .slowDown),
    3: ErrcodeAdvice("frequent", "Too often.", .wait),
    4: ErrcodeAdvice("used_up", "The month is used up.", .waitMonth),
    5: ErrcodeAdvice("expired", "The token has expired.", .refreshToken),
    6: ErrcodeAdvice("suite_expired", "The suite token has expired.", .refreshSuiteToken),
    7: ErrcodeAdvice("revoked", "Access was withdrawn.", .reauthorise),
    8: ErrcodeAdvice("repeated", "It was done before.", .checkOutcome),
    9: ErrcodeAdvice("elsewhere", "Not from this address.", .changeAddress),
  ]
}

extension Endpoint {
  static func example(
    _ effect: Effect = .read, method: Method = .post, isRepeatable: Bool? = nil, tokens: [TokenKind]? = nil
  ) -> Endpoint {
    Endpoint(
      "example_\(effect.rawValue)", .example, method, "/api/\(effect.rawValue)", effect,
      isRepeatable: isRepeatable ?? (effect != .create), tokens: tokens, summary: "An example.")
  }
}

/// Reads something.
struct ReadRequest: APIRequest {
  struct Response: Codable, Sendable, Equatable {
    struct Item: Codable, Sendable, Equatable { var size: Int64 }
    var name: String
    var list: [Item]?
  }

  static let call = Call<Response>(.example(.read))
  var id = "a"
  var limit: Int64 = 10
  var key: Secret?

  func validate() throws(InvalidArgument) {
    try Constraint.range(limit, minimum: 1, maximum: 1000, of: "limit", in: "example_read")
  }
}

/// Makes something.
struct CreateRequest: APIRequest {
  struct Response: Codable, Sendable {}
  static let call = Call<Response>(.example(.create))
  var name = "n"
  var content: Base64Content?
  var key: Secret?
}

/// Asks for a token.
struct TokenRequest: APIRequest {
  struct Response: Codable, Sendable {
    var token: String
    var life: Int64
  }
  static let call = Call<Response>(
    "example_token", .example, .get, "/api/token", .read, isRepeatable: true, tokens: [], summary: "A token.")
  var corp: String
  var secret: Secret
  var flag: Bool?
  var count: Int64?
}

extension ServiceCaller {
  /// A caller of a server on loopback.
  init(
    _ address: String, tokens: (any TokenProvider)? = FixedToken("token-of-the-test"),
    transport: any Transport = CurlTransport(), clock: CallClock = VirtualClock(skipping: .seconds(21)).clock,
    configure: (inout Configuration) -> Void = { _ in }
  ) {
    var configuration = Configuration()
    configuration.host = address
    configuration.clock = clock
    configure(&configuration)
    self.init(
      transport: transport, tokens: tokens.map { [Service.example.token: $0] } ?? [:], configuration: configuration)
  }
}

/// The error that a body throws.
func failure<Value>(of body: () async throws(WeDriveError) -> Value) async -> WeDriveError? {
  do throws(WeDriveError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

/// Gives t1, t2, … and a new one for each that was refused.
final class CountingTokens: TokenProvider {
  private let state = Mutex((current: 1, replacements: [String]()))
  var replacements: [String] { state.withLock { $0.replacements } }

  func token(replacing refused: AccessToken?) async throws(WeDriveError) -> AccessToken {
    state.withLock { state in
      if let refused {
        state.replacements.append(refused.value)
        if refused.value == "t\(state.current)" { state.current += 1 }
      }
      return AccessToken(value: "t\(state.current)", expiry: .max)
    }
  }
}
