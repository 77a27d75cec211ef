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
