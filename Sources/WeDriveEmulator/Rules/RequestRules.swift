/// What the catalog says of the requests of one endpoint. The tables of all endpoints are generated; a request is checked by
/// going through its JSON with the table in hand, before anything is decoded. Nothing of it is shared with the client, whose
/// checks are compiled into each request's `validate()`.
package struct RequestRules: Sendable {
  let fields: [FieldRule]
  /// Sets of fields of which a request fills exactly one, wholly; empty: no such rule.
  let exactlyOne: [[String]]

  init(_ fields: [FieldRule], exactlyOne: [[String]] = []) {
    self.fields = fields
    self.exactlyOne = exactlyOne
  }

  /// What the service assumes of a field that a request leaves out; nil if the documentation does not say.
  static func assumed(_ field: String, in endpoint: String) -> Int? {
    let rule = all[endpoint]?.fields.first { $0.name == field }
    return rule?.conditions.lazy.compactMap { if case .otherwise(let text) = $0 { Int(text) } else { nil } }.first
  }
}

/// What the catalog says of one field.
struct FieldRule: Sendable {
  /// What JSON a value is.
  indirect enum Kind: Sendable {
    case text, base64, flag, fraction
    /// A flag that may be a number.
    case flagOrNumber
    /// A whole number of a type.
    case number(Number)
    /// The same, or a text that says it; an empty one says nothing.
    case numberOrText(Number)
    /// An object of any texts.
    case texts
    case list(Kind)
    /// A shared object, by the name of its type.
    case object(String)
    case fields([FieldRule])
  }

  /// A type of whole numbers.
  enum Number: Sendable {
    case int32, uint32, int64, uint64

    var values: ClosedRange<Int128> {
      switch self {
      case .int32: Int128(Int32.min)...Int128(Int32.max)
      case .uint32: 0...Int128(UInt32.max)
      case .int64: Int128(Int64.min)...Int128(Int64.max)
      case .uint64: 0...Int128(UInt64.max)
      }
    }
  }

  /// What a value has to satisfy. `nil` is an open end.
  enum Condition: Sendable {
    case required
    /// What is assumed where there is no value.
    case otherwise(String)
    case items(minimum: Bound? = nil, maximum: Bound? = nil)
    case range(minimum: Bound? = nil, maximum: Bound? = nil)
    /// Unicode scalars of a text.
    case length(minimum: Bound? = nil, maximum: Bound? = nil)
    /// Bytes of content before it was encoded.
    case bytes(minimum: Bound? = nil, maximum: Bound? = nil)
    /// Scalars of a text, where ASCII counts 1 and everything else 2.
    case weight(maximum: Bound)
    /// Documented values that this call does not take.
    case excludes([String])
    /// The same for a field of each element.
    case eachExcludes([String], of: String)
    /// How many elements may have all of these values.
    case atMost(Bound, with: KeyValuePairs<String, String>)
  }

  /// A number, and what the catalog calls it.
  struct Bound: Sendable, ExpressibleByIntegerLiteral {
    let value: Int64
    /// The name of the catalog's limit; nil for a number without one.
    let limit: String?

    init(integerLiteral value: Int64) { (self.value, limit) = (value, nil) }
    private init(_ value: Int64, _ limit: String) { (self.value, self.limit) = (value, limit) }

    static func limit(_ name: String, _ value: Int64) -> Bound { Bound(value, name) }
  }

  let name: String
  let kind: Kind
  let conditions: [Condition]

  init(_ name: String, _ kind: Kind, _ conditions: Condition...) {
    self.name = name
    self.kind = kind
    self.conditions = conditions
  }
}

/// A rule of the documentation that a request breaks.
struct RuleViolation: Error, Equatable {
  enum Kind: Sendable {
    /// The request is no JSON object.
    case malformed
    /// A field that has to be there is not.
    case missing
    /// A value is other JSON than belongs there.
    case mismatch
    /// A value is not one of those allowed.
    case value
  }

  let kind: Kind
  /// The field as it is called on the wire, `auth_info[2].auth`; empty: the request as a whole.
  let field: String
  /// What is wrong, without a value of the request but its numbers.
  let reason: String
  /// The name of the limit that a value exceeds; nil for one that has no name.
  var limit: String?

  static let unreadableQuery = RuleViolation(kind: .malformed, field: "query", reason: "cannot be read")

  /// The last name of the field: `auth` of `auth_info[2].auth`.
  var name: String { Self.name(of: field) }

  static func name(of path: String) -> String { String((path.split(separator: ".").last ?? "").prefix { $0 != "[" }) }
}

extension String {
  /// What a name weighs: ASCII 1, every other scalar 2.
  var weight: Int { unicodeScalars.reduce(0) { $0 + ($1.value < 0x80 ? 1 : 2) } }
}
