import Catalog

extension Comparison {
  mutating func comparePaging(_ old: CatalogSide.Call, _ new: CatalogSide.Call, _ subject: Subject) {
    let subject = subject.part(
      "pages", base: old.endpoint.paging?.position, head: new.endpoint.paging?.position)
    switch (old.endpoint.paging, new.endpoint.paging) {
    case (nil, nil): return
    case (let was?, nil): report(DriftNoun.paging.removed, subject, old: was.text, symbol: old.names.items)
    case (nil, let now?): report(DriftNoun.paging.added, subject, new: now.text, symbol: new.names.items)
    case (let was?, let now?):
      let (before, after) = (base.signature(of: old, was, names), head.signature(of: new, now, TypeNames()))
      // A parameter that had a value of its own and has none now has to be given.
      let demanded = Set(old.names.omissible).subtracting(new.names.omissible)
      if before != after || !demanded.isEmpty {
        report(
          .pagingSignatureChanged, subject,
          old: before + (demanded.isEmpty ? "" : " without \(demanded.sorted().joined(separator: ", "))"),
          new: after, symbol: old.names.items)
      } else if was.text != now.text {
        report(.pagingFieldsChanged, subject, old: was.text, new: now.text, symbol: old.names.items)
      }
    }
  }
}

extension Endpoint.Paging {
  fileprivate var text: String {
    let overlap = overlap.map { ", \($0.size), \($0.identity), \($0.order.joined(separator: "+"))" } ?? ""
    return "\(items.joined(separator: ".")) by \(from), \(next), \(more)\(overlap)"
  }
}

extension CatalogSide {
  /// `FileInfo by start (uint32)`: what is given, and by what it is asked for.
  fileprivate func signature(of call: Call, _ paging: Endpoint.Paging, _ names: TypeNames) -> String {
    var fields = call.endpoint.response
    var item = "?"
    for name in paging.items {
      guard let field = fields.first(where: { $0.name == name }) else { break }
      item = names.current(field.type)
      fields = self.fields(of: field.type)
    }
    let cursor = call.endpoint.request.first { $0.name == paging.from }
    return "\(item) by \(paging.from) (\(cursor.map { names.current($0.type) } ?? "?"))"
  }

  private func fields(of type: TypeReference) -> [Field] {
    switch type {
    case .inline(let fields): fields
    case .object(let name): objects[name]?.fields ?? []
    case .scalar, .list, .identifier, .enumeration: []
    }
  }
}

extension Comparison {
  mutating func compareUploads(_ old: CatalogSide.Call, _ new: CatalogSide.Call, _ subject: Subject) {
    let subject = subject.part("blocks", base: old.endpoint.blocks?.position, head: new.endpoint.blocks?.position)
    let symbol = old.names.request
    switch (old.endpoint.blocks, new.endpoint.blocks) {
    case (nil, nil): return
    case (let was?, nil): report(DriftNoun.upload.removed, subject, old: was.calls, symbol: symbol)
    case (nil, let now?): report(DriftNoun.upload.added, subject, new: now.calls, symbol: symbol)
    case (let was?, let now?):
      reportChange(.uploadCallsChanged, subject, was.calls, now.calls, symbol: symbol)
      reportChange(.uploadFieldsChanged, subject, was.fields, now.fields, symbol: symbol)
      reportChange(.uploadLapsesChanged, subject, was.lapses, now.lapses, symbol: symbol)
    }
  }
}

extension Endpoint.BlockUpload {
  fileprivate var calls: String { "\(part.text), \(finish.text)" }

  fileprivate var fields: String {
    [size, digests, exists, key, index, content, result].map(\.text).joined(separator: ", ")
  }

  fileprivate var lapses: String { expired.sorted().map(String.init).joined(separator: ", ") }
}
