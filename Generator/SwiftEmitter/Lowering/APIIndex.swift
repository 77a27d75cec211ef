import Catalog

/// `API.md`: every method on one page, so that a reviewer sees a change of the API in one place.
struct APIIndex {
  let typeIndex: TypeIndex
  let families: [SourceFiles.LoweredFamily]
  let interfaces: [InterfaceDeclarations]

  init(_ sources: SourceFiles) {
    typeIndex = sources.typeIndex
    families = sources.families
    interfaces = sources.interfaces
  }

  var text: String {
    var lines = [
      "\(GeneratedFile.markdownMark). Do not edit: change the catalog and run `\(GeneratedFile.command)`. -->",
      "# The API", "",
      "A `?` marks what is optional; a call that is not repeatable is never sent twice by itself.",
    ]
    for (family, endpoints) in families {
      let title = typeIndex.catalog.services.count > 1 ? "\(family.service)/\(family.name)" : family.name
      lines += ["", "## \(title)", "", family.about, ""]
      lines.append("| method | route | input | output | effect | pages | errcodes | app kinds | documentation |")
      lines.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
      lines += endpoints.map(row)
    }
    if !typeIndex.catalog.types.isEmpty {
      lines += ["", "## Types", "", "Objects that several of the above have in common.", ""]
      lines += ["| type | fields | about |", "| --- | --- | --- |"]
      lines += typeIndex.catalog.types.map { type in
        line(["`\(type.name)`", output(type.fields.map { Member($0, side: .reply, typeIndex: typeIndex) }), type.about])
      }
    }
    if !interfaces.isEmpty {
      lines += ["", "## Client-side interfaces", "", "What a page calls in the app around it.", ""]
      lines.append("| type | function | input | output | outcomes | app kinds | documentation |")
      lines.append("| --- | --- | --- | --- | --- | --- | --- |")
      lines += interfaces.map(row)
    }
    if !typeIndex.catalog.events.isEmpty {
      lines += ["", "## events", "", "What a service tells an app about by calling it back.", ""]
      lines += ["| type | message | fields | documentation |", "| --- | --- | --- | --- |"]
      lines += typeIndex.catalog.events.map { EventDeclarations($0, typeIndex: typeIndex).row }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ lowered: InterfaceDeclarations) -> String {
    let interface = lowered.interface
    let hosts = interface.availability.compactMap { availability in
      lowered.family.hosts.first { $0.id == availability.host }
    }
    let links = interface.availability.flatMap(lowered.links)
    let apps = interface.apps.map(\.rawValue).joined(separator: ", ")
    let cells = [
      "`\(interface.swiftName)`",
      hosts.map { "`\(lowered.function(of: $0))`" }.joined(separator: "<br>"),
      list(lowered.parameters.members, showingBounds: true) { $0.isOptional ? "?" : "" },
      output(lowered.answer.members),
      interface.outcomes.map { "`\($0)`" }.joined(separator: ", "),
      apps.isEmpty ? "–" : apps,
      links.isEmpty ? "–" : links.joined(separator: " "),
    ]
    return line(cells)
  }

  private func line(_ cells: [String]) -> String {
    "| " + cells.map(cell).joined(separator: " | ") + " |"
  }

  private func cell(_ text: String) -> String {
    text.utf8.contains(UInt8(ascii: "|")) ? text.split(separator: "|").joined(separator: "\\|") : text
  }

  private func row(_ lowered: EndpointDeclarations) -> String {
    let endpoint = lowered.endpoint
    let pages =
      endpoint.paging.map { paging in
        let wire = "`\(paging.items.joined(separator: "."))`"
        return "\(lowered.itemsPath.map { "`\($0)`, on the wire \(wire)," } ?? wire) by `\(paging.from)`"
      } ?? "–"
    let codes = endpoint.errcodes.map(String.init).joined(separator: ", ")
    let links = endpoint.documentation.pages.map { kind, page in
      "[\(page)](\(typeIndex.link(page, service: lowered.service)) \"\(kind.rawValue)\")"
    }.joined(separator: " ")
    let cells = [
      "`\(endpoint.swiftName)`",
      "`\(endpoint.method.rawValue) \(endpoint.path)`",
      lowered.request.initialisers.map { input(lowered.request.members, chosen: $0) }.joined(separator: "<br>or "),
      output(lowered.response.members),
      endpoint.effect.rawValue + (endpoint.isRepeatable ? "" : ", not repeatable"),
      pages,
      codes.isEmpty ? "–" : codes,
      endpoint.apps.map(\.rawValue).joined(separator: ", "),
      (links + (endpoint.documentation.updated.map { " (\($0))" } ?? "")),
    ]
    return line(cells)
  }

  private func input(_ members: [Member], chosen: [Member]) -> String {
    let names = Set(chosen.map(\.name))
    let used = members.filter { names.contains($0.name) || $0.presence == .optional }
    return list(used, showingBounds: true) { names.contains($0.name) ? "" : "?" }
  }

  private func output(_ members: [Member]) -> String {
    list(members) { $0.isOptional ? "?" : "" }
  }

  private func list(_ members: [Member], showingBounds: Bool = false, mark: (Member) -> String) -> String {
    guard !members.isEmpty else { return "–" }
    return members.map { member in
      let bounds = DocText.bounds(member.field.constraints, of: member.field.type) { "`Limits.\($0)`" }
      return "`\(member.name): \(member.type)\(mark(member))`"
        + (showingBounds && !bounds.isEmpty ? " (\(bounds.joined(separator: "; ")))" : "")
    }.joined(separator: ", ")
  }
}
