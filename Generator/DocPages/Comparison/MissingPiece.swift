import Catalog

/// What a page has and the catalog has not, with all that the page says about it.
enum MissingPiece: Sendable {
  /// A field with what is in it, of a call's request or reply, or of an object.
  case field(DraftField, owner: Owner)
  /// A value of an enum.
  case value(ValueMention, of: String)
  case errcode(Int, service: String)
  case call(DraftCall)
  case interface(DraftInterface)

  /// What a field belongs to.
  enum Owner: Sendable, Hashable {
    /// What a call or a client-side interface asks or answers: its id, and the key.
    case side(call: String, key: String)
    /// A shared object.
    case type(String)
    /// An object that occurs only there: the field's place.
    case inline(Position)
  }
}

/// A field as it would stand in the catalog.
struct DraftField: Sendable {
  var name: String
  var type: PageType?
  var isRequired: Bool
  /// Whether the page says that it is required in some cases only.
  var isConditional: Bool
  var values: [ValueMention]
  var children: [DraftField]

  /// The field with all that is in it, as a page has it.
  ///
  /// - Parameter lists: Values that tables of their own list, by the name of a field or of the list.
  init(
    _ field: DocumentedField, in side: DocumentedSide, isRequest: Bool,
    lists: [(field: String, values: [ValueMention])] = []
  ) {
    name = field.path.last ?? ""
    let written = field.rows.lazy.compactMap { $0.type?.type }.first
    type = DraftField.type(written, shown: field.samples.lazy.compactMap { PageType($0.value) }.first)
    // A draft says what the column says; that the description limits it is told beside it, for a person to decide.
    isRequired = isRequest && field.rows.contains { $0.required?.marker == .yes || $0.isConditional }
    isConditional = field.rows.contains(where: \.isConditional)
    let names = Set([name.lowercased()] + field.rows.flatMap(\.references).map { $0.lowercased() })
    let listed = lists.first { names.contains($0.field.split(separator: ".").last.map { $0.lowercased() } ?? "") }
    let declared = field.rows.flatMap(\.listedValues).map { ValueMention(value: $0.text, at: $0, term: "") }
    values =
      listed?.values ?? (declared.isEmpty ? nil : declared)
      ?? ValueMention.all(in: field.rows.flatMap(\.description), areWords: type?.innermost == .string)
    children = side.children(of: field.path).map { DraftField($0, in: side, isRequest: isRequest, lists: lists) }
  }

  /// What a table writes, with what a sample shows: a list, where the table names only what is in it.
  private static func type(_ written: PageType?, shown: PageType?) -> PageType? {
    guard let written else { return shown }
    if case .list = written { return written }
    if case .list = shown { return .list(written) }
    return written
  }
}

/// A call as it would stand in the catalog.
struct DraftCall: Sendable {
  var name: String
  /// The id of the service that its address belongs to.
  var service: String?
  var path: String
  var method: String
  /// The kind of app whose documentation the page is; nil: the page does not say.
  var kind: Endpoint.AppKind?
  var number: String?
  var updated: String?
  var request: [DraftField]
  var response: [DraftField]
}

/// A client-side interface as it would stand in the catalog.
struct DraftInterface: Sendable {
  /// The name on the wire.
  var name: String
  /// The name of the family, and the host of it that the page is about.
  var family: String
  var host: String
  var number: String?
  /// The page's address, where pages have no numbers.
  var link: String?
  /// The kind of app whose documentation the page is; nil: the page does not say.
  var kind: Endpoint.AppKind?
  var updated: String?
  var parameters: [DraftField]
  var result: [DraftField]
  var failure: [DraftField]
  /// How it ends, as it stands behind the name.
  var outcomes: [ValueMention]
}

extension PageType {
  /// What a list, of lists, is of in the end; the type itself, if it is none.
  var innermost: PageType {
    if case .list(let element?) = self { element.innermost } else { self }
  }

  /// What a sample's value is.
  init?(_ value: SampleValue) {
    switch value.content {
    case .string: self = .string
    case .number(let text): self = Int64(text) == nil ? .number : .integer(bits: nil, signed: nil)
    case .bool: self = .bool
    case .object: self = .object
    case .list(let elements): self = .list(elements.first.flatMap { PageType($0) })
    case .function: self = .function
    case .placeholder, .null: return nil
    }
  }
}
