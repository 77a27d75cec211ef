/// An object that several endpoints share.
public struct ObjectType: Sendable {
  /// A factory that fixes some enum fields and asks for others.
  public struct Variant: Sendable {
    public var name: String
    public var swiftName: String
    public var about: String
    /// Field name and the name of the enum value it is set to.
    public var set: [(field: String, value: String)]
    /// Fields that become unlabelled parameters.
    public var take: [String]
    /// Fields that become unlabelled optional parameters.
    public var may: [String]
    public var position: Position
  }

  public var name: String
  public var about: String
  public var fields: [Field]
  public var variants: [Variant]
  public var position: Position
}

/// A string or number with a type of its own, so that two kinds cannot be mixed up.
public struct IdentifierType: Sendable {
  public enum Raw: String, Sendable, CaseIterable { case string, uint64 }

  /// Another identifier from which this one can be made.
  public struct Conversion: Sendable {
    public var name: String
    public var type: String
    public var label: String?
    public var about: String
    public var position: Position
  }

  public var name: String
  public var raw: Raw
  public var about: String
  public var term: String?
  public var isSecret: Bool
  public var conversions: [Conversion]
  public var position: Position
}

/// An open set of named values.
public struct EnumType: Sendable {
  public enum Raw: String, Sendable, CaseIterable { case uint32, int32, string }

  public struct Value: Sendable {
    /// The value on the wire, as written in the catalog.
    public var raw: String
    public var name: String
    public var swiftName: String
    public var about: String?
    public var term: String?
    /// Endpoint ids where the value is allowed; nil: everywhere.
    public var allowedIn: [String]?
    public var since: String?
    public var until: String?
    public var evidence: String?
    public var deprecated: String?
    public var position: Position
  }

  public var name: String
  public var raw: Raw
  public var about: String
  public var term: String?
  public var values: [Value]
  public var position: Position
}

/// The errcodes of one service, in ascending order.
public struct ErrcodeTable: Sendable {
  public enum Action: String, Sendable, CaseIterable {
    case fatal, retry, wait, reauthorise
    case slowDown = "slow-down"
    case waitMonth = "wait-month"
    case refreshToken = "refresh-token"
    case refreshSuiteToken = "refresh-suite-token"
    case checkOutcome = "check-outcome"
  }

  public struct Errcode: Sendable {
    public var code: Int
    public var name: String
    public var swiftName: String
    public var about: String
    public var action: Action
    public var advice: String?
    public var isObserved: Bool
    public var position: Position
  }

  public var service: String
  public var codes: [Errcode]
}
