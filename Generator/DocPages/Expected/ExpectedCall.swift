import Catalog

/// A call as the catalog has it: an endpoint, or an interface as one of its hosts offers it.
struct ExpectedCall: Sendable {
  /// The id.
  var id: String
  /// What the targets of everything in it begin with: `endpoints.file_list`.
  var target: String
  var position: Position
  /// Names that a page may call it by.
  var names: Set<String>
  /// Host, path and method; nil: it is no HTTP call.
  var route: (service: String, path: String, method: String)?
  /// Numbers of, or links to, the pages that document it.
  var pages: [String]
  /// The date of the newest of these pages.
  var updated: String?
  var request: [ExpectedField]
  var response: [ExpectedField]
  /// What a reply holds if the call failed; empty: nothing of its own.
  var failure: [ExpectedField] = []
  /// What pages list among the parameters and is none: tokens, callbacks.
  var notAsked: Set<String>
  /// What pages list among the results and is none: the envelope.
  var notAnswered: Set<String>
  /// The object that a page puts around the result.
  var wrapper: String?
  /// The service whose errcodes it answers.
  var service: String?
  /// Errcodes that the catalog names for it.
  var errcodes: [Int] = []
  /// Versions of the client from which on some kind of it offers the call; nil: it is no call of a client.
  var versions: Set<String>?
  /// The ways in which it ends; nil: errcodes say so.
  var outcomes: ExpectedValues?
  /// The field that says how it ended.
  var outcomeField: String?

  /// Whether the catalog says that it is going away.
  var isDeprecated = false

  /// All that is asked and answered.
  var fields: [ExpectedField] { request + response + failure }
}

/// A field of a call as the catalog has it, with what is in it.
struct ExpectedField: Sendable {
  /// What a value is on the wire.
  indirect enum Shape: Sendable, Hashable {
    case string, bool, double, object
    case integer(bits: Int, signed: Bool)
    case list(Shape)
  }

  var name: String
  /// Names on the wire, from the request or reply down to this.
  var path: [String]
  /// Keys from the catalog's root: through the call first, then where it is declared.
  var targets: [String]
  /// What the targets of the fields in it begin with.
  var inside: [String] = []
  var position: Position
  var shape: Shape
  /// Whether a call without it is refused; of a reply: whether it is always there.
  var isRequired: Bool
  /// Whether its absence from a page is explained: it existed up to a date.
  var until: String?
  /// The date or version from which on it exists.
  var since: String?
  /// Whether the catalog says that it is going away.
  var isDeprecated = false
  var acceptsString: Bool
  var acceptsNumber: Bool
  /// Whether it is a bool that is sent as 1 or 0.
  var isFlag = false
  var constraints: Field.Constraints
  /// How long and how often the value can be used.
  var uses: Set<Int64> = []
  /// The shared object that it is one of.
  var type: String?
  var values: ExpectedValues?
  var children: [ExpectedField]
}

/// The values that a field may have.
struct ExpectedValues: Sendable {
  struct Value: Sendable {
    var raw: String
    var name: String
    var until: String?
    var position: Position
  }
  /// The enum's name.
  var type: String
  /// What is allowed here.
  var allowed: [Value]
  /// What exists and is not allowed here.
  var others: [Value]
}

extension ExpectedField.Shape: CustomStringConvertible {
  var description: String {
    switch self {
    case .string: "a string"
    case .bool: "a bool"
    case .double: "a number"
    case .object: "an object"
    case .integer(let bits, let signed): (signed ? "int" : "uint") + "\(bits)"
    case .list(.string): "a list of strings"
    case .list(.object): "a list of objects"
    case .list(let element): "a list, each \(element)"
    }
  }
}
