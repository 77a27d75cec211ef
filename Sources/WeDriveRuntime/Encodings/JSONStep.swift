/// One step on the way into a JSON document.
enum JSONStep: Equatable {
  case member(String)
  /// Any element of a list.
  case element

  static func path(_ keys: [any CodingKey]) -> [JSONStep] {
    keys.map { $0.intValue == nil ? .member($0.stringValue) : .element }
  }

  /// The steps of `list[0].size`.
  static func path(written path: String) -> [JSONStep] {
    path.split(separator: ".").flatMap { part -> [JSONStep] in
      let name = part.prefix { $0 != "[" }
      return [.member(String(name))] + part.dropFirst(name.count).filter { $0 == "[" }.map { _ in .element }
    }
  }

  /// Where the values at a path stand, in order; none if the bytes are not JSON.
  static func places(_ path: ArraySlice<JSONStep>, in bytes: [UInt8]) -> [Range<Int>] {
    bytes.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer)
      var places: [Range<Int>] = []
      do throws(JSONScanner.Malformed) {
        try scanner.places(path) { places.append($0) }
      } catch {
        return []
      }
      return places
    }
  }
}

/// The name of any member of a JSON object.
package struct AnyCodingKey: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }
  package init?(stringValue: String) { self.stringValue = stringValue }
  package init?(intValue: Int) { nil }
}
