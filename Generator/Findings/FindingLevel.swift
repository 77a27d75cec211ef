/// How much a difference matters to those who use the API.
public enum FindingLevel: String, Sendable, CaseIterable, Codable, Comparable {
  /// Something that works today may stop working.
  case error
  /// Somebody should look: the behaviour may change without anything failing.
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
