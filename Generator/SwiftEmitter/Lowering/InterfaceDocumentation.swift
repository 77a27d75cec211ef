import Catalog

extension InterfaceDeclarations {
  /// What it does, where it is offered, and by whom it may be called.
  var documentation: [String] {
    var result = [interface.summary]
    if let about = interface.about { result.append(DocText.stopped(about)) }
    result.append("Offered by:")
    result += interface.availability.compactMap(item)
    if !interface.apps.isEmpty {
      result.append("Open to \(DocText.list(interface.apps.map(\.rawValue), "and")) apps.")
    }
    let outcomes = interface.outcomes.map { name in
      "``\(interface.outcomeType)/\(typeIndex.member(name, ofEnum: interface.outcomeType).dropFirst())``"
    }
    if !outcomes.isEmpty { result.append("Ends with \(DocText.list(outcomes, "or")).") }
    return result
  }

  private func item(_ availability: ClientInterface.Availability) -> String? {
    guard let host = family.hosts.first(where: { $0.id == availability.host }) else { return nil }
    var parts = ["`\(function(of: host))`"]
    let links = links(of: availability)
    if !links.isEmpty { parts.append("documented for \(DocText.list(links, "and"))") }
    let clients = availability.clients.map { client in
      [client.platform, client.since, client.system.map { "(system \($0))" }].compactMap { $0 }.joined(separator: " ")
    }
    if !clients.isEmpty { parts.append("from \(DocText.list(clients, "and")) on") }
    return "- \(host.id): \(parts.joined(separator: "; "))"
  }

  func links(of availability: ClientInterface.Availability) -> [String] {
    let pages = availability.documentation.pages.map { kind, page in
      "[\(kind.rawValue)](\(typeIndex.link(page, service: family.service ?? "")))"
    }
    return pages + (availability.link.map { ["[everybody](\($0))"] } ?? [])
  }

  /// `wx.qy.wedriveSelectDir`
  func function(of host: ClientHost) -> String {
    host.style == .invoke
      ? "\(host.function)(\"\(interface.id)\", …)"
      : host.function.split(separator: "{name}", omittingEmptySubsequences: false).joined(separator: interface.id)
  }
}
