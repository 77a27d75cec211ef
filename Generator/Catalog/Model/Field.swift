/// A member of a request, a response or a shared object.
public struct Field: Sendable {
  public enum Unit: String, Sendable, CaseIterable {
    case bytes, seconds, blocks
    case unixSeconds = "unix-seconds"
  }

  /// What a value has to satisfy, beyond its type. Bounds are resolved: a limit's name became its value.
  public struct Constraints: Sendable {
    /// Least and most, either open.
    public struct Bounds: Sendable {
      public var least: Int64?
      public var most: Int64?
    }
    /// Bounds of a number.
    public var range: Bounds?
    /// Most weighted characters of a string: ASCII counts 1, everything else 2.
    public var weight: Int64?
    public var length: Bounds?
    public var items: Bounds?
    public var bytes: Bounds?
    /// Names of the enum's values allowed here.
    public var values: [String]?
    /// How many elements of a list may have certain values.
    public var quotas: [Quota] = []

    /// At most so many elements of a list have all of these values.
    public struct Quota: Sendable {
      /// Enum fields of the element, each with the name of a value.
      public var values: [(field: String, value: String)]
      public var most: Int64
    }
  }

  /// The name on the wire.
  public var name: String
  /// The name in Swift, given or derived.
  public var swiftName: String
  public var type: TypeReference
  public var about: String
  public var isRequired: Bool
  public var isAlways: Bool
  public var constraints: Constraints
  public var unit: Unit?
  /// Whether a number may arrive as a string.
  public var acceptsString: Bool
  /// Whether a bool may arrive as a number.
  public var acceptsNumber = false
  public var defaultValue: String?
  public var term: String?
  public var since: String?
  public var until: String?
  public var deprecated: String?
  public var position: Position
}

/// The type of a field.
public indirect enum TypeReference: Sendable {
  public enum Scalar: String, Sendable, CaseIterable {
    case string, bool, double, int32, uint32, int64, uint64, base64, secret
  }

  case scalar(Scalar)
  case list(TypeReference)
  /// A shared object, by name.
  case object(String)
  case identifier(String)
  case enumeration(String)
  /// An object that occurs only here.
  case inline([Field])
}
