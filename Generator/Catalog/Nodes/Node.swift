/// A YAML value with the place where it stands.
package struct Node {
  package enum Content {
    /// `isPlain` tells `true` from `"true"`.
    case scalar(String, isPlain: Bool)
    case sequence([Node])
    case mapping([Entry])
  }

  /// A key of a mapping, its place, and its value.
  package struct Entry {
    package var key: String
    package var keySpan: Span
    package var value: Node
    /// Whether an entry before it has the same key, which is reported. It declares nothing, but what it holds is checked.
    var isRepeated = false
  }

  var content: Content
  package var span: Span
}

extension Node {
  /// Whether nothing is written: an empty value, `null` or `~`.
  var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "null" || text == "~"
  }

  /// The text of a scalar that is not empty.
  var scalarText: String? {
    guard case .scalar(let text, _) = content, !isNull, !text.isEmpty else { return nil }
    return text
  }

  /// The value of an unquoted whole number.
  var integer: Int64? {
    guard case .scalar(let text, isPlain: true) = content, let value = Int64(text), String(value) == text else {
      return nil
    }
    return value
  }

  /// The value of an unquoted `true` or `false`.
  var flag: Bool? {
    guard case .scalar(let text, isPlain: true) = content else { return nil }
    return Bool(text)
  }

  package var elements: [Node]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  package var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The value of a key, if this is a mapping that has it.
  subscript(key: String) -> Node? { entries?.first { $0.key == key }?.value }

  /// What a person would call this value in a message.
  var kindDescription: String {
    switch content {
    case .scalar where isNull: "nothing"
    case .scalar(let text, isPlain: true): "'\(text.prefix(40))'"
    case .scalar(let text, isPlain: false): "the quoted text '\(text.prefix(40))'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// Whether both say the same, wherever and however they are written. The order of keys does not matter.
  func isSame(as other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let a, _), .scalar(let b, _)):
      return isNull == other.isNull && (isNull || a == b)
    case (.sequence(let a), .sequence(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    case (.mapping(let a), .mapping(let b)):
      return a.count == b.count
        && a.allSatisfy { entry in b.contains { $0.key == entry.key && $0.value.isSame(as: entry.value) } }
    default:
      return false
    }
  }
}
