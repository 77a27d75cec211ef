/// Something that a service tells an app about, by calling it back.
public struct Event: Sendable {
  /// The id, for example `wedrive_file_change`.
  public var id: String
  /// The name that its type starts with, given or derived.
  public var swiftName: String
  /// The id of the service that pushes it.
  public var service: String
  /// One sentence in the third person.
  public var summary: String
  /// What else matters to a receiver.
  public var about: String?
  /// Where it is documented.
  public var documentation: Endpoint.Documentation
  /// The nodes of its message, and their texts, that tell it from others.
  public var match: [(node: String, text: String)]
  /// The other nodes of its message, in the order of the file.
  public var fields: [Field]
  /// What to look for instead.
  public var deprecated: String?
  /// Where it is declared.
  public var position: Position
}
