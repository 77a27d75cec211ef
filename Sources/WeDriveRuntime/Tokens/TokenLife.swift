/// The parts of a token's life.
enum TokenLife {
  /// No token is trusted for longer than a day, in seconds, whatever the service says.
  static let longest: Int64 = 86_400

  /// No token is fetched again sooner than this, in seconds, unless the service refuses it: a service that is wrong about
  /// its tokens' life must not be asked at every call.
  static let shortest: Int64 = 30

  /// How long a service that issues the very token that it refuses is left alone.
  static let reissuePause: Duration = .seconds(30)

  /// A life within reason.
  static func bounded(_ lifetime: Duration) -> Duration { max(.seconds(shortest), min(lifetime, .seconds(longest))) }

  /// How long before its end a token is renewed in the background: five minutes, or a tenth of a short life.
  static func renewal(of lifetime: Duration) -> Duration { min(.seconds(300), lifetime / 10) }

  /// How long before its end a token is no longer used, since a call takes a while to arrive.
  static func margin(of lifetime: Duration) -> Duration { min(.seconds(10), lifetime / 20) }
}
