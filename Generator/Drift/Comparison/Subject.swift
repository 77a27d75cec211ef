import Catalog
import Findings

/// What a finding is about, apart from what has changed: it is handed down from a declaration to its parts.
struct Subject {
  /// The documentation family, or the kind of a shared declaration.
  var family: String
  /// In the words of the overlay.
  var target: String
  var call: Finding.Call?
  /// Path of names below the call.
  var field: String?
  var direction: Finding.Direction?
  var page: String?
  var usedBy: [String] = []
  /// Where the declaration stands, or its owner, if it stands on one side only.
  var base: Position?
  var head: Position?

  /// A part of it, named by keys of the catalog.
  func part(_ keys: String..., base: Position?, head: Position?) -> Subject {
    var part = self
    part.target = ([target] + keys).joined(separator: ".")
    if call != nil { part.field = (field.map { [$0] } ?? []).appending(keys).joined(separator: ".") }
    if let base { part.base = base }
    if let head { part.head = head }
    return part
  }
}

extension [String] {
  fileprivate func appending(_ others: [String]) -> [String] { self + others }
}
