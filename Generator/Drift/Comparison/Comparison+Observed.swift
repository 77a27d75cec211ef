import Catalog

extension Comparison {
  /// Looks up in the head what clients have noticed. What the head has learnt since is settled and not reported.
  mutating func compareObserved(_ observed: ObservedReplies) {
    for observation in observed.observations {
      guard let call = head.calls.first(where: { $0.endpoint.id == observation.endpoint }) else {
        let subject = Subject(family: "observed", target: "endpoints.\(observation.endpoint)")
        report(.observedUnknownCall, subject, replies: observation.replies)
        continue
      }
      compare(observation, of: call)
    }
  }

  private mutating func compare(_ observation: ObservedReplies.Observation, of call: CatalogSide.Call) {
    let endpoint = call.endpoint
    let position = endpoint.position
    let owner = Subject(
      family: call.family.name, target: "endpoints.\(endpoint.id)",
      call: .init(id: endpoint.id, method: endpoint.method.rawValue, path: endpoint.path), direction: .response,
      page: head.page(of: call), head: position)
    if observation.kind == .behaviour {
      let answer = [observation.path, observation.finding].compactMap { $0 }.joined(separator: "=")
      return report(.observedBehaviour, owner, new: answer)
    }
    let found = field(observation.names, of: endpoint)
    let path = observation.names.isEmpty ? [] : observation.names
    let subject = path.reduce(owner.part("response", base: nil, head: nil)) { subject, name in
      subject.part(name, base: nil, head: found.position)
    }
    let replies = observation.replies
    switch observation.kind {
    case .unknownField:
      if !found.isWhole { report(.observedField, subject, replies: replies) }
    case .unknownValue:
      report(.observedValue, subject, replies: replies)
    case .toleratedType:
      report(.observedType, subject, replies: replies)
    case .undecodable:
      report(.observedUndecodable, subject, replies: replies)
    case .unknownErrcode:
      let code = observation.errcode ?? 0
      let table = head.catalog.errcodes.first { $0.service == call.service }
      if table?.codes.contains(where: { $0.code == code }) != true {
        report(.observedErrcode, owner, new: String(code), replies: replies)
      }
    case .behaviour: break
    }
  }

  /// How far a path leads in the catalog, and where that is declared.
  private func field(_ names: [String], of endpoint: Endpoint) -> (isWhole: Bool, position: Position) {
    var fields = endpoint.response
    var position = endpoint.position
    for name in names {
      guard let field = fields.first(where: { $0.name == name }) else { return (false, position) }
      position = field.position
      fields = field.type.inlineFields ?? field.type.declaredName.flatMap { head.objects[$0]?.fields } ?? []
    }
    return (true, position)
  }
}
