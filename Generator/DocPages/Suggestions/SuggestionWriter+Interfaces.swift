import Catalog

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
