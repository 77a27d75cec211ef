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
