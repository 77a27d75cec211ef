import Catalog

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
