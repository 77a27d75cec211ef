import Catalog

/// Typed ids, tickets and keys.
extension IdentifierType {
  var declaration: Declaration {
    let raw = raw == .string ? "String" : "UInt64"
    let kind = isSecret ? "SecretIdentifier" : self.raw == .string ? "StringIdentifier" : "IntegerIdentifier"
    let members = [
      Declaration(.stored("public let rawValue: \(raw)", value: nil), "The value on the wire."),
      Declaration(
        .function(
          Function(
            head: "public init", parameters: ["rawValue: \(raw)"], body: [.text("self.rawValue = rawValue")])),
        "Takes a value as it is on the wire."),
    ]
    var about = Wording.named(about, term: term)
    if isSecret { about += " Never printed." }
    return Declaration(.scope("public struct \(name): \(kind)", members + conversions.map(factory)), about)
  }

  private func factory(_ conversion: Conversion) -> Declaration {
    let local = Word.lower(conversion.type)
    let label = conversion.label.map { $0 == local ? local : "\(Word.label($0)) \(local)" } ?? "_ \(local)"
    return Declaration(
      .function(
        Function(
          head: "public static func \(Word.escaped(conversion.name))", parameters: ["\(label): \(conversion.type)"],
          tail: "-> Self", body: [.text("Self(rawValue: \(local).rawValue)")])),
      Wording.stopped(conversion.about))
  }
}
