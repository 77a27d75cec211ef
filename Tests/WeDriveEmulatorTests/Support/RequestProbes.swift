import Catalog
import Foundation

/// A request that keeps to the catalog's rules in everything but one field, which is at a bound or beyond it.
struct RequestProbe {
  let endpoint: String
  /// The field as it is called on the wire, `auth_info[0].auth`; empty: the request as a whole.
  let field: String
  /// What was done to the field, for messages.
  let change: String
  let isBroken: Bool
  let body: [UInt8]
}

/// Probes made from the catalog alone: each rule kept and broken by as little as possible.
struct RequestProbes {
  private typealias Fields = [String: Any]
  private let catalog: Catalog
  private let samples: SampleRequest

  init() throws {
    catalog = try SampleRequest.projectCatalog()
    samples = SampleRequest(catalog)
  }

  var endpoints: [Endpoint] { catalog.families.flatMap(\.endpoints) }

  func probes(of endpoint: Endpoint) throws -> [RequestProbe] {
    var probes: [RequestProbe] = []
    let sample = samples.fields(of: endpoint.id) ?? [:]
    func add(_ field: String, _ change: String, _ isBroken: Bool, _ fields: Fields) throws {
      let body = try JSONSerialization.data(withJSONObject: fields)
      probes.append(
        RequestProbe(
          endpoint: endpoint.id, field: field, change: change, isBroken: isBroken, body: Array(body)))
    }
    let chosen = Set(endpoint.alternatives.first ?? [])
    for field in endpoint.request
    where chosen.contains(field.name) || !endpoint.alternatives.joined().contains(field.name) {
      try probe(field, in: sample, at: "", isRequired: field.isRequired, depth: 0, add)
    }
    for alternative in endpoint.alternatives.dropFirst() {
      let both = sample.merging(samples.fields(alternative, of: endpoint)) { first, _ in first }
      try add("", "a second alternative", true, both)
    }
    if !chosen.isEmpty { try add("", "no alternative", true, sample.filter { !chosen.contains($0.key) }) }
    return probes
  }

  private func probe(
    _ field: Field, in sample: Fields, at path: String, isRequired: Bool, depth: Int,
    _ add: (_ field: String, _ change: String, _ isBroken: Bool, Fields) throws -> Void
  ) throws {
    let place = path.isEmpty ? field.name : "\(path).\(field.name)"
    func set(_ value: Any?, _ change: String, isBroken: Bool, at inner: String = "") throws {
      var fields = sample
      fields[field.name] = value
      try add(place + inner, change, isBroken, fields)
    }
    if isRequired { try set(nil, "left out", isBroken: true) }
    if isRequired { try set(NSNull(), "null", isBroken: true) }
    try set(wrong(field.type), "of another type", isBroken: true)
    let constraints = field.constraints
    if let bounds = constraints.items, case .list(let element) = field.type {
      let item = samples.value(of: element, constraints)
      try probe(bounds) { try set(Array(repeating: item, count: Int($0)), "\($0) elements", isBroken: $1) }
    }
    var (element, inner) = (field.type, "")
    var wrap: (Any) -> Any = { $0 }
    while case .list(let item) = element {
      let outer = wrap
      (element, inner, wrap) = (item, inner + "[0]", { outer([$0]) })
    }
    func setElement(_ value: Any, _ change: String, isBroken: Bool) throws {
      try set(wrap(value), change, isBroken: isBroken, at: isBroken ? inner : "")
    }
    if !inner.isEmpty { try setElement(wrong(element), "an element of another type", isBroken: true) }
    if let bounds = constraints.range { try probe(bounds) { try setElement($0, "\($0)", isBroken: $1) } }
    if let bounds = constraints.length {
      try probe(bounds) { try setElement(text($0), "\($0) characters", isBroken: $1) }
    }
    if let maximum = constraints.weight {
      for weight in [maximum, maximum + 1] {
        try setElement(text(weight), "weight \(weight)", isBroken: weight > maximum)
        try setElement(
          String(repeating: "盘", count: Int(weight) / 2) + text(weight % 2), "half as many scalars",
          isBroken: weight > maximum)
      }
    }
    if let bounds = constraints.bytes {
      try probe(bounds) { try setElement(base64($0), "\($0) bytes", isBroken: $1) }
    }
    if let allowed = constraints.values, case .enumeration(let name) = element {
      for value in catalog.enums.first(where: { $0.name == name })?.values ?? [] {
        try setElement(samples.raw(value, of: name), value.name, isBroken: !allowed.contains(value.name))
      }
    }
    guard depth < 3 else { return }
    let members = samples.members(of: element)
    guard !members.isEmpty, let object = samples.value(of: element, constraints) as? Fields else { return }
    for member in members {
      var member = member
      member.constraints.values =
        constraints.choices.first { $0.field == member.name }?.values ?? member.constraints.values
      try probe(
        member, in: object, at: place + inner, isRequired: member.isRequired || member.isAlways, depth: depth + 1
      ) { path, change, isBroken, object in
        var fields = sample
        fields[field.name] = wrap(object)
        try add(path, change, isBroken, fields)
      }
    }
    for quota in constraints.quotas {
      var fitting = object
      for (name, value) in quota.values { fitting[name] = samples.raw(value, of: name, among: members) }
      for count in Set([quota.maximum, quota.maximum + 1]) where count > 0 {
        let isBroken = count > quota.maximum
        let blamed = quota.maximum == 0 ? "[0].\(quota.values.last?.field ?? "")" : ""
        try set(
          Array(repeating: fitting, count: Int(count)), "\(count) of a kind", isBroken: isBroken,
          at: isBroken ? blamed : "")
      }
    }
  }

  private func probe(
    _ bounds: Field.Constraints.Bounds, _ body: (_ number: Int64, _ isBroken: Bool) throws -> Void
  ) throws {
    if let minimum = bounds.minimum {
      try body(minimum, false)
      if minimum > 0 { try body(minimum - 1, true) }
    }
    if let maximum = bounds.maximum {
      try body(maximum, false)
      try body(maximum + 1, true)
    }
  }

  private func text(_ count: Int64) -> String { String(repeating: "x", count: Int(count)) }

  private func base64(_ count: Int64) -> String { Data(count: Int(count)).base64EncodedString() }

  /// A value that is never of that type.
  private func wrong(_ type: TypeReference) -> Any {
    switch type {
    case .list, .object, .inline, .scalar(.stringMap): "x"
    case .scalar, .identifier, .enumeration: [Any]()
    }
  }
}
