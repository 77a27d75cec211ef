/// What a catalog file holds, told by the first of its keys that says so.
enum FileKind: String, CaseIterable {
  case family, events, pickers, types, identifiers, enums, errcodes, limits, overlay

  /// The keys that may stand at the top of such a file.
  var keys: [String] {
    switch self {
    case .family: ["family", "service", "about", "metered", "endpoints"]
    case .pickers: ["pickers", "service", "about", "hosts", "interfaces"]
    case .types, .identifiers: ["types", "identifiers"]
    case .events: ["events", "service"]
    case .errcodes: ["errcodes", "service"]
    case .enums, .limits, .overlay: [rawValue]
    }
  }

  /// What messages call such a file.
  var owner: String {
    switch self {
    case .family: "this family"
    case .pickers: "these pickers"
    case .overlay: "this file"
    default: "this file of \(rawValue)"
    }
  }

  init?(of entries: [Node.Entry]) {
    for entry in entries {
      if let kind = FileKind(rawValue: entry.key) {
        self = kind
        return
      }
    }
    return nil
  }
}
