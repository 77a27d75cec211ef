/// Something that the catalog does not say: in a reply what it is and where, never its value; or what the service was found to do.
public struct DriftObservation: Hashable, Sendable, Codable {
  /// What was seen.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A field that the catalog does not list.
    case unknownField = "unknown-field"
    /// A value of an enum that the catalog does not list.
    case unknownValue = "unknown-value"
    /// A value of another JSON type than the documented one, which was read all the same; without a path: bytes that are
    /// not quite JSON (a byte order mark, a control character in a string, half a surrogate pair, other bytes than UTF-8).
    case toleratedType = "tolerated-type"
    /// A field that is missing or whose value cannot be read; the call failed because of it, or the list's element that
    /// it belongs to was left out, or read without it.
    case undecodable = "undecodable"
    /// An errcode that the catalog does not list.
    case unknownErrcode = "unknown-errcode"
    /// What the service does, where no page says it, as `wedrive probe` has found out.
    case behaviour
  }

  /// The endpoint's name in the catalog.
  public let endpoint: String
  /// What was seen.
  public let kind: Kind
  /// The field, as it is called on the wire, with the fields around it: `file_list.item[].file_size`. Empty for an
  /// errcode, and for a reply that cannot be read at all. A name that is none (longer than 64 characters, or with other
  /// characters than letters, digits, `_` and `-`) is given as `?`. For ``Kind/behaviour``, what was asked: `taken-name`.
  public let path: String
  /// The errcode, for ``Kind/unknownErrcode``.
  public let errcode: Int?
  /// The answer, for ``Kind/behaviour``: a word of the one who asked, never something that was received.
  public let finding: String?

  /// Describes what was seen.
  public init(endpoint: String, kind: Kind, path: String = "", errcode: Int? = nil, finding: String? = nil) {
    self.endpoint = endpoint
    self.kind = kind
    self.path = path
    self.errcode = errcode
    self.finding = finding
  }
}

extension DriftObservation: Comparable {
  /// By endpoint, kind, path, errcode and finding.
  public static func < (one: DriftObservation, other: DriftObservation) -> Bool {
    (one.endpoint, one.kind.rawValue, one.path, one.errcode ?? 0, one.finding ?? "")
      < (other.endpoint, other.kind.rawValue, other.path, other.errcode ?? 0, other.finding ?? "")
  }
}

/// Where a field is in a reply: `file_list.item[].file_size`.
struct FieldPath: Hashable, Sendable {
  private(set) var text = ""

  init() {}

  /// A path as a coder gives it, without the numbers of elements.
  init(_ path: [any CodingKey]) {
    self = path.reduce(FieldPath()) { path, key in
      key.intValue == nil ? path.appending(key.stringValue) : path.appendingElement()
    }
  }

  /// A path with the numbers of elements, `item[3].name`, which are left out.
  init(written path: String) {
    self = path.split(separator: ".").reduce(FieldPath()) { path, part in
      let name = part.prefix { $0 != "[" }
      let elements = part.dropFirst(name.count).count { $0 == "[" }
      return (0..<elements).reduce(path.appending(String(name))) { path, _ in path.appendingElement() }
    }
  }

  func appending(_ name: String) -> FieldPath {
    var longer = self
    longer.text += (text.isEmpty ? "" : ".") + (Self.isName(name) ? name : "?")
    return longer
  }

  func appendingElement() -> FieldPath {
    var longer = self
    longer.text += "[]"
    return longer
  }

  /// Whether this can be a field's name. What cannot may be a user's data, and is not repeated.
  private static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
