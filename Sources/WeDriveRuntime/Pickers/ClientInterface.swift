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
