/// A table of an object's fields, and where it stands.
struct ObjectTable {
  /// The call that was spoken of, by index.
  var call: Int
  var isResponse: Bool
  var table: FieldTable
  var name: String { (table.owner ?? "").lowercased() }
}

extension PageReader {
  /// Gives each object's table to the sides whose rows name it. One that no row names stays where it stands.
  mutating func placeObjects() {
    guard !objects.isEmpty else { return }
    var isPlaced = Array(repeating: false, count: objects.count)
    for call in page.calls.indices {
      for side in [\PageCall.request, \PageCall.response] {
        let isResponse = side == \PageCall.response
        for place in reached(from: page.calls[call][keyPath: side], of: call, isResponse: isResponse) {
          isPlaced[place] = true
          let object = objects[place]
          page.calls[call][keyPath: side].tables.append(object.table)
          if object.call != call || object.isResponse != isResponse {
            remarkElsewhere(object, call: page.calls[call], isResponse: isResponse)
          }
        }
      }
    }
    for (place, object) in objects.enumerated() where !isPlaced[place] {
      let side: WritableKeyPath<PageCall, PageSide> = object.isResponse ? \.response : \.request
      page.calls[object.call][keyPath: side].tables.append(object.table)
      let name = object.table.owner ?? ""
      let isSampled = page.calls[object.call][keyPath: side].samples.contains { $0.root.holds(key: object.name) }
      if !isSampled { remark(.objectUnnamed, object.table.at, "no row names '\(name)', whose fields the table lists") }
    }
    // In the order of the page.
    for call in page.calls.indices {
      page.calls[call].request.tables.sort { $0.at.line < $1.at.line }
      page.calls[call].response.tables.sort { $0.at.line < $1.at.line }
    }
  }

  /// The objects that the rows of a side name, and those that their rows name.
  private func reached(from side: PageSide, of call: Int, isResponse: Bool) -> [Int] {
    var found: [Int] = []
    var rows = side.tables.flatMap(\.rows)[...]
    while let row = rows.popFirst() {
      let names = row.objectNames
      for (place, object) in objects.enumerated() where names.contains(object.name) && !found.contains(place) {
        // A page may describe an object once for all calls, or for each call and each side anew.
        let others = objects.filter { $0.name == object.name }
        func isNearest(_ isNear: (ObjectTable) -> Bool) -> Bool { !others.contains(where: isNear) || isNear(object) }
        guard isNearest({ $0.call == call }) else { continue }
        guard isNearest({ $0.call == call && $0.isResponse == isResponse }) else { continue }
        found.append(place)
        rows += object.table.rows
      }
    }
    return found
  }

  private mutating func remarkElsewhere(_ object: ObjectTable, call: PageCall, isResponse: Bool) {
    let side = isResponse ? "reply" : "request"
    remark(
      .objectElsewhere, object.table.at,
      "the fields of '\(object.table.owner ?? "")' belong to the \(side) of '\(call.name)', where a row names it")
  }

  /// Says where a page, a call or a table held nothing that was read.
  mutating func remarkOnNothing() {
    if !page.calls.isEmpty {
      for event in page.events {
        guard let table = event.table else { continue }
        remark(.eventTable, table, "the table lists the nodes of an event, and no fields of a call")
      }
    }
    if page.documentsNothing {
      let at = page.title ?? Excerpt(line: 1, scalars: [])
      remark(.nothingRead, at, "the page documents no call that is read")
    }
    for call in page.calls where call.failure.isEmpty && call.request.tables.isEmpty && call.response.tables.isEmpty {
      let isShown = !call.request.samples.isEmpty || !call.response.samples.isEmpty
      if isShown && call.address == nil { continue }
      remark(
        .nothingRead, call.at,
        "the call '\(call.name)' has \(isShown ? "no table of fields" : "neither a table nor a sample")")
    }
  }
}

extension FieldRow {
  /// The names, in small letters, by which the row names objects: its type, what it refers to, and its own.
  var objectNames: Set<String> {
    var names = Set(references.map { $0.lowercased() })
    if let element = type?.type.elementName { names.insert(element.lowercased()) }
    names.insert(name.lowercased())
    if let last = name.split(separator: ".").last { names.insert(last.lowercased()) }
    return names
  }
}

extension SampleValue {
  /// Whether some object in it has the key, in small letters.
  fileprivate func holds(key: String) -> Bool {
    switch content {
    case .object(let members): members.contains { $0.key.lowercased() == key || $0.value.holds(key: key) }
    case .list(let elements): elements.contains { $0.holds(key: key) }
    default: false
    }
  }
}

extension PageRemark.Kind {
  /// Whether it is about something that was not read.
  var isUnread: Bool {
    switch self {
    case .columnsSwapped, .sampleRepaired, .objectElsewhere, .objectUnnamed, .commentNotRead, .nothingRead,
      .sampleShowsList,
      .eventTable, .valueTable:
      false
    case .sampleNotRead, .rowNotRead, .tableNotCompared, .codeNotRead, .lineNotRead: true
    }
  }
}
