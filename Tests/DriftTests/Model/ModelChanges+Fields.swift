@testable import Catalog

extension ModelChanges {
  private var field: [ModelProperty<Field>] {
    [
      .text("name", \.name), .text("swiftName", \.swiftName),
      .init("type", \.type, { .list($0) }, { _ in .scalar(.double) }, { _ in .inline([]) }), .text("about", \.about),
      .flag("isRequired", \.isRequired), .flag("isAlways", \.isAlways),
      .init(
        "constraints", \.constraints,
        { constraints in
          var other = constraints
          other.weightBound = .number(9)
          return other
        }),
      .choice("unit", \.unit), .flag("acceptsString", \.acceptsString), .flag("acceptsNumber", \.acceptsNumber),
      .text("defaultValue", \.defaultValue), .text("term", \.term), .text("since", \.since), .text("until", \.until),
      .text("deprecated", \.deprecated),
    ]
  }

  mutating func addFields() {
    add(
      "Field of a request", { $1(&$0.families[1].endpoints[1].request[2]) }, field,
      excused: [
        "acceptsString": "Only what is read can be read tolerantly.",
        "acceptsNumber": "Only what is read can be read tolerantly.",
      ])
    add("Field of a reply", { $1(&$0.families[1].endpoints[1].response[1]) }, field)
    add("Field of a shared object", { $1(&$0.types[0].fields[3]) }, field)
    add("Field of an event", { $1(&$0.events[0].fields[2]) }, field)
    add(
      "Parameter", { $1(&$0.clients[0].interfaces[0].parameters[2]) }, field,
      excused: [
        "acceptsString": "Only what is read can be read tolerantly.",
        "acceptsNumber": "Only what is read can be read tolerantly.",
      ])
    add("Field of a result", { $1(&$0.clients[0].interfaces[0].result[3]) }, field)
    add("Field of a failure", { $1(&$0.clients[0].interfaces[0].failure[0]) }, field)
    add(
      "Field of an object in place",
      { catalog, body in
        let path = \Catalog.families[1].endpoints[0].response[2].type
        if case .inline(var fields) = catalog[keyPath: path] {
          body(&fields[1])
          catalog[keyPath: path] = .inline(fields)
        }
      }, field)
    addConstraints()
  }

  private mutating func addConstraints() {
    let bounds = Field.Constraints.Bounds(lower: .number(2), upper: .number(3))
    let quota = Field.Constraints.Quota(values: [("rights", "manage")], bound: .number(4))
    let choice = Field.Constraints.Choice(field: "rights", values: ["read"], position: base.types[0].position)
    let constraints: [ModelProperty<Field.Constraints>] = [
      .optional("range", \.range, bounds), .bound("weightBound", \.weightBound), .optional("length", \.length, bounds),
      .optional("items", \.items, bounds), .optional("bytes", \.bytes, bounds), .words("values", \.values),
      .init("quotas", \.quotas, { _ in [quota] }), .init("choices", \.choices, { _ in [choice] }),
    ]
    add("Constraints of a request", { $1(&$0.families[1].endpoints[1].request[2].constraints) }, constraints)
    add("Constraints of a reply", { $1(&$0.families[1].endpoints[1].response[1].constraints) }, constraints)
    add(
      "Bounds",
      { catalog, body in
        if var range = catalog.families[1].endpoints[0].request[3].constraints.range {
          body(&range)
          catalog.families[1].endpoints[0].request[3].constraints.range = range
        }
      }, [.bound("lower", \.lower), .bound("upper", \.upper)])
    add(
      "Choice", { $1(&$0.families[1].endpoints[2].request[6].constraints.choices[0]) },
      [.init("field", \.field, { _ in "since" }), .init("values", \.values, { Array($0.dropLast()) })])
    add(
      "Quota", { $1(&$0.families[1].endpoints[2].request[6].constraints.quotas[0]) },
      [.init("values", \.values, { $0.map { ($0.field, "read") } }), .bound("bound", \.bound)])
  }
}
