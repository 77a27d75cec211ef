/// An object that several endpoints share.
public struct ObjectType: Sendable {
  /// A factory that fixes some enum fields and asks for others.
  public struct Variant: Sendable {
    /// The name, for example `user`.
    public var name: String
    /// The name in Swift, given or derived.
    public var swiftName: String
    /// One sentence.
    public var about: String
    /// Field name and the name of the enum value it is set to.
    public var set: [(field: String, value: String)]
    /// Fields that become unlabelled parameters.
    public var take: [String]
    /// Fields that become unlabelled optional parameters.
    public var may: [String]
    /// Where it is declared.
    public var position: Position
  }

  /// The name of the type.
  public var name: String
  /// One sentence.
  public var about: String
  /// Its members, in the order of the file.
  public var fields: [Field]
  /// Its factories.
  public var variants: [Variant]
  /// Where it is declared.
  public var position: Position
}

/// A string or number with a type of its own, so that two kinds cannot be mixed up.
public struct IdentifierType: Sendable {
  /// What it is on the wire.
  public enum Raw: String, Sendable, CaseIterable { case string, uint64 }

  /// Another identifier from which this one can be made.
  public struct Conversion: Sendable {
    /// The name, for example `root`.
    public var name: String
    /// The identifier that it is made from.
    public var type: String
    /// The argument's label; none if nil.
    public var label: String?
    /// One sentence.
    public var about: String
    /// Where it is declared.
    public var position: Position
  }

  /// The name of the type.
  public var name: String
  /// What it is on the wire.
  public var raw: Raw
  /// One sentence.
  public var about: String
  /// The official Chinese word.
  public var term: String?
  /// Whether its value is never printed.
  public var isSecret: Bool
  /// How many seconds it works after it was issued; nil: it does not expire.
  public var lifeBound: Field.Bound?
  /// How often it can be used; nil: any number of times.
  public var usesBound: Field.Bound?
  /// The number of seconds.
  public var life: Int64? { lifeBound?.value }
  /// The number of uses.
  public var uses: Int64? { usesBound?.value }
  /// The identifiers that it can be made from.
  public var conversions: [Conversion]
  /// Where it is declared.
  public var position: Position
}

/// An open set of named values.
public struct EnumType: Sendable {
  /// What it is on the wire.
  public enum Raw: String, Sendable, CaseIterable { case uint32, int32, string }

  /// A documented value.
  public struct Value: Sendable {
    /// The value on the wire, as written in the catalog.
    public var raw: String
    /// The name, for example `folder`.
    public var name: String
    /// The name in Swift, given or derived.
    public var swiftName: String
    /// One sentence, where the name does not say enough.
    public var about: String?
    /// The official Chinese word.
    public var term: String?
    /// Endpoint ids where the value is allowed; nil: everywhere.
    public var allowedIn: [String]?
    /// The date or client version from which on it exists.
    public var since: String?
    /// The date or client version up to which it existed.
    public var until: String?
    /// Where it was seen, if no page documents it.
    public var evidence: String?
    /// What to use instead.
    public var deprecated: String?
    /// Where it is declared.
    public var position: Position
  }

  /// The name of the type.
  public var name: String
  /// What it is on the wire.
  public var raw: Raw
  /// One sentence.
  public var about: String
  /// The official Chinese word.
  public var term: String?
  /// The documented values, in the order of the file.
  public var values: [Value]
  /// Where it is declared.
  public var position: Position
}

/// The errcodes of one service, in ascending order.
public struct ErrcodeTable: Sendable {
  /// What a caller does about an errcode.
  public enum Action: String, Sendable, CaseIterable {
    case fatal, retry, wait, reauthorise
    case slowDown = "slow-down"
    case waitMonth = "wait-month"
    case refreshToken = "refresh-token"
    case refreshSuiteToken = "refresh-suite-token"
    case changeAddress = "change-address"
    case checkOutcome = "check-outcome"
  }

  /// One code.
  public struct Errcode: Sendable {
    /// The number on the wire.
    public var code: Int
    /// The name, for example `access_token_expired`.
    public var name: String
    /// The name in Swift, given or derived.
    public var swiftName: String
    /// One sentence.
    public var about: String
    /// What a caller does.
    public var action: Action
    /// What a person should do.
    public var advice: String?
    /// Whether it was seen but is not documented.
    public var isObserved: Bool
    /// Where it is declared.
    public var position: Position
  }

  /// The id of the service.
  public var service: String
  /// The codes, in ascending order.
  public var codes: [Errcode]
}

/// Something that a service tells an app about, by calling it back.
public struct Event: Sendable {
  /// The id, for example `wedrive_file_change`.
  public var id: String
  /// The name that its type starts with, given or derived.
  public var swiftName: String
  /// The id of the service that pushes it.
  public var service: String
  /// One sentence in the third person.
  public var summary: String
  /// What else matters to a receiver.
  public var about: String?
  /// Where it is documented.
  public var documentation: Endpoint.Documentation
  /// The nodes of its message, and their texts, that tell it from others.
  public var match: [(node: String, text: String)]
  /// The other nodes of its message, in the order of the file.
  public var fields: [Field]
  /// What to look for instead.
  public var deprecated: String?
  /// Where it is declared.
  public var position: Position
}
