/// A member of a request, a response or a shared object.
public struct Field: Sendable {
  /// What a number counts.
  public enum Unit: String, Sendable, CaseIterable {
    case bytes, seconds, blocks
    case unixSeconds = "unix-seconds"
  }

  /// A bound of a value: a number, or one of the catalog's limits, which keeps its name in all that is made from it.
  public enum Bound: Sendable {
    /// A number that has no name.
    case number(Int64)
    /// A limit.
    case limit(Limit)

    /// The number.
    public var value: Int64 {
      switch self {
      case .number(let value): value
      case .limit(let limit): limit.value
      }
    }

    /// The limit, if it is one.
    public var limit: Limit? {
      if case .limit(let limit) = self { limit } else { nil }
    }
  }

  /// What a value has to satisfy, beyond its type.
  public struct Constraints: Sendable {
    /// A lower and an upper bound, either open.
    public struct Bounds: Sendable {
      /// Nothing below it; nil: open.
      public var lower: Bound?
      /// Nothing above it; nil: open.
      public var upper: Bound?
      /// The number of the lower bound.
      public var minimum: Int64? { lower?.value }
      /// The number of the upper bound.
      public var maximum: Int64? { upper?.value }
    }
    /// Bounds of a number.
    public var range: Bounds?
    /// The upper bound of a string's weighted characters: ASCII counts 1, everything else 2.
    public var weightBound: Bound?
    /// Its number.
    public var weight: Int64? { weightBound?.value }
    /// Bounds of a string's characters.
    public var length: Bounds?
    /// Bounds of a list's elements.
    public var items: Bounds?
    /// Bounds of content, before it is encoded.
    public var bytes: Bounds?
    /// Names of the enum's values allowed here.
    public var values: [String]?
    /// What enum fields of a list's elements may be.
    public var choices: [Choice] = []
    /// How many elements of a list may have certain values.
    public var quotas: [Quota] = []

    /// An enum field of each element has one of these values.
    public struct Choice: Sendable {
      /// The field of the element.
      public var field: String
      /// Names of the enum's values.
      public var values: [String]
      /// Where it is said.
      public var position: Position
    }

    /// At most so many elements of a list have all of these values.
    public struct Quota: Sendable {
      /// Enum fields of the element, each with the name of a value.
      public var values: [(field: String, value: String)]
      /// How many there may be.
      public var bound: Bound
      /// Its number.
      public var maximum: Int64 { bound.value }
    }
  }

  /// The name on the wire.
  public var name: String
  /// The name in Swift, given or derived.
  public var swiftName: String
  /// What a value is.
  public var type: TypeReference
  /// Meaning and special values, in one sentence or a few.
  public var about: String
  /// Of a request: whether a call without it is refused.
  public var isRequired: Bool
  /// Of a reply or shared object: whether it is always there.
  public var isAlways: Bool
  /// What a value has to satisfy.
  public var constraints: Constraints
  /// What the number counts.
  public var unit: Unit?
  /// Whether a number may arrive as a string.
  public var acceptsString: Bool
  /// Whether a bool may arrive as a number.
  public var acceptsNumber = false
  /// What the service assumes when it is absent.
  public var defaultValue: String?
  /// The official Chinese word.
  public var term: String?
  /// The date or client version from which on it exists.
  public var since: String?
  /// The date or client version up to which it existed.
  public var until: String?
  /// What to use instead.
  public var deprecated: String?
  /// Where it is declared.
  public var position: Position
}

/// The type of a field.
public indirect enum TypeReference: Sendable {
  /// A built-in type.
  public enum Scalar: String, Sendable, CaseIterable {
    case string, bool, double, int32, uint32, int64, uint64, base64, secret
    case stringMap = "string-map"
  }

  /// A built-in type.
  case scalar(Scalar)
  /// A list.
  case list(TypeReference)
  /// A shared object, by name.
  case object(String)
  /// An identifier, by name.
  case identifier(String)
  /// An enum, by name.
  case enumeration(String)
  /// An object that occurs only here.
  case inline([Field])
}

extension TypeReference {
  /// The fields of the inline object that the type is, or is a list of.
  package var inlineFields: [Field]? {
    switch self {
    case .inline(let fields): fields
    case .list(let element): element.inlineFields
    case .scalar, .object, .identifier, .enumeration: nil
    }
  }

  /// The shared object that the type is, or is a list of.
  package var objectName: String? {
    switch self {
    case .object(let name): name
    case .list(let element): element.objectName
    case .scalar, .inline, .identifier, .enumeration: nil
    }
  }

  /// The declared type that this is, or is a list of.
  package var declaredName: String? {
    switch self {
    case .object(let name), .identifier(let name), .enumeration(let name): name
    case .list(let element): element.declaredName
    case .scalar, .inline: nil
    }
  }
}
