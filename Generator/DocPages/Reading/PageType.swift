/// A type as a page writes it: `uint32`, `obj[]`, `Array.<Object>`, `列表`.
indirect enum PageType: Sendable, Hashable {
  case string
  case bool
  /// A whole number; where the page says so, with its width and whether it may be negative.
  case integer(bits: Int?, signed: Bool?)
  /// A number of any kind.
  case number
  case object
  /// A list; nil: of whatever.
  case list(PageType?)
  case function
  /// An object that the page describes elsewhere under this name.
  case named(String)

  /// Nil if the text is no type. Only where a type is sure to stand, any capitalised name is taken for one.
  init?(_ text: String, allowsNames: Bool) {
    let plain = PageType.plain(text)
    let folded = plain.lowercased()
    if let known = PageType.words[folded] {
      self = known
      return
    }
    for ending in ["数组", "列表"] where folded.hasSuffix(ending) {
      self = .list(PageType(String(plain.dropLast(ending.count)), allowsNames: true))
      return
    }
    if folded.hasSuffix("[]") {
      guard let element = PageType(String(plain.dropLast(2)), allowsNames: true) else { return nil }
      self = .list(element)
      return
    }
    for prefix in ["array.<", "array<", "list<", "array("]
    where folded.hasPrefix(prefix) && ">)".contains(folded.last ?? " ") {
      self = .list(PageType(String(plain.dropFirst(prefix.count).dropLast()), allowsNames: true))
      return
    }
    if let linked = PageType.linked(plain) {
      self = linked
      return
    }
    let isName =
      plain.unicodeScalars.allSatisfy(\.isNamePart)
      && plain.unicodeScalars.first.map { ("A"..."Z").contains($0) } == true
    guard allowsNames, isName, plain.contains(where: \.isLowercase) else { return nil }
    self = .named(plain)
  }

  /// Without escapes and space: `obj []`, `string\[\]`.
  private static func plain(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("\\", with: "").filter {
      !$0.isWhitespace && $0 != "`"
    }
  }

  /// A type with a link to what describes it, or with a length: `object[]([Node](#node))`, `string[1,256]`, `String(32)`.
  private static func linked(_ text: String) -> PageType? {
    let base = String(text.prefix { $0 != "(" && $0 != "[" })
    guard !base.isEmpty, base.count < text.count, let known = words[base.lowercased()] else { return nil }
    var rest = text.dropFirst(base.count)
    let isList = rest.hasPrefix("[]")
    if isList { rest = rest.dropFirst(2) }
    guard rest.first == "(" || rest.first == "[" else { return nil }
    let name = rest.drop { "([".contains($0) }.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let isNamed = known == .object && name.first?.isLetter == true
    let element: PageType = isNamed ? .named(String(name)) : known
    return isList ? .list(element) : element
  }

  /// The name of the type that describes the value, or the elements of the list.
  var elementName: String? {
    switch self {
    case .named(let name): name
    case .list(let element?): element.elementName
    default: nil
    }
  }

  var isList: Bool { if case .list = self { true } else { false } }

  /// Whether there may be fields in it.
  var holdsFields: Bool {
    switch self {
    case .object, .named: true
    case .list(let element): element?.holdsFields ?? true
    default: false
    }
  }

  private static let words: [String: PageType] = [
    "string": .string, "str": .string, "text": .string, "字符串": .string,
    "bool": .bool, "boolean": .bool, "布尔": .bool, "布尔值": .bool,
    "int": .integer(bits: nil, signed: nil), "integer": .integer(bits: nil, signed: nil),
    "整型": .integer(bits: nil, signed: nil), "整数": .integer(bits: nil, signed: nil),
    "uint": .integer(bits: nil, signed: false), "bytes": .string,
    "int32": .integer(bits: 32, signed: true), "uint32": .integer(bits: 32, signed: false),
    "int64": .integer(bits: 64, signed: true), "uint64": .integer(bits: 64, signed: false),
    "long": .integer(bits: 64, signed: true),
    "number": .number, "float": .number, "double": .number, "数字": .number, "数值": .number,
    "object": .object, "obj": .object, "json": .object, "map": .object, "对象": .object, "结构体": .object,
    "array": .list(nil), "list": .list(nil), "列表": .list(nil), "数组": .list(nil),
    "objlist": .list(.object), "objectlist": .list(.object), "stringlist": .list(.string),
    "function": .function, "callback": .function, "函数": .function, "回调函数": .function,
  ]
}

extension PageType: CustomStringConvertible {
  var description: String {
    switch self {
    case .string: "a string"
    case .bool: "a bool"
    case .integer(let bits?, let signed?): (signed ? "int" : "uint") + "\(bits)"
    case .integer: "a whole number"
    case .number: "a number"
    case .object: "an object"
    case .list(let element?): "a list of \(element.plural)"
    case .list: "a list"
    case .function: "a function"
    case .named(let name): "the object \(name)"
    }
  }

  private var plural: String {
    switch self {
    case .string: "strings"
    case .bool: "bools"
    case .integer(let bits?, let signed?): (signed ? "int" : "uint") + "\(bits)"
    case .integer: "whole numbers"
    case .number: "numbers"
    case .object: "objects"
    case .list: "lists"
    case .function: "functions"
    case .named(let name): name
    }
  }
}
