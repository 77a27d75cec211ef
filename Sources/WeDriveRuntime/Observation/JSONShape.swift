/// What JSON looks like: its names and the types of its values, without the values.
indirect enum JSONShape: Equatable {
  case object([String: JSONShape])
  case list([JSONShape])
  case text(isEmpty: Bool)
  case number
  case bool
  case null

  /// Whether two values have the same JSON type.
  func isLike(_ other: JSONShape) -> Bool {
    switch (self, other) {
    case (.object, .object), (.list, .list), (.text, .text), (.number, .number), (.bool, .bool), (.null, .null): true
    default: false
    }
  }
}

extension JSONShape: Decodable {
  init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: AnyCodingKey.self) {
      let shapes = try members.allKeys.map { ($0.stringValue, try members.decode(JSONShape.self, forKey: $0)) }
      self = .object(Dictionary(shapes, uniquingKeysWith: { first, _ in first }))
      return
    }
    if var elements = try? decoder.unkeyedContainer() {
      var shapes: [JSONShape] = []
      while !elements.isAtEnd { shapes.append(try elements.decode(JSONShape.self)) }
      self = .list(shapes)
      return
    }
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let text = try? value.decode(String.self) {
      self = .text(isEmpty: text.isEmpty)
    } else if (try? value.decode(Bool.self)) != nil {
      self = .bool
    } else {
      self = .number
    }
  }
}
