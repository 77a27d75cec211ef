import Catalog

/// `API.md`: every method on one page, so that a reviewer sees a change of the API in one place.
struct APIIndex {
  let lexicon: Lexicon
  let families: [SourceFiles.LoweredFamily]

  var text: String {
    var lines = [
      "\(GeneratedFile.markdownMark). Do not edit: change the catalog and run `\(GeneratedFile.command)`. -->",
      "# The API", "",
      "A `?` marks what is optional; a call that is not repeatable is never sent twice by itself.",
    ]
    for (family, endpoints) in families {
      let title = lexicon.catalog.services.count > 1 ? "\(family.service)/\(family.name)" : family.name
      lines += ["", "## \(title)", "", family.about, ""]
      lines.append("| method | route | input | output | effect | pages | errcodes | app kinds | documentation |")
      lines.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
      lines += endpoints.map(row)
    }
    if !lexicon.catalog.events.isEmpty {
      lines += ["", "## events", "", "What a service tells an app about by calling it back.", ""]
      lines += ["| type | message | fields | documentation |", "| --- | --- | --- | --- |"]
      lines += lexicon.catalog.events.map { EventDeclarations($0, lexicon: lexicon).row }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ lowered: EndpointDeclarations) -> String {
    let endpoint = lowered.endpoint
    let pages = endpoint.paging.map { "`\($0.items.joined(separator: "."))` by `\($0.from)`" } ?? "–"
    let codes = endpoint.errcodes.map(String.init).joined(separator: ", ")
    let links = endpoint.documentation.pages.map { kind, page in
      "[\(page)](\(lexicon.link(page, service: lowered.service)) \"\(kind.rawValue)\")"
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
    return "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
  }

  private func input(_ members: [Member], chosen: [Member]) -> String {
    let names = Set(chosen.map(\.name))
    let used = members.filter { names.contains($0.name) || $0.presence == .optional }
    return list(used) { names.contains($0.name) ? "" : "?" }
  }

  private func output(_ members: [Member]) -> String {
    list(members) { $0.isOptional ? "?" : "" }
  }

  private func list(_ members: [Member], mark: (Member) -> String) -> String {
    guard !members.isEmpty else { return "–" }
    return members.map { "`\($0.name): \($0.type)\(mark($0))`" }.joined(separator: ", ")
  }
}
