import Catalog

/// A property of a type of the checked model, and values to give it.
struct ModelProperty<Owner> {
  let name: String
  /// Each gives it another value, or none if that cannot be done to this value.
  let changes: [(Owner) -> Owner?]

  init<Value>(_ name: String, _ path: WritableKeyPath<Owner, Value>, _ changes: ((Value) -> Value?)...) {
    self.name = name
    self.changes = changes.map { change in
      { owner in
        var owner = owner
        guard let value = change(owner[keyPath: path]) else { return nil }
        owner[keyPath: path] = value
        return owner
      }
    }
  }
}

extension ModelProperty {
  static func text(_ name: String, _ path: WritableKeyPath<Owner, String>) -> Self {
    .init(name, path, { $0 + "x" })
  }

  static func text(_ name: String, _ path: WritableKeyPath<Owner, String?>) -> Self {
    .init(name, path, { ($0 ?? "") + "x" }, { $0 == nil ? nil : .some(nil) })
  }

  static func flag(_ name: String, _ path: WritableKeyPath<Owner, Bool>) -> Self { .init(name, path, { !$0 }) }

  static func number(_ name: String, _ path: WritableKeyPath<Owner, Int64>) -> Self {
    .init(name, path, { $0 + 1 }, { $0 - 1 })
  }

  static func number(_ name: String, _ path: WritableKeyPath<Owner, Int64?>) -> Self {
    .init(name, path, { ($0 ?? 7) + 1 }, { ($0 ?? 7) - 1 }, { $0 == nil ? nil : .some(nil) })
  }

  static func bound(_ name: String, _ path: WritableKeyPath<Owner, Field.Bound>) -> Self {
    .init(name, path, { .number($0.value + 1) }, { .number($0.value - 1) })
  }

  static func bound(_ name: String, _ path: WritableKeyPath<Owner, Field.Bound?>) -> Self {
    .init(
      name, path, { .number(($0?.value ?? 7) + 1) }, { .number(($0?.value ?? 7) - 1) },
      { $0 == nil ? nil : .some(nil) })
  }

  static func choice<Value: CaseIterable & Equatable>(_ name: String, _ path: WritableKeyPath<Owner, Value>) -> Self {
    .init(name, path, { value in Value.allCases.first { $0 != value } })
  }

  static func choice<Value: CaseIterable & Equatable>(_ name: String, _ path: WritableKeyPath<Owner, Value?>) -> Self {
    .init(
      name, path, { value in Value.allCases.first { $0 != value }.map(Optional.some) },
      { $0 == nil ? nil : .some(nil) })
  }

  /// One element less.
  static func list<Element>(_ name: String, _ path: WritableKeyPath<Owner, [Element]>) -> Self {
    .init(name, path, { $0.isEmpty ? nil : Array($0.dropFirst()) })
  }

  /// One element less, and another one.
  static func words(_ name: String, _ path: WritableKeyPath<Owner, [String]>) -> Self {
    .init(name, path, { $0.isEmpty ? nil : Array($0.dropFirst()) }, { $0 + ["x"] })
  }

  static func words(_ name: String, _ path: WritableKeyPath<Owner, [String]?>) -> Self {
    .init(name, path, { ($0 ?? []) + ["x"] }, { $0 == nil ? nil : .some(nil) })
  }

  /// Something else, or nothing if there was something.
  static func optional<Value>(
    _ name: String, _ path: WritableKeyPath<Owner, Value?>, _ other: Value
  ) -> Self {
    .init(name, path, { _ in .some(other) }, { $0 == nil ? nil : .some(nil) })
  }
}
