/// Finds what an overlay entry names: `endpoints.file_move.request.fileid`, `errcodes.wecom.640001`.
enum OverlayTarget {
  enum Outcome {
    case done
    /// The first step that leads nowhere, and the names that would.
    case missing(step: String, among: [String])
    /// The target is no mapping, so that it has no keys.
    case noMapping(Node)
  }

  /// Calls `change` with the keys of the target's mapping.
  static func withEntries(
    at path: [String], in declarations: inout DeclarationNodes, _ change: (inout [Node.Entry]) -> Void
  ) -> Outcome {
    onRoot(path, in: &declarations) { entries, rest in
      guard !rest.isEmpty else { return .missing(step: "", among: entries.map(\.key)) }
      return descend(rest, in: &entries, change)
    }
  }

  /// Removes the target with everything in it.
  static func remove(_ path: [String], from declarations: inout DeclarationNodes) -> Outcome {
    onRoot(path, in: &declarations) { entries, rest in
      guard let last = rest.last else { return .missing(step: "", among: entries.map(\.key)) }
      var outcome = Outcome.done
      let removal: (inout [Node.Entry]) -> Void = { entries in
        if let index = entries.firstIndex(where: { $0.key == last }) {
          entries.remove(at: index)
        } else {
          outcome = .missing(step: String(last), among: entries.map(\.key))
        }
      }
      if rest.count == 1 {
        removal(&entries)
        return outcome
      }
      let found = descend(rest.dropLast(), in: &entries, removal)
      if case .done = found { return outcome }
      return found
    }
  }

  // MARK: - Walking

  private static let roots = [
    "services", "endpoints", "events", "pickers", "types", "identifiers", "enums", "errcodes", "limits",
  ]

  /// Calls `body` with the declarations of the kind that the path's first step names, and the rest of the path.
  private static func onRoot(
    _ path: [String], in declarations: inout DeclarationNodes,
    _ body: (inout [Node.Entry], ArraySlice<String>) -> Outcome
  ) -> Outcome {
    let rest = path.dropFirst()
    switch path.first {
    case "services": return body(&declarations.services, rest)
    case "types": return body(&declarations.types, rest)
    case "identifiers": return body(&declarations.identifiers, rest)
    case "enums": return body(&declarations.enums, rest)
    case "limits": return body(&declarations.limits, rest)
    case "endpoints":
      let id = rest.first ?? ""
      for index in declarations.families.indices
      where declarations.families[index].endpoints.contains(where: { $0.key == id }) {
        return body(&declarations.families[index].endpoints, rest)
      }
      return .missing(step: id, among: declarations.families.flatMap { $0.endpoints.map(\.key) })
    case "pickers":
      let id = rest.first ?? ""
      for index in declarations.clients.indices
      where declarations.clients[index].interfaces.contains(where: { $0.key == id }) {
        return body(&declarations.clients[index].interfaces, rest)
      }
      return .missing(step: id, among: declarations.clients.flatMap { $0.interfaces.map(\.key) })
    case "events":
      let id = rest.first ?? ""
      for index in declarations.events.indices
      where declarations.events[index].events.contains(where: { $0.key == id }) {
        return body(&declarations.events[index].events, rest)
      }
      return .missing(step: id, among: declarations.events.flatMap { $0.events.map(\.key) })
    case "errcodes":
      return onErrcodes(rest, in: &declarations, body)
    default:
      return .missing(step: path.first ?? "", among: roots)
    }
  }

  private static func onErrcodes(
    _ path: ArraySlice<String>, in declarations: inout DeclarationNodes,
    _ body: (inout [Node.Entry], ArraySlice<String>) -> Outcome
  ) -> Outcome {
    let service = path.first ?? ""
    let onlyService = declarations.services.count == 1 ? declarations.services[0].key : nil
    let tables = declarations.errcodes.indices.filter {
      (declarations.errcodes[$0].service?.value.scalarText ?? onlyService) == service
    }
    guard let first = tables.first else { return .missing(step: service, among: declarations.services.map(\.key)) }
    let code = path.dropFirst().first
    let index = tables.first { declarations.errcodes[$0].codes.contains { $0.key == code } } ?? first
    return body(&declarations.errcodes[index].codes, path.dropFirst())
  }

  private static func descend(
    _ path: ArraySlice<String>, in entries: inout [Node.Entry], _ change: (inout [Node.Entry]) -> Void
  ) -> Outcome {
    guard let step = path.first else {
      change(&entries)
      return .done
    }
    guard let index = entries.firstIndex(where: { $0.key == step }) else {
      return .missing(step: step, among: entries.map(\.key))
    }
    guard case .mapping(var inner) = entries[index].value.content else {
      return path.count == 1
        ? .noMapping(entries[index].value) : .missing(step: path.dropFirst().first ?? "", among: [])
    }
    let outcome = descend(path.dropFirst(), in: &inner, change)
    entries[index].value.content = .mapping(inner)
    return outcome
  }
}
