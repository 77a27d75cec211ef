import Catalog

extension SuggestionWriter {
  /// A call, in the family whose paths are most like its own.
  mutating func write(_ call: DraftCall) {
    let family = catalog.families.max { Self.shared(call.path, $0) < Self.shared(call.path, $1) }
    guard let last = family?.endpoints.last?.position, let line = text.lastLine(of: last) else { return }
    let depth = last.column - 1
    let name = Self.snake(call.name)
    var yaml = ["", "\(indent(depth))\(name):"]
    let key = indent(depth + 2)
    let updated = call.updated.map { ", updated: \($0)" } ?? ""
    yaml += [
      "\(key)summary: \"\"", "\(key)path: \(call.path)",
      "\(key)docs: {internal: \(call.number ?? "\"\"")\(updated)}", "\(key)effect: create",
    ]
    if call.method != "POST" { yaml.insert("\(key)method: \(call.method)", at: 4) }
    for (side, fields) in [("request", call.request), ("response", call.response)] where !fields.isEmpty {
      yaml.append("\(key)\(side):")
      yaml += fields.flatMap { lines(of: $0, depth: depth + 4, isRequest: side == "request", near: last.file) }
    }
    add("a call", behind: (last.file, line), yaml)
  }

  /// How many characters of the path the family's paths share at most.
  private static func shared(_ path: String, _ family: Family) -> Int {
    family.endpoints.map { zip($0.path, path).prefix { $0.0 == $0.1 }.count }.max() ?? 0
  }

  static func snake(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase, !result.isEmpty, result.last != "_" { result += "_" }
      result += character.isLetter || character.isNumber ? character.lowercased() : "_"
    }
    return result
  }
}
