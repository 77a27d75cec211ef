import Catalog

/// Every change of one property of one value of the checked model.
struct ModelChanges {
  /// A catalog in which one property has another value.
  struct Change {
    let property: String
    let catalog: Catalog
  }

  /// The names of a type's properties that are neither changed nor excused.
  private(set) var forgotten: [String] = []
  private(set) var changes: [Change] = []
  let base: Catalog

  init(_ base: Catalog) {
    self.base = base
    addAll()
  }

  /// Changes a value that `visit` finds, property by property.
  ///
  /// - Parameter excused: Properties that a comparison may pass over, with the reason.
  mutating func add<Value>(
    _ name: String, _ visit: (inout Catalog, (inout Value) -> Void) -> Void, _ properties: [ModelProperty<Value>],
    excused: [String: String] = [:]
  ) {
    var names: Set<String> = []
    var count = 0
    var copy = base
    visit(&copy) { value in
      count += 1
      names = Set(Mirror(reflecting: value).children.compactMap(\.label))
    }
    let known = Set(properties.map(\.name)).union(excused.keys).union(["position"])
    forgotten += names.symmetricDifference(known).subtracting(names.contains("position") ? [] : ["position"]).sorted()
      .map { "\(name).\($0)" }
    if count != 1 { forgotten.append("\(name): found \(count) times") }
    for property in properties where excused[property.name] == nil {
      let before = changes.count
      for change in property.changes {
        var catalog = base
        var isDone = false
        visit(&catalog) { value in
          if let other = change(value) {
            value = other
            isDone = true
          }
        }
        if isDone { changes.append(Change(property: "\(name).\(property.name)", catalog: catalog)) }
      }
      if changes.count == before { forgotten.append("\(name).\(property.name) cannot be changed") }
    }
  }
}
