@testable import Catalog

extension ModelChanges {
  mutating func addAll() {
    addCatalog()
    addEvents()
    addEndpoints()
    addFields()
    addTypes()
    addClients()
  }

  private mutating func addCatalog() {
    add(
      "Catalog", { $1(&$0) },
      [
        .list("services", \.services), .list("families", \.families), .list("clients", \.clients),
        .list("events", \.events), .list("types", \.types), .list("identifiers", \.identifiers),
        .list("enums", \.enums), .list("errcodes", \.errcodes), .list("limits", \.limits),
      ],
      excused: ["corrections": "What an entry of the overlay does is in what it changes; the rest is about pages."])
    add(
      "Service", { $1(&$0.services[0]) },
      [
        .text("id", \.id), .text("about", \.about), .text("host", \.host), .text("docs", \.docs),
        .list("tokens", \.tokens), .choice("tokenless", \.tokenless), .text("codeField", \.codeField),
        .text("messageField", \.messageField), .text("errcodeType", \.errcodeType), .text("apiType", \.apiType),
      ])
    add(
      "TokenKind", { $1(&$0.services[0].tokens[0]) }, [.text("name", \.name)],
      excused: ["swiftName": "It follows from the name."])
    add(
      "Limit", { $1(&$0.limits[0]) },
      [
        .text("name", \.name), .text("swiftName", \.swiftName), .number("value", \.value), .choice("unit", \.unit),
        .text("about", \.about), .text("page", \.page),
      ])
    add(
      "ErrcodeTable", { $1(&$0.errcodes[0]) },
      [.init("service", \.service, { _ in "mirror" }), .list("codes", \.codes)])
    add(
      "Errcode", { $1(&$0.errcodes[0].codes[0]) },
      [
        .init("code", \.code, { $0 - 1 }), .text("name", \.name), .text("swiftName", \.swiftName),
        .text("about", \.about), .choice("action", \.action), .text("advice", \.advice),
        .flag("isObserved", \.isObserved),
      ])
  }

  private mutating func addEvents() {
    add(
      "Event", { $1(&$0.events[0]) },
      [
        .text("id", \.id), .text("swiftName", \.swiftName), .init("service", \.service, { _ in "mirror" }),
        .text("summary", \.summary), .text("about", \.about), .list("documentation", \.documentation.pages),
        .init("match", \.match, { $0.map { ($0.node, $0.text + "x") } }, { Array($0.dropFirst()) }),
        .list("fields", \.fields), .text("deprecated", \.deprecated),
      ])
  }

  private mutating func addEndpoints() {
    add(
      "Family", { $1(&$0.families[1]) },
      [.init("service", \.service, { _ in "mirror" }), .list("endpoints", \.endpoints)],
      excused: [
        "name": "Calls may be moved to another file.", "about": "It heads a file, and calls may be moved to another.",
      ])
    // What one call has and another has not.
    let (pages, blocks) = (base.families[1].endpoints[0].paging, base.families[2].endpoints[0].blocks)
    add(
      "Endpoint", { $1(&$0.families[1].endpoints[1]) },
      [
        .text("id", \.id), .text("swiftName", \.swiftName), .text("summary", \.summary), .text("about", \.about),
        .choice("method", \.method), .text("path", \.path), .list("documentation", \.documentation.pages),
        .list("apps", \.apps), .choice("effect", \.effect), .flag("isRepeatable", \.isRepeatable),
        .text("repeatableWhy", \.repeatableWhy), .list("tokens", \.tokens), .flag("hasBareReply", \.hasBareReply),
        .flag("isMetered", \.isMetered),
        .list("request", \.request), .list("response", \.response), .list("alternatives", \.alternatives),
        .text("deprecated", \.deprecated), .init("errcodes", \.errcodes, { $0 + [410] }),
        .init("paging", \.paging, { _ in pages }), .init("blocks", \.blocks, { _ in blocks }),
      ])
    add(
      "Documentation", { $1(&$0.families[1].endpoints[0].documentation) },
      [
        .text("updated", \.updated),
        .init(
          "pages", \.pages, { $0.map { ($0.kind, $0.page + "9") } }, { $0.map { (.thirdParty, $0.page) } },
          { Array($0.dropFirst()) }),
      ])
    add(
      "Paging",
      { catalog, body in
        if var paging = catalog.families[1].endpoints[0].paging {
          body(&paging)
          catalog.families[1].endpoints[0].paging = paging
        }
      },
      [
        .text("from", \.from), .text("next", \.next), .text("more", \.more), .words("items", \.items),
        .optional("overlap", \.overlap, Endpoint.Overlap(size: "limit", identity: "id", order: ["name"])),
      ])
    add(
      "BlockUpload",
      { catalog, body in
        if var blocks = catalog.families[2].endpoints[0].blocks {
          body(&blocks)
          catalog.families[2].endpoints[0].blocks = blocks
        }
      },
      [
        .text("part", \.part.text), .text("finish", \.finish.text), .text("size", \.size.text),
        .text("digests", \.digests.text), .text("exists", \.exists.text), .text("key", \.key.text),
        .text("index", \.index.text), .text("content", \.content.text), .text("result", \.result.text),
        .list("expired", \.expired),
      ])
  }
}
