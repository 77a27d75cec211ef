import Catalog

extension SuggestionWriter {
  /// A call, in the family whose paths are most like its own.
  mutating func write(_ call: DraftCall) {
    let families = catalog.families.filter { $0.service == call.service && !$0.endpoints.isEmpty }
    let family = families.max { Self.shared(call.path, $0) < Self.shared(call.path, $1) }
    guard let last = family?.endpoints.last?.position, let line = text.lastLine(of: last) else { return }
    let depth = last.column - 1
    if addPage(of: call) { return }
    guard let name = DraftNames.id(path: call.path, taken: ids) else { return }
    ids.insert(name)
    var yaml = ["", "\(indent(depth))\(name):"]
    let key = indent(depth + 2)
    if ReservedNames.reason(against: SwiftName.lowerCamel(name), as: .method) != nil {
      yaml.append("\(key)swift: \(SwiftName.lowerCamel(name))Call")
    }
    let updated = call.updated.map { ", updated: \($0)" } ?? ""
    yaml += [
      "\(key)summary: \"\"", "\(key)path: \(call.path)",
    ]
    if call.method != "POST" { yaml.append("\(key)method: \(call.method)") }
    if call.kind == nil { yaml.append("\(key)# The page does not say for which kind of app it is.") }
    yaml += [
      "\(key)docs: {\((call.kind ?? .internal).rawValue): \(call.number ?? "\"\"")\(updated)}", "\(key)effect: create",
    ]
    for (side, fields) in [("request", call.request), ("response", call.response)] {
      let isQuery = side == "request" && call.method == "GET"
      let inner = lines(
        of: fields, depth: depth + 4, isRequest: side == "request", isQuery: isQuery, near: last.file)
      if inner.contains(where: { $0.last != "." }) { yaml.append("\(key)\(side):") }
      yaml += inner
    }
    add("a call", behind: (last.file, line), yaml)
    drafted["\(call.service ?? "") \(call.path)"] = suggestions.count - 1
  }

  /// A call that several pages document, one for each kind of app, is drafted once and names all of them.
  private mutating func addPage(of call: DraftCall) -> Bool {
    guard let place = drafted["\(call.service ?? "") \(call.path)"] else { return false }
    guard let kind = call.kind, let number = call.number else { return true }
    change(place) { yaml in
      guard let line = yaml.firstIndex(where: { $0.drop { $0 == " " }.hasPrefix("docs: {") }),
        !yaml[line].contains("\(kind.rawValue):")
      else { return }
      let end = yaml[line].firstRange(of: ", updated:")?.lowerBound ?? yaml[line].index(before: yaml[line].endIndex)
      yaml[line].insert(contentsOf: ", \(kind.rawValue): \(number)", at: end)
    }
    return true
  }

  /// How many characters of the path the family's paths share at most.
  private static func shared(_ path: String, _ family: Family) -> Int {
    family.endpoints.map { zip($0.path, path).prefix { $0.0 == $0.1 }.count }.max() ?? 0
  }
}

extension SuggestionWriter {
  /// A client-side interface, beside the others of its family and ending as they do.
  mutating func write(_ interface: DraftInterface) {
    guard let family = catalog.clients.first(where: { $0.name == interface.family }),
      let last = family.interfaces.last, let line = text.lastLine(of: last.position)
    else { return }
    let depth = last.position.column - 1
    let key = indent(depth + 2)
    let updated = interface.updated.map { ", updated: \($0)" } ?? ""
    let kind = (interface.kind ?? .internal).rawValue
    let docs =
      interface.number.map { "{docs: {\(kind): \($0)\(updated)}}" } ?? interface.link.map {
        "{docs: {link: \"\($0)\"\(updated)}}"
      }
      ?? "{}"
    var yaml = ["", "\(indent(depth))\(interface.name):", "\(key)summary: \"\"", "\(key)hosts:"]
    yaml.append("\(indent(depth + 4))\(interface.host): \(docs)")
    for (name, fields) in [
      ("parameters", interface.parameters), ("result", interface.result), ("failure", interface.failure),
    ] where !fields.isEmpty {
      yaml.append("\(key)\(name):")
      yaml += lines(of: fields, depth: depth + 4, isRequest: name == "parameters", near: last.position.file)
    }
    let outcomes = names(of: interface.outcomes, in: last.outcomeType)
    yaml += ["\(key)outcome: \(last.outcomeType)", "\(key)outcomes: [\(outcomes.joined(separator: ", "))]"]
    add("a client-side interface", behind: (last.position.file, line), yaml)
  }

  /// The names that an enum has for outcomes, at least `ok`. Those that it lacks are suggested, too.
  private mutating func names(of outcomes: [ValueMention], in type: String) -> [String] {
    let values = catalog.enums.first { $0.name == type }?.values ?? []
    var names: [String] = []
    for outcome in outcomes {
      if let known = values.first(where: { $0.raw == outcome.value }) {
        names.append(known.name)
      } else if let last = values.last?.position, let line = text.lastLine(of: last) {
        names.append(DraftNames.snake(outcome.value))
        add(
          "a value of \(type)", behind: (last.file, line),
          [indent(last.column - 1) + SuggestionWriter.value(outcome, isString: true)])
      }
    }
    return names.isEmpty ? ["ok"] : names
  }
}
