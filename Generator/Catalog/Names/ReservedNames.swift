/// Names that cannot be used, with the reason. Swift's other keywords are fine: the emitter puts backticks around them.
public enum ReservedNames {
  /// Where a name is to be used.
  public enum Role: Sendable {
    /// A method of the client.
    case method
    /// A property of a request, a response or a shared object.
    case property
    /// A static member of an enum, an errcode type, the limits, or a factory.
    case staticMember
    /// A type of the generated module.
    case type
    /// A type nested in one of them, which hides a name from the generated code around it only.
    case nestedType
  }

  /// Why `name` cannot be used, or nil if it can.
  public static func reason(against name: String, as role: Role) -> String? {
    if neverUsable.contains(name) { return "Swift gives '\(name)' a meaning that backticks do not take away" }
    switch role {
    case .method:
      return methods.contains(name) ? "the client has a '\(name)' of its own" : nil
    case .property:
      return properties.contains(name) ? "every request has a '\(name)' of its own" : nil
    case .staticMember:
      if name == "none" { return "behind an optional, '.none' would mean that there is no value" }
      return staticMembers.contains(name) ? "every open enum has a '\(name)' of its own" : nil
    case .type:
      if standardTypes.contains(name) { return "it would hide Swift's '\(name)'" }
      if libraryTypes.contains(name) { return "it would hide the library's '\(name)'" }
      if foundationTypes.contains(name) || isOldFoundation(name) {
        return "it would be ambiguous where Foundation is imported, which has a '\(name)'"
      }
      return reason(against: name, as: .nestedType)
    case .nestedType:
      if usedTypes.contains(name) { return "it would hide Swift's '\(name)'" }
      return runtimeTypes.contains(name) ? "it would hide the runtime's '\(name)'" : nil
    }
  }

  /// `x.self`, `X.Type`, `X.init` mean something whatever is declared; `Self` and `Any` cannot be declared.
  private static let neverUsable: Set<String> = [
    "self", "Self", "Type", "Protocol", "init", "deinit", "subscript", "Any", "_",
  ]

  private static let methods: Set<String> = ["send", "perform"]

  private static let properties: Set<String> = ["validate", "configure", "effective", "javaScript"]

  private static let staticMembers: Set<String> = [
    "names", "rawValue", "description", "isKnown", "advice", "hashValue",
  ]

  /// Whether the name is one as Foundation's old classes have: `NSString`.
  private static func isOldFoundation(_ name: String) -> Bool {
    name.hasPrefix("NS") && name.dropFirst(2).first?.isUppercase == true
  }
}
