import WeDriveGenerated
import WeDriveRuntime

/// How a local name and a name at the service become each other, so that every local name comes back as it was.
///
/// Going up, bytes that no name at the service can have become `%XX`: bytes that are not UTF-8, and control characters. A
/// `%` that would be taken for the start of such a code becomes `%25`. Coming down, these codes are undone, and what no local
/// name can have is escaped: `/` as `%2F`, the names `.` and `..` as `%2E` and `%2E%2E`. A name that is too long for a file
/// system is cut, and ends with a digest of the entry's id. Characters that the service turns out to refuse are escaped, too:
/// ``SentNames`` finds out which.
enum NameMapping {
  /// The longest local name, in bytes.
  static let longestLocalName = 255

  /// What the service is given for a local name.
  static func remote(_ name: EntryName) -> EntryName {
    let bytes = name.bytes
    guard !name.isText || bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "%") }) else {
      return name
    }
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      let width = scalarWidth(rest)
      if width == 0 || byte < 0x20 || byte == 0x7F {
        result += code(byte)
        rest.removeFirst()
      } else if byte == UInt8(ascii: "%"), decoded(rest) != nil || escaped(rest) != nil {
        result += code(byte)
        rest.removeFirst()
      } else {
        result += rest.prefix(width)
        rest.removeFirst(width)
      }
    }
    return EntryName(bytes: result)
  }

  /// Whether a name of the service is the same here.
  static func isSameHere(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.count <= longestLocalName && !(bytes.count <= 2 && bytes.allSatisfy { $0 == UInt8(ascii: ".") })
      && !bytes.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "/") || $0 == 0 }
  }

  /// What a file or folder of the service is called here.
  ///
  /// - Parameter id: Tells apart names that are equal when they are cut.
  static func local(_ name: EntryName, id: String) -> EntryName {
    if name.bytes == [UInt8(ascii: ".")] { return EntryName("%2E") }
    if name.bytes == Array("..".utf8) { return EntryName("%2E%2E") }
    var result: [UInt8] = []
    if name.bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "/") || $0 == 0 }) {
      var rest = name.bytes[...]
      while let byte = rest.first {
        if let value = decoded(rest, isLast: rest.count == 3 && !result.isEmpty) {
          result.append(value)
          rest.removeFirst(3)
        } else {
          result += byte == UInt8(ascii: "/") || byte == 0 ? code(byte) : [byte]
          rest.removeFirst()
        }
      }
    } else {
      result = name.bytes
    }
    // Such a name cannot come from here, and as it is no local one can be.
    if result == Array("..".utf8) { return name }
    guard result.count > longestLocalName else { return EntryName(bytes: result) }
    var end = longestLocalName - 9
    while end > 0, result[end] & 0xC0 == 0x80 { end -= 1 }
    let mark = ContentDigest.text(of: Array(id.utf8), .sha1).prefix(8)
    return EntryName(bytes: result[..<end] + Array("~\(mark)".utf8))
  }

  /// Why the service would not take a name; nil if it would.
  static func refusal(of name: EntryName) -> String? {
    do {
      try Constraint.weight(name.text, maximum: Limits.fileNameWeight, of: "name", in: "")
      return nil
    } catch {
      return error.reason
    }
  }

  // MARK: - What the service may refuse

  /// Characters of ASCII that some services and file systems have in no name.
  private static let refusable = Set(#"\:*?"<>|"#.unicodeScalars)
  /// The same at the end of a name.
  private static let refusableEnds: Set<Unicode.Scalar> = [".", " "]

  /// The characters for which the service may have refused a name.
  static func doubtful(in name: EntryName) -> Set<Unicode.Scalar> {
    let scalars = name.text.unicodeScalars
    var doubtful = Set(scalars.filter { refusable.contains($0) || $0.value > 0xFFFF })
    if let last = scalars.last, scalars.count > 1, refusableEnds.contains(last) { doubtful.insert(last) }
    return doubtful
  }

  /// A name of the service with codes for some characters; dots and spaces are meant at the end only.
  static func escaping(_ scalars: Set<Unicode.Scalar>, in name: EntryName) -> EntryName {
    let wanted = doubtful(in: name).intersection(scalars)
    guard !wanted.isEmpty else { return name }
    let text = name.text.unicodeScalars
    var result: [UInt8] = []
    for index in text.indices {
      let scalar = text[index]
      let isMeant = !refusableEnds.contains(scalar) || text.index(after: index) == text.endIndex
      let bytes = Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      result += wanted.contains(scalar) && isMeant ? bytes.flatMap(code) : bytes
    }
    return EntryName(bytes: result)
  }

  // MARK: - Codes

  /// The byte that a code at the start stands for, if it is one of those that going up makes.
  ///
  /// - Parameter isLast: Whether the code ends a name that has something before it.
  private static func decoded(_ text: ArraySlice<UInt8>, isLast: Bool = false) -> UInt8? {
    guard let value = escaped(text) else { return nil }
    if value >= 0x80 || (1..<0x20).contains(value) || value == 0x7F || value == UInt8(ascii: "%") { return value }
    let scalar = Unicode.Scalar(value)
    return refusable.contains(scalar) || (isLast && refusableEnds.contains(scalar)) ? value : nil
  }

  /// The byte that `%XX` at the start stands for, with digits in upper case.
  private static func escaped(_ text: ArraySlice<UInt8>) -> UInt8? {
    guard text.count >= 3, text.first == UInt8(ascii: "%") else { return nil }
    let digits = text.dropFirst().prefix(2).map { digit -> UInt8? in
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
      default: nil
      }
    }
    guard let high = digits.first ?? nil, let low = digits.last ?? nil else { return nil }
    return high << 4 | low
  }

  private static func code(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  /// How many bytes the well-formed scalar at the start has; 0 if there is none.
  private static func scalarWidth(_ text: ArraySlice<UInt8>) -> Int {
    guard let first = text.first else { return 0 }
    let width = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard text.count >= width else { return 0 }
    return String(validating: text.prefix(width), as: UTF8.self) == nil ? 0 : width
  }
}
