/// What a catalog file holds, told by the first of its keys that says so.
enum FileKind: String, CaseIterable {
  case family, events, pickers, types, identifiers, enums, errcodes, limits, overlay

  /// The version of the language of all of them.
  static let supportedFormat = "1"

  /// The keys that may stand at the top of such a file.
  var table: KeyTable {
    switch self {
    case .family: .family
    case .pickers: .pickers
    case .types, .identifiers: .types
    case .events: .events
    case .errcodes: .errcodes
    case .enums: .enums
    case .limits: .limits
    case .overlay: .overlay
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
