/// A node of a callback's message: a text, or further nodes.
///
/// Its description and its mirror show names only: a text may be a ticket.
public struct EventNode: Sendable, Hashable, Redacted {
  /// The name, for example `SpaceId`.
  public let name: String
  /// The text; empty where there are further nodes.
  public var text: String
  /// The nodes inside, in their order. A name may occur more than once.
  public var children: [EventNode]

  /// Makes a node.
  public init(_ name: String, text: String = "", children: [EventNode] = []) {
    self.name = name
    self.text = text
    self.children = children
  }

  /// The message of an event.
  public init(_ event: some CallbackEvent) {
    self.init("xml")
    for (name, text) in type(of: event).signature.nodes { children.append(EventNode(name, text: text)) }
    event.write(to: &self)
  }

  /// The nodes of a name.
  public subscript(name: String) -> [EventNode] { children.filter { $0.name == name } }

  /// The text of the first node of a name.
  public func text(of name: String) -> String? { children.first { $0.name == name }?.text }

  /// The name, and how many nodes there are inside.
  public var description: String {
    children.isEmpty ? "<\(name)>" : "<\(name)> with \(children.map(\.description).joined(separator: ", "))"
  }
}

// MARK: - Values

extension EventNode {
  /// The value of the first node of a name, which has to be there and to hold a text.
  public func required<Value: LosslessStringConvertible>(_ name: String) throws(EventDecodingError) -> Value {
    guard let text = text(of: name) else { throw EventDecodingError(field: name, reason: "is missing") }
    guard !text.isEmpty else { throw EventDecodingError(field: name, reason: "is empty") }
    return try Self.value(of: text, in: name)
  }

  /// The value of the first node of a name, which has to be there and to hold a text.
  public func required<Value: RawRepresentable>(_ name: String) throws(EventDecodingError) -> Value
  where Value.RawValue: LosslessStringConvertible {
    guard let text = text(of: name) else { throw EventDecodingError(field: name, reason: "is missing") }
    guard !text.isEmpty else { throw EventDecodingError(field: name, reason: "is empty") }
    return try Self.value(of: text, in: name)
  }

  /// The value of the first node of a name; nil if there is none.
  public func optional<Value: LosslessStringConvertible>(_ name: String) throws(EventDecodingError) -> Value? {
    guard let text = text(of: name) else { return nil }
    return try Self.value(of: text, in: name)
  }

  /// The value of the first node of a name; nil if there is none.
  public func optional<Value: RawRepresentable>(_ name: String) throws(EventDecodingError) -> Value?
  where Value.RawValue: LosslessStringConvertible {
    guard let text = text(of: name) else { return nil }
    return try Self.value(of: text, in: name)
  }

  /// The values of all nodes of a name.
  public func list<Value: LosslessStringConvertible>(_ name: String) throws(EventDecodingError) -> [Value] {
    var values: [Value] = []
    for node in self[name] { values.append(try Self.value(of: node.text, in: name)) }
    return values
  }

  /// The values of all nodes of a name.
  public func list<Value: RawRepresentable>(_ name: String) throws(EventDecodingError) -> [Value]
  where Value.RawValue: LosslessStringConvertible {
    var values: [Value] = []
    for node in self[name] { values.append(try Self.value(of: node.text, in: name)) }
    return values
  }

  private static func value<Value: LosslessStringConvertible>(
    of text: String, in name: String
  ) throws(EventDecodingError) -> Value {
    guard let value = Value(text) else { throw EventDecodingError(field: name, reason: "is not a number that fits") }
    return value
  }

  private static func value<Value: RawRepresentable>(of text: String, in name: String) throws(EventDecodingError)
    -> Value
  where Value.RawValue: LosslessStringConvertible {
    guard let value = Value(rawValue: try value(of: text, in: name)) else {
      throw EventDecodingError(field: name, reason: "has no such value")
    }
    return value
  }

  /// Adds a value.
  public mutating func add<Value: LosslessStringConvertible>(_ value: Value?, as name: String) {
    if let value { children.append(EventNode(name, text: String(value))) }
  }

  /// Adds a value.
  public mutating func add<Value: RawRepresentable>(_ value: Value?, as name: String)
  where Value.RawValue: LosslessStringConvertible {
    if let value { children.append(EventNode(name, text: String(value.rawValue))) }
  }

  /// Adds a node for each value.
  public mutating func add<Value: LosslessStringConvertible>(_ values: [Value], as name: String) {
    for value in values { add(value, as: name) }
  }

  /// Adds a node for each value.
  public mutating func add<Value: RawRepresentable>(_ values: [Value], as name: String)
  where Value.RawValue: LosslessStringConvertible {
    for value in values { add(value, as: name) }
  }
}
