/// A function that a page calls in the app around it, for example a picker: a value of it is what the function is asked.
///
/// The server renders the call for the page with ``javaScript(for:postingTo:)``. The page posts what comes of it, and
/// ``reply(from:issued:)-(String,_)`` reads that.
public protocol ClientInterface: Codable, Sendable {
  /// What is answered on success.
  associatedtype Answer: Codable & Sendable
  /// What else is answered otherwise.
  associatedtype Failure: Codable & Sendable = NoFields
  /// How it can end.
  associatedtype Outcome: OpenEnum where Outcome.RawValue == String
  /// The name on the wire, for example `wedriveSelectDir`.
  static var name: String { get }
  /// The hosts that offer it.
  static var hosts: [ClientHost] { get }
  /// The outcome of a call that succeeded.
  static var success: Outcome { get }

  /// Checks what the documentation demands of the values.
  ///
  /// - Throws: The first rule that is broken, with the parameter as it is called on the wire.
  func validate() throws(InvalidArgument)
  /// The same, without the parameters that the app would ignore.
  func effective() -> Self
  /// Bool parameters that a host takes as 1 or 0, by their names on the wire.
  static func flagsAsNumbers(for host: ClientHost) -> Set<String>
  /// An answer whose tickets live as long as the answer says.
  static func dated(_ answer: Answer) -> Answer
}

extension ClientInterface {
  /// Nothing to check: what an interface without documented constraints does.
  public func validate() throws(InvalidArgument) {}
  /// Everything: what an interface without conditions does.
  public func effective() -> Self { self }
  /// None, by default.
  public static func flagsAsNumbers(for host: ClientHost) -> Set<String> { [] }
  /// The answer itself, by default.
  public static func dated(_ answer: Answer) -> Answer { answer }
}

/// No fields at all.
public struct NoFields: Codable, Sendable, Hashable {
  /// Makes one.
  public init() {}
}

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
