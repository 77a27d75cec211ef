/// A kind of token, named by the query parameter that carries it, for example `access_token`.
///
/// The generated module declares those of the catalog.
public struct TokenKind: Sendable, Hashable, CustomStringConvertible {
  /// The name of the query parameter.
  public let parameter: String

  /// Names a kind.
  public init(_ parameter: String) { self.parameter = parameter }

  /// The name of the query parameter.
  public var description: String { parameter }
}
