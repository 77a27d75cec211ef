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
