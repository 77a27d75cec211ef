import Catalog
import Findings

/// A list of fields that is compared: of a request, a response, a shared object, or an object within one of them.
struct FieldScope {
  var subject: Subject
  /// Which way the values travel.
  var direction: Finding.Direction
  /// The type in Swift on either side.
  var baseOwner: String
  var headOwner: String
  /// Fields that are part of an alternative, on either side.
  var baseChoices: Set<String> = []
  var headChoices: Set<String> = []

  /// The rule for what travels this way; for what travels both ways, the more severe one.
  func rule(_ request: DriftRule, _ response: DriftRule) -> DriftRule {
    switch direction {
    case .request: request
    case .response: response
    case .both: response.level > request.level ? response : request
    }
  }

  /// The rule for a difference that fields of either direction can have.
  func rule(_ difference: KeyPath<FieldRules, DriftRule>) -> DriftRule {
    rule(FieldRules.request[keyPath: difference], FieldRules.response[keyPath: difference])
  }
}

extension Comparison {
  mutating func compareFields(_ old: [Field], _ new: [Field], in scope: FieldScope) {
    let names = names
    let pairing = Pairing(
      old, new, by: { $0.name }, { "\(names.current($0.type)) \($0.swiftName)" },
      { "\(names.current($0.type)) \($0.about)" })
    for field in pairing.removed {
      report(
        scope.rule(field.isMandatory ? \.firm.removed : \.loose.removed),
        scope.subject.part(field.name, base: field.position, head: nil), old: TypeNames.text(of: field.type),
        symbol: base.symbols.property(field, of: scope.baseOwner))
    }
    for field in pairing.added {
      report(
        scope.rule(field.isMandatory ? \.firm.added : \.loose.added),
        scope.subject.part(field.name, base: nil, head: field.position), new: TypeNames.text(of: field.type),
        symbol: head.symbols.property(field, of: scope.headOwner))
    }
    for (old, new) in pairing.both { compareField(old, new, in: scope) }
    compareOrder(old, new, pairing.both, in: scope)
  }

  private mutating func compareField(_ old: Field, _ new: Field, in scope: FieldScope) {
    let subject = scope.subject.part(new.name, base: old.position, head: new.position)
    let symbol = base.symbols.property(old, of: scope.baseOwner)
    reportChange(scope.rule(\.renamed), subject, old.name, new.name, symbol: symbol)
    reportTraits(
      .field, subject, symbol: symbol, swiftName: (old.swiftName, new.swiftName),
      deprecated: (old.deprecated, new.deprecated))
    comparePresence(old, new, subject, symbol, in: scope)
    compareType(old, new, subject, symbol, in: scope)
    compareConstraints(old.constraints, new.constraints, subject, symbol, in: scope)
    reportChange(
      scope.rule(\.unitChanged), subject, old.unit?.rawValue, new.unit?.rawValue,
      symbol: symbol)
    if scope.direction != .response {
      reportChange(.requestDefaultChanged, subject, old.defaultValue, new.defaultValue, symbol: symbol)
    }
    if scope.direction != .request {
      reportToggle(
        .responseLeniencyLost, .responseLeniencyGained, subject, old.acceptsString || old.acceptsNumber,
        new.acceptsString || new.acceptsNumber, symbol: symbol)
    }
    compareHistory(old, new, subject, symbol, in: scope)
  }

  private mutating func comparePresence(
    _ old: Field, _ new: Field, _ subject: Subject, _ symbol: String, in scope: FieldScope
  ) {
    let wasChoice = scope.baseChoices.contains(old.name)
    let isChoice = scope.headChoices.contains(new.name)
    if wasChoice != isChoice {
      // Where the whole group comes or goes, that is reported once, for the call.
      if scope.baseChoices.isEmpty || scope.headChoices.isEmpty { return }
      report(isChoice ? .requestFieldJoinedAlternatives : .requestFieldLeftAlternatives, subject, symbol: symbol)
    } else if old.isMandatory != new.isMandatory {
      report(scope.rule(new.isMandatory ? \.becameFirm : \.becameLoose), subject, symbol: symbol)
    }
  }

  private mutating func compareType(
    _ old: Field, _ new: Field, _ subject: Subject, _ symbol: String, in scope: FieldScope
  ) {
    let (was, now) = (names.current(old.type), TypeNames.text(of: new.type))
    if was != now {
      let rule =
        if now == "[\(was)]" {
          scope.rule(\.becameList)
        } else if was == "[\(now)]" {
          scope.rule(\.becameSingle)
        } else {
          scope.rule(\.typeChanged)
        }
      report(rule, subject, old: was, new: now, symbol: symbol)
    }
    guard let oldFields = old.type.inlineFields, let newFields = new.type.inlineFields else { return }
    compareFields(
      oldFields, newFields,
      in: FieldScope(
        subject: subject.part("object", base: nil, head: nil), direction: scope.direction,
        baseOwner: base.symbols.nestedType(old, of: scope.baseOwner),
        headOwner: head.symbols.nestedType(new, of: scope.headOwner)))
  }

  private mutating func compareHistory(
    _ old: Field, _ new: Field, _ subject: Subject, _ symbol: String, in scope: FieldScope
  ) {
    if old.until != new.until {
      report(new.until == nil ? .fieldEndWithdrawn : .fieldEndAnnounced, subject, old: old.until, new: new.until)
    }
    var (was, now) = ([old.about, old.term, old.since], [new.about, new.term, new.since])
    let deprecation = Self.rewording(old.deprecated, new.deprecated)
    was.append(deprecation.old)
    now.append(deprecation.new)
    if scope.direction == .response {
      was.append(old.defaultValue)
      now.append(new.defaultValue)
    }
    reportText(subject, was, now, symbol: symbol)
  }

  /// What has to be given on both sides is given in the same order.
  private mutating func compareOrder(
    _ old: [Field], _ new: [Field], _ pairs: [(base: Field, head: Field)], in scope: FieldScope
  ) {
    let kept = pairs.filter { pair in
      (pair.base.isMandatory || scope.baseChoices.contains(pair.base.name))
        && (pair.head.isMandatory || scope.headChoices.contains(pair.head.name))
    }
    let current = Dictionary(uniqueKeysWithValues: kept.map { ($0.base.name, $0.head.name) })
    let before = old.compactMap { current[$0.name] }
    let names = Set(before)
    let after = new.map(\.name).filter(names.contains)
    if before != after {
      report(
        .parameterOrderChanged, scope.subject, old: before.joined(separator: ", "), new: after.joined(separator: ", "),
        symbol: base.symbols.initialiser(of: scope.baseOwner))
    }
  }
}

extension Field {
  /// Whether the initialiser takes it.
  var isMandatory: Bool { isRequired || isAlways }
}
