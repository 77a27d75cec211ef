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
