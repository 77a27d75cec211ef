/// A way in which a page reaches the app around it: the object that has the functions, and how it answers.
public struct ClientHost: Sendable, Hashable {
  /// How an interface is called, and how it answers.
  public enum Style: Sendable, Hashable {
    /// `f({…, success, fail})`
    case callbacks
    /// `f({…})` gives a promise.
    case promise
    /// `f(name, {…}, callback)`
    case invoke
  }

  /// The catalog's id, for example `mini-program`.
  public let name: String
  /// The function, with `{name}` where the interface's name goes.
  public let function: String
  /// How it is called, and how it answers.
  public let style: Style
  /// The answer's field that says how the call went.
  public let messageField: String
  /// What may stand before the interface's name in that field; empty: nothing.
  public let messagePrefix: String
  /// The answer's field that holds the result; nil: the answer itself does.
  public let resultField: String?

  /// Describes a host.
  public init(
    _ name: String, _ function: String, _ style: Style, message: String, prefix: String = "", result: String? = nil
  ) {
    self.name = name
    self.function = function
    self.style = style
    messageField = message
    messagePrefix = prefix
    resultField = result
  }
}
