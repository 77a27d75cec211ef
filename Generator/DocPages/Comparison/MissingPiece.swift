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
  var values: [ValueMention]
  var children: [DraftField]

  /// The field with all that is in it, as a page has it.
  init(_ field: DocumentedField, in side: DocumentedSide, isRequest: Bool) {
    name = field.path.last ?? ""
    type =
      field.rows.lazy.compactMap { $0.type?.type }.first ?? field.samples.lazy.compactMap { PageType($0.value) }.first
    isRequired = isRequest && field.rows.contains { $0.required?.marker == .yes }
    values = ValueMention.all(in: field.rows.flatMap(\.description), areWords: type == .string)
    children = side.children(of: field.path).map { DraftField($0, in: side, isRequest: isRequest) }
  }
}

/// A call as it would stand in the catalog.
struct DraftCall: Sendable {
  var name: String
  var path: String
  var method: String
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
  var updated: String?
  var parameters: [DraftField]
  var result: [DraftField]
  var failure: [DraftField]
  /// How it ends, as it stands behind the name.
  var outcomes: [ValueMention]
}

extension PageType {
  /// What a sample's value is.
  init?(_ value: SampleValue) {
    switch value.content {
    case .string: self = .string
    case .number(let text): self = Int64(text) == nil ? .number : .integer(bits: nil, signed: nil)
    case .bool: self = .bool
    case .object: self = .object
    case .list(let elements): self = .list(elements.first.flatMap { PageType($0) })
    case .placeholder, .null, .function: return nil
    }
  }
}
