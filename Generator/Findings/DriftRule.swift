/// A kind of difference between two catalogs: what `wedrive-spec explain` prints.
///
/// A rule has one level and one effect on Swift, so that both can be proved once for all its findings.
public struct DriftRule: Sendable {
  /// What the same difference is called when it is seen from the other side.
  public enum Mirror: Sendable {
    /// The rule with this id.
    case rule(String)
    /// This rule itself.
    case itself
    /// There is none, for this reason.
    case waived(String)
  }

  /// The id in brackets behind every finding, in kebab-case. An id is never given to something else.
  public let id: String
  /// How much it matters.
  public let level: FindingLevel
  /// What it does to Swift programs.
  public let effect: SwiftEffect
  /// What happened, as a sentence goes on after its subject: `became required`.
  public let phrase: String
  /// Whom it breaks and what to do.
  public let explanation: String
  /// The rule for the way back.
  public let mirror: Mirror

  package init(
    _ id: String, _ level: FindingLevel, _ effect: SwiftEffect, _ phrase: String, mirror: Mirror, why: String
  ) {
    self.id = id
    self.level = level
    self.effect = effect
    self.phrase = phrase
    self.mirror = mirror
    explanation = why
  }

  package init(
    _ id: String, _ level: FindingLevel, _ effect: SwiftEffect, _ phrase: String, mirror: String, why: String
  ) {
    self.init(id, level, effect, phrase, mirror: .rule(mirror), why: why)
  }
}

extension DriftRule: Hashable {
  /// Rules are told apart by their ids.
  public static func == (one: DriftRule, other: DriftRule) -> Bool { one.id == other.id }
  /// Hashes the id.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// How much a difference matters to those who use the API.
public enum FindingLevel: String, Sendable, CaseIterable, Codable, Comparable {
  /// Something that works today may stop working.
  case error
  /// A person should look: the behaviour may change without anything failing.
  case warning
  /// Nothing breaks.
  case info

  /// The less severe level is the lesser one.
  public static func < (one: FindingLevel, other: FindingLevel) -> Bool { one.weight < other.weight }

  private var weight: Int {
    switch self {
    case .error: 2
    case .warning: 1
    case .info: 0
    }
  }
}

extension FindingLevel {
  /// What a finding of the level is called.
  public var noun: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }
}

/// What a difference does to a program that is written against the generated module.
public enum SwiftEffect: String, Sendable, CaseIterable {
  /// A program that uses the symbol no longer compiles.
  case sourceBreaking = "source-breaking"
  /// Something can be used that was not there; what compiled still does.
  case additive
  /// Everything compiles, and may do something else.
  case behaviour = "behaviour-only"
  /// Documentation comments at most.
  case none

  /// As a person says it.
  public var phrase: String {
    switch self {
    case .sourceBreaking: "source-breaking"
    case .additive: "additive"
    case .behaviour: "behaviour only"
    case .none: "documentation only"
    }
  }
}
