extension ModelReader {
  mutating func readErrcodes(_ files: [DeclarationNodes.Errcodes]) {
    var codes: [String: [ErrcodeTable.Errcode]] = [:]
    for file in files {
      let service = service(named: file.service, of: "this file of errcodes", at: file.span)
      // Whose codes these are is not known, so that no code can be called unknown.
      if service == nil { report.isIncomplete = true }
      for entry in file.codes {
        guard let code = Int(entry.key), String(code) == entry.key else {
          report.add(.wrongShape, at: entry.keySpan, "errcode '\(entry.key)' is no whole number")
          continue
        }
        if let service {
          if let first = symbols.errcodes[service]?[code] {
            if !entry.isRepeated {
              report.add(
                .duplicateErrcode, at: entry.keySpan, "errcode \(code) of service '\(service)' is declared twice",
                notes: [(first, "\(code) is first here")])
            }
            _ = readErrcode(code, entry)
            continue
          }
          symbols.errcodes[service, default: [:]][code] = entry.keySpan
        }
        guard let errcode = readErrcode(code, entry) else { continue }
        if let service { codes[service, default: []].append(errcode) }
      }
    }
    catalog.errcodes = catalog.services.compactMap { service in
      codes[service.id].map { ErrcodeTable(service: service.id, codes: $0.sorted { $0.code < $1.code }) }
    }
  }

  private func readErrcode(_ code: Int, _ entry: Node.Entry) -> ErrcodeTable.Errcode? {
    guard
      let keys = KeyReader(entry.value, .errcode, owner: "errcode \(code)", at: entry.keySpan, report: report)
    else { return nil }
    let name = keys.text("name")
    if let name, let place = keys.entry("name")?.value.span {
      report.check(name, has: .snakeCase, "name of \(keys.owner):", at: place)
    }
    let action = keys.word("action", ErrcodeTable.Action.self)
    return ErrcodeTable.Errcode(
      code: code, name: name ?? "", swiftName: name.map { swiftName(keys, of: $0, as: .staticMember) } ?? "",
      about: about(keys), action: action ?? .fatal, advice: prose(keys, "advice"),
      isObserved: keys.flag("observed") ?? false, position: position(entry.keySpan))
  }
}
