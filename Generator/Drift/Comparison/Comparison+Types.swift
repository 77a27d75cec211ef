import Catalog
import Findings
import SwiftEmitter

/// An object, identifier or enum, under the name that it shares with all others.
private enum DeclaredType {
  case object(ObjectType)
  case identifier(IdentifierType)
  case enumeration(EnumType)

  var name: String {
    switch self {
    case .object(let type): type.name
    case .identifier(let type): type.name
    case .enumeration(let type): type.name
    }
  }

  var position: Position {
    switch self {
    case .object(let type): type.position
    case .identifier(let type): type.position
    case .enumeration(let type): type.position
    }
  }

  /// The key under which it is declared.
  var kind: String {
    switch self {
    case .object: "types"
    case .identifier: "identifiers"
    case .enumeration: "enums"
    }
  }

  /// What makes it this type and no other, whatever its name.
  var content: String {
    switch self {
    case .object(let type):
      "object " + type.fields.map { "\($0.name) \(TypeNames.text(of: $0.type)) \($0.isAlways)" }.joined(separator: ", ")
    case .identifier(let type): "identifier \(type.raw.rawValue) \(type.isSecret) \(type.about)"
    case .enumeration(let type):
      "enum \(type.raw.rawValue) " + type.values.map { "\($0.raw) \($0.name)" }.joined(separator: ", ")
    }
  }

  var noun: DriftTypeNoun {
    switch self {
    case .object: .object
    case .identifier: .identifier
    case .enumeration: .enumeration
    }
  }
}

extension Catalog {
  fileprivate var declaredTypes: [DeclaredType] {
    types.map(DeclaredType.object) + identifiers.map(DeclaredType.identifier) + enums.map(DeclaredType.enumeration)
  }
}

extension Comparison {
  mutating func compareDeclaredTypes() {
    let pairing = Pairing(
      base.catalog.declaredTypes, head.catalog.declaredTypes, by: { $0.name }, { $0.content })
    for (old, new) in pairing.both where old.name != new.name { names.note(old.name, became: new.name) }
    for type in pairing.removed {
      report(type.noun.removed, subject(type, base: type.position, head: nil), symbol: type.name)
    }
    for type in pairing.added {
      report(type.noun.added, subject(type, base: nil, head: type.position), symbol: type.name)
    }
    for (old, new) in pairing.both {
      let subject = subject(new, base: old.position, head: new.position, formerly: old.name)
      reportChange(new.noun.renamed, subject, old.name, new.name, symbol: old.name)
      switch (old, new) {
      case (.object(let old), .object(let new)): compareObject(old, new, subject)
      case (.identifier(let old), .identifier(let new)): compareIdentifier(old, new, subject)
      case (.enumeration(let old), .enumeration(let new)): compareEnum(old, new, subject)
      default: report(.typeKindChanged, subject, old: old.kind, new: new.kind, symbol: old.name)
      }
    }
  }

  private func subject(
    _ type: DeclaredType, base: Position?, head: Position?, formerly: String? = nil
  ) -> Subject {
    var use = CatalogSide.Use()
    if base != nil { use = use.merged(with: self.base.uses[formerly ?? type.name]) }
    if head != nil { use = use.merged(with: self.head.uses[type.name]) }
    let side = head == nil ? self.base : self.head
    return Subject(
      family: type.kind, target: "\(type.kind).\(type.name)", direction: use.direction,
      page: side.page(ofCalls: use.calls), usedBy: use.calls, base: base, head: head)
  }

  // MARK: - Objects

  private mutating func compareObject(_ old: ObjectType, _ new: ObjectType, _ subject: Subject) {
    compareFields(
      old.fields, new.fields,
      in: FieldScope(
        subject: subject.part("fields", base: nil, head: nil), direction: subject.direction ?? .both,
        baseOwner: old.name, headOwner: new.name))
    reportText(subject, [old.about], [new.about], symbol: old.name)
    let variants = Pairing(old.variants, new.variants, by: { $0.name }, { $0.swiftName })
    for variant in variants.removed {
      report(
        DriftNoun.variant.removed, subject.part("variants", variant.name, base: variant.position, head: nil),
        symbol: base.symbols.member(variant.swiftName, of: old.name))
    }
    for variant in variants.added {
      report(
        DriftNoun.variant.added, subject.part("variants", variant.name, base: nil, head: variant.position),
        symbol: head.symbols.member(variant.swiftName, of: new.name))
    }
    for (was, now) in variants.both {
      compareVariant(
        was, now, subject.part("variants", now.name, base: was.position, head: now.position),
        symbol: base.symbols.member(was.swiftName, of: old.name))
    }
  }

  private mutating func compareVariant(
    _ old: ObjectType.Variant, _ new: ObjectType.Variant, _ subject: Subject, symbol: String
  ) {
    reportTraits(
      DriftNoun.variant.traits, subject, symbol: symbol, swiftName: (old.swiftName, new.swiftName))
    reportChange(.variantValuesChanged, subject, old.values, new.values, symbol: symbol)
    reportText(subject, [old.about], [new.about], symbol: symbol)
    let (was, now) = (old.parameters, new.parameters)
    guard was != now else { return }
    let rule: DriftRule =
      if old.take == new.take, new.may.starts(with: old.may) {
        .variantOptionAdded
      } else if old.take == new.take, old.may.starts(with: new.may) {
        .variantOptionRemoved
      } else {
        .variantParametersChanged
      }
    report(rule, subject, old: was, new: now, symbol: symbol)
  }
}

extension ObjectType.Variant {
  fileprivate var values: String { self.set.map { "\($0.field) \($0.value)" }.sorted().joined(separator: ", ") }

  fileprivate var parameters: String {
    "(" + (take + may.map { "\($0)?" }).joined(separator: ", ") + ")"
  }
}

/// How a type is written in the catalog, and which of the base's types only have another name in the head.
struct TypeNames {
  /// Name in the base → name in the head.
  private(set) var renamed: [String: String] = [:]

  mutating func note(_ old: String, became new: String) { renamed[old] = new }

  /// A type of the base, in the words of the head.
  func current(_ type: TypeReference) -> String { TypeNames.text(of: type) { renamed[$0] ?? $0 } }

  /// `uint32`, `[FileID]`; an inline object is an `object`.
  static func text(of type: TypeReference, naming name: (String) -> String = { $0 }) -> String {
    switch type {
    case .scalar(let scalar): scalar.rawValue
    case .list(let element): "[\(text(of: element, naming: name))]"
    case .object(let type), .identifier(let type), .enumeration(let type): name(type)
    case .inline: "object"
    }
  }
}
