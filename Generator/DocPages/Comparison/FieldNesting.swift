/// Finds out which object each row of a table belongs to. Pages indent, write dots, have a table for each object, or leave it
/// to the reader: then the sample decides, and behind it the catalog.
struct FieldNesting {
  /// Last name → the paths that end with it: of the samples first, then of the catalog.
  private let byName: [String: [[String]]]

  /// How many objects with a field of one name are told apart.
  private static let maximumCandidates = 64

  init(samples: [[String]], known: [[String]]) {
    var byName: [String: [[String]]] = [:]
    for path in samples + known {
      guard let name = path.last, byName[name, default: []].count < FieldNesting.maximumCandidates else { continue }
      if byName[name]?.contains(path) != true { byName[name, default: []].append(path) }
    }
    self.byName = byName
  }

  /// The path of each row, in the order of the tables.
  func paths(of tables: [FieldTable]) -> [(path: [String], row: FieldRow)] {
    var found: [(path: [String], row: FieldRow)] = []
    /// Name of a type → the paths of the fields that have it.
    var typed: [String: [[String]]] = [:]
    for table in tables {
      let owners = table.owner.map { owner(of: $0, typed: typed, found: found.map(\.path)) } ?? [[]]
      for below in owners {
        for (path, row) in paths(of: table, below: below) {
          found.append((path, row))
          if let name = row.type?.type.elementName { typed[name.lowercased(), default: []].append(path) }
        }
      }
    }
    return found
  }

  /// The objects whose fields a table of their own lists, by the name of a type or of a field.
  private func owner(of name: String, typed: [String: [[String]]], found: [[String]]) -> [[String]] {
    if let paths = typed[name.lowercased()] { return paths }
    let last = name.split(separator: ".").last.map(String.init) ?? name
    let fields = found.filter { $0.last?.lowercased() == last.lowercased() }
    if !fields.isEmpty { return fields }
    return byName[last].map { Array($0.prefix(1)) } ?? [[]]
  }

  private func paths(of table: FieldTable, below: [String]) -> [(path: [String], row: FieldRow)] {
    var result: [(path: [String], row: FieldRow)] = []
    var claimed: Set<[String]> = []
    var previous: (path: [String], holdsFields: Bool) = (below, true)
    var indented: [[String]] = []
    let isIndented = table.rows.contains { $0.depth > 0 }
    for row in table.rows {
      var steps = row.name.split(separator: ".").map(String.init)
      if let prefix = table.prefix, steps.first == prefix { steps.removeFirst() }
      if steps.isEmpty { continue }
      let path: [String]
      if steps.count > 1 {
        path = below + steps
      } else if isIndented {
        indented = Array(indented.prefix(row.depth))
        path = (indented.last ?? below) + steps
        indented.append(path)
      } else if table.prefix != nil {
        path = below + steps
      } else {
        path = self.path(of: steps[0], behind: previous, below: below, claimed: claimed)
      }
      claimed.insert(path)
      previous = (path, row.type?.type.holdsFields ?? false)
      result.append((path, row))
    }
    return result
  }

  /// The path of a row whose table is flat.
  private func path(
    of name: String, behind previous: (path: [String], holdsFields: Bool), below: [String], claimed: Set<[String]>
  ) -> [String] {
    let candidates = (byName[name] ?? []).filter { $0.starts(with: below) && !claimed.contains($0) }
    let level = previous.holdsFields ? previous.path : Array(previous.path.dropLast())
    // In the object that was just named, beside the row before, or beside one of the objects around it.
    var around = level
    while true {
      if around.starts(with: below), candidates.contains(around + [name]) { return around + [name] }
      if around.count <= below.count { break }
      around.removeLast()
    }
    // In an object that the table does not mention: the nearest one.
    let nearest = candidates.max { a, b in
      (shared(a, level), -a.count) < (shared(b, level), -b.count)
    }
    return nearest ?? level + [name]
  }

  private func shared(_ a: [String], _ b: [String]) -> Int { zip(a, b).prefix { $0.0 == $0.1 }.count }
}
