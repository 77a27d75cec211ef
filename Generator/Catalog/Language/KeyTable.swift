/// The keys that one kind of mapping has, and what stands under each.
///
/// ``KeyReader`` reads by it, and ``LanguageSchema`` tells editors the same.
package struct KeyTable: Sendable {
  /// One key.
  package struct Key: Sendable {
    package let name: String
    let shape: KeyShape
    /// What it says, as an editor shows it.
    let about: String
    /// Whether its absence is a mistake.
    let isRequired: Bool
  }

  /// What keys mean together, beyond what each means alone. The reader words what is wrong with them.
  enum Condition: Sendable {
    /// Exactly one of these is there.
    case oneOf([String])
    /// One of these, or several, are there.
    case anyOf([String])
    /// Where one of these is, the others are, too.
    case together([String])
    /// Where the key is, the other is, too.
    case needs(String, String)
  }

  /// What the schema calls such a mapping: `endpoint`.
  let name: String
  let keys: [Key]
  let conditions: [Condition]
  /// Keys that mappings of this kind have elsewhere, and what is right here.
  let misplaced: [(name: String, instead: String)]
  /// All names, from which one is suggested for a key that is misspelt.
  let names: [String]

  package init(_ name: String, _ keys: [Key]) { self.init(name, keys, where: []) }

  init(
    _ name: String, _ keys: [Key], where conditions: [Condition], misplaced: [(name: String, instead: String)] = []
  ) {
    self.name = name
    self.keys = keys
    self.conditions = conditions
    self.misplaced = misplaced
    names = keys.map(\.name) + misplaced.map(\.name)
  }

  /// The key of that name.
  func key(_ name: String) -> Key? { keys.first { $0.name == name } }
}

extension KeyTable.Key {
  /// A key whose absence is a mistake.
  package static func required(_ name: String, _ shape: KeyShape, _ about: String) -> KeyTable.Key {
    KeyTable.Key(name: name, shape: shape, about: about, isRequired: true)
  }

  /// A key that may be left out.
  package static func optional(_ name: String, _ shape: KeyShape, _ about: String) -> KeyTable.Key {
    KeyTable.Key(name: name, shape: shape, about: about, isRequired: false)
  }
}
