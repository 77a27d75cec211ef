/// The rules that the documentation sets for values, each checked before anything is sent.
///
/// `nil` satisfies every rule: whether a field may be absent is a matter of the type.
public enum Constraint {
  /// A number within bounds; a bound that is nil is open.
  public static func range<Value: BinaryInteger>(
    _ value: Value?, minimum: Int64? = nil, maximum: Int64? = nil, of field: String, in owner: String
  ) throws(InvalidArgument) {
    guard let value else { return }
    try check(value, minimum: minimum, maximum: maximum, unit: nil, field, owner)
  }

  /// Weighted length of a name: ASCII counts 1, every other character 2.
  public static func weight(_ text: String?, maximum: Int64, of field: String, in owner: String) throws(InvalidArgument)
  {
    guard let text else { return }
    let weight = text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    try check(weight, minimum: nil, maximum: maximum, unit: "characters (ASCII counts 1, others 2)", field, owner)
  }

  /// The length of a string, in Unicode scalars.
  public static func length(
    _ text: String?, minimum: Int64? = nil, maximum: Int64? = nil, of field: String, in owner: String
  ) throws(InvalidArgument) {
    guard let text else { return }
    try check(text.unicodeScalars.count, minimum: minimum, maximum: maximum, unit: "characters", field, owner)
  }

  /// The number of elements of a list.
  public static func items<Item>(
    _ list: [Item]?, minimum: Int64? = nil, maximum: Int64? = nil, of field: String, in owner: String
  ) throws(InvalidArgument) {
    guard let list else { return }
    try check(list.count, minimum: minimum, maximum: maximum, unit: "elements", field, owner)
  }

  /// The size of content before it is encoded.
  public static func bytes(
    _ content: Base64Content?, minimum: Int64? = nil, maximum: Int64? = nil, of field: String, in owner: String
  ) throws(InvalidArgument) {
    guard let content else { return }
    try check(content.bytes.count, minimum: minimum, maximum: maximum, unit: "bytes", field, owner)
  }

  /// A documented value that is documented as not allowed here. Undocumented values pass: the service decides.
  public static func values<Value: OpenEnum>(
    _ value: Value?, allowed: [Value], of field: String, in owner: String
  ) throws(InvalidArgument) {
    guard let value, value.isKnown, !allowed.contains(value) else { return }
    let names = allowed.map(\.description).joined(separator: ", ")
    throw InvalidArgument(owner: owner, field: field, reason: "\(value) is not allowed here, only \(names)")
  }

  /// Exactly one of the alternatives is filled, wholly.
  ///
  /// - Parameters:
  ///   - alternatives: The fields of each, by their names on the wire.
  ///   - owner: What the fields belong to, for the message.
  public static func exactlyOne(
    of alternatives: [KeyValuePairs<String, (any Sendable)?>], in owner: String
  ) throws(InvalidArgument) {
    let filled = alternatives.filter { $0.contains { $0.value != nil } }
    guard filled.count == 1, filled[0].allSatisfy({ $0.value != nil }) else {
      let all = alternatives.map { $0.map(\.key).joined(separator: " with ") }.joined(separator: ", or ")
      throw InvalidArgument(owner: owner, field: "", reason: "give exactly one: \(all)")
    }
  }

  /// How many elements of a list may be of a certain kind.
  ///
  /// - Parameters:
  ///   - maximum: So many at the most.
  ///   - list: The list; nil passes.
  ///   - kind: What the counted elements have in common, for the message.
  ///   - field: The list's name on the wire.
  ///   - owner: What it belongs to, for the message.
  ///   - matches: Whether an element is counted.
  public static func atMost<Item>(
    _ maximum: Int64, _ list: [Item]?, with kind: String, of field: String, in owner: String,
    where matches: (Item) -> Bool
  ) throws(InvalidArgument) {
    guard let count = list?.count(where: matches), count > maximum else { return }
    let allowed = maximum == 0 ? "none is" : "at most \(maximum) are"
    throw InvalidArgument(owner: owner, field: field, reason: "has \(count) with \(kind), \(allowed) allowed")
  }

  /// A value that cannot be given together with others.
  public static func absent<Value>(
    _ value: Value?, when condition: String, of field: String, in owner: String
  ) throws(InvalidArgument) {
    guard value != nil else { return }
    throw InvalidArgument(owner: owner, field: field, reason: "cannot be given when \(condition)")
  }

  /// A switch that cannot be on together with other values.
  public static func absent(
    _ value: Bool?, when condition: String, of field: String, in owner: String
  ) throws(InvalidArgument) {
    guard value == true else { return }
    throw InvalidArgument(owner: owner, field: field, reason: "cannot be true when \(condition)")
  }

  private static func check<Value: BinaryInteger>(
    _ value: Value, minimum: Int64?, maximum: Int64?, unit: String?, _ field: String, _ owner: String
  ) throws(InvalidArgument) {
    let suffix = unit.map { " " + $0 } ?? ""
    if let minimum, value < minimum {
      throw InvalidArgument(owner: owner, field: field, reason: "is \(value)\(suffix), at least \(minimum) are needed")
    }
    if let maximum, value > maximum {
      throw InvalidArgument(owner: owner, field: field, reason: "is \(value)\(suffix), at most \(maximum) are allowed")
    }
  }
}
