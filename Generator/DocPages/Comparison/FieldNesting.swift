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
    let objects = Dictionary(grouping: tables.filter { $0.owner != nil }) { ($0.owner ?? "").lowercased() }
    var placed: Set<String> = []
    func place(_ table: FieldTable, below: [String], inside: Set<String>) {
      let rows = paths(of: table, below: below, described: Set(objects.keys))
      found += rows
      for (path, row) in rows where found.count < FieldNesting.maximumRows && path.count < FieldNesting.maximumDepth {
        // By its type or by what it refers to; a name of its own only if nothing else says which object it is.
        let pointed = row.pointedNames.filter { objects[$0] != nil }
        let names = pointed.isEmpty ? row.ownNames.filter { objects[$0] != nil } : pointed
        for name in names.prefix(1) where !inside.contains(name) {
          placed.insert(name)
          for object in objects[name] ?? [] { place(object, below: path, inside: inside.union([name])) }
        }
      }
    }
    for table in tables where table.owner == nil { place(table, below: [], inside: []) }
    for table in tables {
      guard let owner = table.owner, !placed.contains(owner.lowercased()) else { continue }
      let last = owner.split(separator: ".").last.map(String.init) ?? owner
      place(table, below: byName[last]?.first ?? [], inside: [owner.lowercased()])
    }
    return found
  }

  /// Most rows of one side, and most steps of a path, because objects may hold each other.
  private static let maximumRows = 4000
  private static let maximumDepth = 7

  private func paths(
    of table: FieldTable, below: [String], described: Set<String>
  ) -> [(path: [String], row: FieldRow)] {
    var result: [(path: [String], row: FieldRow)] = []
    var claimed: Set<[String]> = []
    var previous: (path: [String], holdsFields: Bool) = (below, true)
    var indented: [[String]] = []
    // Behind a row with dots, a name without any stands at the top again, unless samples or the catalog know better.
    var isBehindDots = false
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
        path = self.path(of: steps[0], behind: previous, below: below, claimed: claimed, isBehindDots: isBehindDots)
      }
      isBehindDots = steps.count > 1
      claimed.insert(path)
      // What has a table of its own is not described by the rows behind it.
      let isElsewhere = row.pointedNames.contains(where: described.contains)
      previous = (path, !isElsewhere && row.type?.type.holdsFields ?? false)
      result.append((path, row))
    }
    return result
  }

  /// The path of a row whose table is flat.
  private func path(
    of name: String, behind previous: (path: [String], holdsFields: Bool), below: [String], claimed: Set<[String]>,
    isBehindDots: Bool
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
    return nearest ?? (isBehindDots && !previous.holdsFields ? below : level) + [name]
  }

  private func shared(_ a: [String], _ b: [String]) -> Int { zip(a, b).prefix { $0.0 == $0.1 }.count }
}

extension FieldRow {
  /// The objects that the row's type or description names, in small letters.
  fileprivate var pointedNames: [String] {
    ([type?.type.elementName].compactMap { $0 } + references).map { $0.lowercased() }
  }

  /// The names that the object in the field may have from the field itself.
  fileprivate var ownNames: [String] {
    [name.lowercased(), name.split(separator: ".").last.map { $0.lowercased() } ?? ""]
  }
}
