/// A field as a page has it: the rows and the values of samples that are about it.
struct DocumentedField: Sendable {
  var path: [String]
  var rows: [FieldRow] = []
  var samples: [(at: Excerpt, value: SampleValue)] = []

  /// The row of something in it, where the page has none of its own: `book.isbn` without `book`.
  var implied: Excerpt?

  /// Where the page speaks of it first.
  var at: Excerpt? { rows.first?.at ?? samples.first?.at ?? implied }
}

/// The fields of a request or reply as a page has them.
struct DocumentedSide: Sendable {
  /// The fields by their paths, joined by dots.
  private(set) var fields: [String: DocumentedField] = [:]
  /// The path of an object → those of what is in it, in the order of the page.
  private var inside: [String: [String]] = [:]
  let hasTables: Bool
  private let wrapper: String?

  /// - Parameters:
  ///   - known: The paths of the catalog's fields, by which a flat table is unfolded where no sample does it.
  ///   - leavingOut: Names at the top that are no fields of the call.
  ///   - wrapper: The object at the top that holds all the rest.
  init(_ side: PageSide, known: [[String]], leavingOut: Set<String>, wrapper: String?) {
    self.wrapper = wrapper
    hasTables = !side.tables.isEmpty
    var shown: [[String]] = []
    for sample in side.samples { collect(sample.root, below: [], leavingOut: leavingOut, into: &shown) }
    let nesting = FieldNesting(samples: shown, known: known)
    let placed = nesting.paths(of: side.tables)
    for (path, row) in placed {
      // A row with alternatives for a name is none of the call's if one of them is not.
      if path.count == 1, leavingOut.contains(path[0]) || row.names.contains(where: leavingOut.contains) { continue }
      let path = unwrapped(path)
      if path.isEmpty { continue }
      for count in 1..<max(1, path.count) where self[Array(path.prefix(count))] == nil {
        entry(Array(path.prefix(count))) { $0.implied = row.at }
      }
      entry(path) { $0.rows.append(row) }
    }
    for (owner, sample) in side.objects {
      let name = owner.lowercased()
      guard let (path, _) = placed.first(where: { $0.row.objectNames.contains(name) }) else { continue }
      collect(sample.root, below: unwrapped(path), leavingOut: [], into: &shown)
    }
  }

  /// The fields inside another, or of the side itself.
  func children(of path: [String]) -> [DocumentedField] {
    (inside[path.joined(separator: ".")] ?? []).compactMap { fields[$0] }
  }

  subscript(path: [String]) -> DocumentedField? { fields[path.joined(separator: ".")] }

  private func unwrapped(_ path: [String]) -> [String] {
    wrapper != nil && path.first == wrapper ? Array(path.dropFirst()) : path
  }

  private mutating func entry(_ path: [String], _ change: (inout DocumentedField) -> Void) {
    let key = path.joined(separator: ".")
    if fields[key] == nil { inside[path.dropLast().joined(separator: "."), default: []].append(key) }
    change(&fields[key, default: DocumentedField(path: path)])
  }

  private mutating func collect(
    _ value: SampleValue, below path: [String], leavingOut: Set<String>, into shown: inout [[String]]
  ) {
    switch value.content {
    case .object(let members):
      for member in members where !member.key.isEmpty && !(path.isEmpty && leavingOut.contains(member.key)) {
        let inner = unwrapped(path + [member.key])
        if inner.isEmpty {
          collect(member.value, below: [], leavingOut: leavingOut, into: &shown)
          continue
        }
        if self[inner] == nil { shown.append(inner) }
        entry(inner) { $0.samples.append((member.at, member.value)) }
        collect(member.value, below: inner, leavingOut: leavingOut, into: &shown)
      }
    case .list(let elements):
      for element in elements { collect(element, below: path, leavingOut: leavingOut, into: &shown) }
    default: break
    }
  }
}
