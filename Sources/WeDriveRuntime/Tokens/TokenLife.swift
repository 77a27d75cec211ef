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

  /// How long before its end a token is renewed in the background at the earliest: five minutes, or a tenth of a short
  /// life. Chance makes it later by up to a fifth of that, so that machines do not all renew at once. Never earlier: before
  /// the last five minutes, some services only repeat the token that they issued.
  static func renewal(of lifetime: Duration) -> Duration { min(.seconds(300), lifetime / 10) }

  /// How long before its end a token is no longer used, since a call takes a while to arrive.
  static func margin(of lifetime: Duration) -> Duration { min(.seconds(10), lifetime / 20) }

  /// How long a token that another fetched must be good to be worth taking.
  static func leastWorth(of lifetime: Duration) -> Duration { min(.seconds(60), lifetime / 15) }
}
