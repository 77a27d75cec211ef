/// Files of client-side interfaces, and their hosts.
extension ModelReader {
  mutating func readClient(_ client: DeclarationNodes.Client) {
    let name = client.name.value.scalarText
    if let name {
      report.check(name, has: .kebabCase, "name of pickers", at: client.name.value.span)
    } else {
      report.add(
        .wrongShape, at: client.name.keySpan, "'pickers' has to be a name, not \(client.name.value.kindDescription)")
    }
    let owner = "pickers '\(name ?? "")'"
    // Unlike calls, interfaces may belong to no service: then they name their pages by links.
    let keys = client.keys.named(owner, at: client.name.keySpan)
    let service = keys.entry("service").flatMap { self.service(named: $0, of: owner, at: client.name.keySpan) }
    let hosts = client.hosts.compactMap { declared(readHost($0), by: $0) }
    let known = Set(client.hosts.map(\.key))
    var interfaces: [ClientInterface] = []
    for entry in client.interfaces {
      let interface = readInterface(entry, hosts: known, hasPages: service != nil)
      if let interface, !entry.isRepeated { interfaces.append(interface) }
    }
    catalog.clients.append(
      ClientFamily(
        name: name ?? "", service: service, about: about(keys), hosts: hosts, interfaces: interfaces,
        position: position(client.name.keySpan)))
  }

  private func readHost(_ entry: Node.Entry) -> ClientHost? {
    report.check(entry.key, has: .kebabCase, "host", at: entry.keySpan)
    guard
      let keys = KeyReader(entry.value, .host, owner: "host '\(entry.key)'", at: entry.keySpan, report: report)
    else { return nil }
    let style = keys.word("style", ClientHost.Style.self)
    let call = keys.text("call")
    if let call, let style, let place = keys.entry("call")?.value.span, let flaw = Self.flaw(ofCall: call, style) {
      report.add(.badInterface, at: place, "'call' of \(keys.owner) \(flaw)")
    }
    let message = keys.text("message")
    for key in ["message", "result"] {
      if let text = keys.text(key), let place = keys.entry(key)?.value.span {
        report.check(text, has: .wire, "'\(key)' of \(keys.owner):", at: place)
      }
    }
    return ClientHost(
      id: entry.key, swiftName: swiftName(keys, of: entry.key, form: .kebabCase, as: .staticMember), about: about(keys),
      function: call ?? "", style: style ?? .callbacks, messageField: message ?? "", messagePrefix: keys.text("prefix"),
      resultField: keys.text("result"), position: position(entry.keySpan))
  }

  /// What is wrong with a host's function, as the end of a sentence.
  private static func flaw(ofCall call: String, _ style: ClientHost.Style) -> String? {
    var steps = call.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    switch style {
    case .callbacks, .promise:
      guard steps.count > 1, steps.removeLast() == "{name}" else { return "has to be an object's name and '.{name}'" }
    case .invoke: break
    }
    return steps.allSatisfy(NameForm.wire.matches) ? nil : "has to be names with dots between them"
  }
}
