@testable import Catalog

extension ModelChanges {
  mutating func addTypes() {
    add(
      "ObjectType", { $1(&$0.types[2]) },
      [.text("name", \.name), .text("about", \.about), .list("fields", \.fields), .list("variants", \.variants)])
    add(
      "Variant", { $1(&$0.types[2].variants[0]) },
      [
        .text("swiftName", \.swiftName), .text("about", \.about),
        .init("set", \.set, { $0.map { ($0.field, $0.value + "x") } }, { _ in [] }), .words("take", \.take),
        .words("may", \.may),
      ], excused: ["name": "In Swift it shows as its other name, which is compared; moving one is no change."])
    let conversions = base.identifiers.first { !$0.conversions.isEmpty }?.conversions ?? []
    add(
      "IdentifierType", { $1(&$0.identifiers[0]) },
      [
        .text("name", \.name), .choice("raw", \.raw), .text("about", \.about), .text("term", \.term),
        .flag("isSecret", \.isSecret), .bound("lifeBound", \.lifeBound), .bound("usesBound", \.usesBound),
        .init("conversions", \.conversions, { _ in conversions }),
      ])
    add(
      "Conversion",
      { catalog, body in
        for index in catalog.identifiers.indices where !catalog.identifiers[index].conversions.isEmpty {
          body(&catalog.identifiers[index].conversions[0])
        }
      },
      [.text("name", \.name), .text("type", \.type), .text("label", \.label), .text("about", \.about)])
    add(
      "EnumType", { $1(&$0.enums[0]) },
      [
        .text("name", \.name), .choice("raw", \.raw), .text("about", \.about), .text("term", \.term),
        .list("values", \.values),
      ])
    add(
      "Value of an enum", { $1(&$0.enums[0].values[0]) },
      [
        .text("raw", \.raw), .text("name", \.name), .text("swiftName", \.swiftName), .text("about", \.about),
        .text("term", \.term), .words("allowedIn", \.allowedIn), .text("since", \.since), .text("until", \.until),
        .text("evidence", \.evidence), .text("deprecated", \.deprecated),
      ])
  }

  mutating func addClients() {
    add(
      "ClientFamily", { $1(&$0.clients[0]) },
      [
        .init("service", \.service, { _ in "mirror" }, { _ in .some(nil) }), .list("hosts", \.hosts),
        .list("interfaces", \.interfaces),
      ],
      excused: [
        "name": "Interfaces may be moved to another file.",
        "about": "It heads a file, and interfaces may be moved to another.",
      ])
    add(
      "ClientHost", { $1(&$0.clients[0].hosts[0]) },
      [
        .text("id", \.id), .text("swiftName", \.swiftName), .text("about", \.about), .text("function", \.function),
        .choice("style", \.style), .text("messageField", \.messageField), .text("messagePrefix", \.messagePrefix),
        .text("resultField", \.resultField),
      ])
    add(
      "ClientInterface", { $1(&$0.clients[0].interfaces[0]) },
      [
        .text("id", \.id), .text("swiftName", \.swiftName), .text("summary", \.summary), .text("about", \.about),
        .list("apps", \.apps), .list("availability", \.availability), .list("parameters", \.parameters),
        .list("result", \.result), .list("failure", \.failure), .text("outcomeType", \.outcomeType),
        .words("outcomes", \.outcomes), .list("conditions", \.conditions), .list("expiries", \.expiries),
        .text("deprecated", \.deprecated),
      ])
    add(
      "Availability", { $1(&$0.clients[0].interfaces[0].availability[1]) },
      [
        .text("host", \.host), .list("documentation", \.documentation.pages), .text("link", \.link),
        .list("clients", \.clients), .words("flagsAsNumbers", \.flagsAsNumbers),
      ])
    add(
      "Client", { $1(&$0.clients[0].interfaces[0].availability[1].clients[0]) },
      [
        .text("platform", \.platform), .text("system", \.system),
        .init("since", \.since, { _ in "4.1.0" }, { _ in "3.9" }, { _ in .some(nil) }),
      ])
    add(
      "Condition", { $1(&$0.clients[0].interfaces[0].conditions[0]) },
      [
        .init("values", \.values, { $0.map { ($0.field, "multiple") } }), .words("ignored", \.ignored),
        .words("refused", \.refused),
      ])
    add(
      "Expiry", { $1(&$0.clients[0].interfaces[0].expiries[0]) },
      [.text("ticket", \.ticket), .text("seconds", \.seconds)])
  }
}
