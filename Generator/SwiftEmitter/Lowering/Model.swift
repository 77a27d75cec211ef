import Catalog

/// A struct with coded properties: a request, a response, a shared object, or an object nested in one of them.
struct Model {
  let name: String
  let about: String
  let conformances: String
  let members: [Member]
  let side: Member.Side
  /// Whether it is, or is part of, something that is sent: only that is checked.
  let isSent: Bool
  /// One list of members for each initialiser.
  let initialisers: [[Member]]
  let typeIndex: TypeIndex

  init(
    _ name: String, about: String, conformances: String? = nil, fields: [Field], side: Member.Side,
    isSent: Bool, alternatives: [[String]] = [], typeIndex: TypeIndex
  ) {
    self.name = name
    self.about = about
    self.conformances = conformances ?? (typeIndex.isListsOnly(fields) ? "ListsOnly" : "Codable, Sendable")
    self.side = side
    self.isSent = isSent
    self.typeIndex = typeIndex
    let grouped = Set(alternatives.joined())
    let members = fields.map { Member($0, side: side, alternatives: grouped, typeIndex: typeIndex) }
    self.members = members
    let choices = alternatives.isEmpty ? [[]] : alternatives
    initialisers = choices.map { choice in
      members.filter { $0.presence == .required || choice.contains($0.field.name) }
    }
  }

  /// The property for a field, by the field's name on the wire.
  func member(_ name: String) -> Member? { members.first { $0.field.name == name } }

  /// The whole struct. `leading` stands before the properties, `validation` replaces the check that objects have.
  func declaration(leading: [Declaration] = [], validation: Declaration? = nil, extras: [Declaration] = [])
    -> Declaration
  {
    var body = leading
    body += members.map(\.property)
    body += initialisers.map(initialiser)
    body += extras
    if let check = validation ?? self.validation { body.append(check) }
    body += members.compactMap { nested($0)?.declaration() }
    if !members.isEmpty { body.append(keys) }
    return Declaration(.scope("public struct \(name): \(conformances)", body), about)
  }

  func initialiser(_ chosen: [Member]) -> Declaration {
    let words = chosen.map { "`\($0.name)`" }
    let summary =
      switch (chosen.isEmpty, initialisers.count > 1, side) {
      case (true, _, _): "Starts with nothing set."
      case (false, true, _): "Asks by \(DocText.list(words, "and"))."
      case (false, false, .request): "Asks with what is required."
      case (false, false, .reply): "Starts with what is always there."
      }
    let body = chosen.map { member in
      Statement.text("self.\(member.escaped) = \(member.local)")
    }
    return Declaration(
      .function(Function(head: "public init", parameters: chosen.map { $0.parameter() }, body: body)), summary)
  }

  private var keys: Declaration {
    Declaration(.scope("private enum CodingKeys: String, CodingKey", members.map(\.key))).attached
  }

  /// The struct that the object of a property becomes.
  func nested(_ member: Member) -> Model? {
    guard let fields = member.field.type.inlineFields else { return nil }
    return Model(
      member.nested, about: DocText.named(member.field.about, term: member.field.term), fields: fields, side: side,
      isSent: isSent, typeIndex: typeIndex)
  }

  /// The check of an object that is part of a request.
  private var validation: Declaration? {
    guard isSent else { return nil }
    let checks = Validation(typeIndex: typeIndex, owner: "owner", prefix: "\\(path).").statements(for: members)
    guard !checks.isEmpty else { return nil }
    return Declaration(
      .function(
        Function(
          head: "func validate", parameters: ["_ path: String", "in owner: String"], tail: "throws(InvalidArgument)",
          body: checks)))
  }
}
