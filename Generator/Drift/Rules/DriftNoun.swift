import Findings

/// A kind of thing that the catalog declares, with the rules that hold for every kind: one comes, one goes, one gets
/// another name.
///
/// The rules are made from the noun, so that the same difference has the same id, level, effect and words for all of them.
/// What only one kind of thing has is a rule of its own in the extensions of `DriftRule`.
struct DriftNoun: Sendable {
  let removed: DriftRule
  let added: DriftRule
  /// What else holds for it.
  let traits: DriftTraits

  /// All of its rules, in the order in which `explain` lists them.
  var rules: [DriftRule] { [removed, added] + traits.rules }

  /// Makes the rules of a noun.
  ///
  /// - Parameters:
  ///   - noun: How the ids of its rules begin.
  ///   - removed: Whom it breaks when one goes.
  ///   - added: What a new one brings.
  ///   - gone: What happened to one that goes.
  ///   - new: What happened to one that comes.
  ///   - effect: What its going does to Swift programs.
  ///   - addition: What its coming does to them.
  ///   - traits: What else holds for it.
  init(
    _ noun: String, removed: String, added: String, gone: String = "is gone", new: String = "is new",
    effect: SwiftEffect = .sourceBreaking, addition: SwiftEffect = .additive, traits: DriftTraits = DriftTraits()
  ) {
    (self.removed, self.added) = (
      DriftRule("\(noun)-removed", .error, effect, gone, mirror: "\(noun)-added", why: removed),
      DriftRule(
        "\(noun)-added", addition == .sourceBreaking ? .error : .info, addition, new, mirror: "\(noun)-removed",
        why: added)
    )
    self.traits = traits
  }
}

/// What may hold for a kind of thing besides that it comes and goes. A rule that does not hold is nil.
struct DriftTraits: Sendable {
  /// By what a thing is known besides its name in Swift, with the reason why a change matters.
  enum Identity: Sendable {
    /// An id that errors and logs show.
    case id(String)
    /// A name on the wire.
    case wireName(String)
    /// A name in the catalog that programs print.
    case printedName(String)
    /// A name that stands in the catalog only.
    case catalogName(String)
  }

  private(set) var swiftNameChanged: DriftRule?
  private(set) var identityChanged: DriftRule?
  private(set) var apps: (removed: DriftRule, added: DriftRule)?
  private(set) var deprecation: (deprecated: DriftRule, undeprecated: DriftRule)?

  /// All of the rules, in the order in which `explain` lists them.
  var rules: [DriftRule] {
    [
      swiftNameChanged, identityChanged, apps?.removed, apps?.added, deprecation?.deprecated,
      deprecation?.undeprecated,
    ].compactMap { $0 }
  }

  /// For a kind of thing of which nothing else holds.
  init() {}

  /// Makes the rules of a noun.
  ///
  /// - Parameters:
  ///   - noun: How the ids of its rules begin.
  ///   - swiftName: What its name in Swift is the name of.
  ///   - why: Whom another name in Swift breaks.
  ///   - identity: By what else it is known.
  ///   - apps: For what is open to some kinds of apps: what it means to be closed to one, and to be opened.
  ///   - deprecation: For what can be deprecated: what that does to programs, and why it, and its end, matter.
  init(
    _ noun: String, swiftName: String, why: String = "Once generated, a name is a promise. Keep it with `swift:`.",
    identity: Identity? = nil, apps: (removed: String, added: String)? = nil,
    deprecation: (effect: SwiftEffect, deprecated: String, undeprecated: String)? = nil
  ) {
    swiftNameChanged = DriftRule(
      "\(noun)-swift-name-changed", .error, .sourceBreaking, "has another \(swiftName) name", mirror: .itself, why: why)
    identityChanged = identity.map { Self.rule(noun, $0) }
    self.apps = apps.map {
      (
        DriftRule(
          "\(noun)-app-removed", .error, .behaviour, "is closed to a kind of app", mirror: "\(noun)-app-added",
          why: $0.removed),
        DriftRule(
          "\(noun)-app-added", .info, .behaviour, "is open to another kind of app", mirror: "\(noun)-app-removed",
          why: $0.added)
      )
    }
    self.deprecation = deprecation.map {
      (
        DriftRule(
          "\(noun)-deprecated", .warning, $0.effect, "is deprecated", mirror: "\(noun)-undeprecated",
          why: $0.deprecated),
        DriftRule(
          "\(noun)-undeprecated", .info, $0.effect, "is no longer deprecated", mirror: "\(noun)-deprecated",
          why: $0.undeprecated)
      )
    }
  }

  private static func rule(_ noun: String, _ identity: Identity) -> DriftRule {
    switch identity {
    case .id(let why):
      DriftRule("\(noun)-id-changed", .warning, .behaviour, "has another id", mirror: .itself, why: why)
    case .wireName(let why):
      DriftRule("\(noun)-id-changed", .error, .behaviour, "is called by another name", mirror: .itself, why: why)
    case .printedName(let why):
      DriftRule(
        "\(noun)-name-changed", .warning, .behaviour, "is called otherwise in the catalog", mirror: .itself, why: why)
    case .catalogName(let why):
      DriftRule("\(noun)-name-changed", .info, .none, "is called otherwise in the catalog", mirror: .itself, why: why)
    }
  }
}

/// The rules of a kind of type: all share one table of names in Swift.
struct DriftTypeNoun: Sendable {
  let removed: DriftRule
  let added: DriftRule
  let renamed: DriftRule

  var rules: [DriftRule] { [removed, added, renamed] }

  init(_ noun: String) {
    let presence = DriftNoun(noun, removed: "Programs that name the type no longer compile.", added: "A further type.")
    (removed, added) = (presence.removed, presence.added)
    renamed = DriftRule(
      "\(noun)-renamed", .error, .sourceBreaking, "has another name", mirror: .itself,
      why: "Programs that name the type no longer compile. Nothing changes on the wire.")
  }
}
