/// A name given by a server, made into one component of a local path.
///
/// Separators, control characters and marks that turn the direction of writing become `_`, and so does a leading dot:
/// a server must not choose hidden files, `.` or `..`. The names of devices of Windows get a `_` in front, and dots and
/// spaces at the end become `_`: shared folders would take them for something else. A name that is too long for a file system is cut in the middle of
/// nothing: at a character, and before its extension.
package struct SafeFileName: Equatable {
  /// The longest name that usual file systems take, in bytes.
  static let maximumSize = 255

  package let text: String

  package init(_ name: String) {
    var text = String(String.UnicodeScalarView(name.unicodeScalars.map { Self.isUnsafe($0) ? "_" : $0 }))
    if text.hasPrefix(".") { text = "_" + text.dropFirst() }
    text = Self.withPlainEnd(text)
    if Self.isDevice(text) { text = "_" + text }
    self.text = Self.shortened(text.isEmpty ? "file" : text, to: Self.maximumSize)
  }

  /// With `_` for each dot and space at the end, which are taken as scalars: a file system knows no larger characters.
  private static func withPlainEnd(_ name: String) -> String {
    let scalars = name.unicodeScalars
    let end = scalars.lastIndex { $0 != "." && $0 != " " }.map { scalars.index(after: $0) } ?? scalars.startIndex
    return String(scalars[..<end]) + String(repeating: "_", count: scalars[end...].count)
  }

  /// `CON`, `com1.txt` and the like.
  private static func isDevice(_ name: String) -> Bool {
    let stem = name.prefix { $0 != "." }.uppercased()
    if ["CON", "PRN", "AUX", "NUL"].contains(stem) { return true }
    return stem.count == 4 && (stem.hasPrefix("COM") || stem.hasPrefix("LPT")) && stem.last?.isWholeNumber == true
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/", "\\": true
    case "\u{2028}", "\u{2029}": true
    case "\u{061C}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
    default: scalar.properties.generalCategory == .control
    }
  }

  /// At most `size` bytes of UTF-8, whole characters only, with a short extension kept. What was cut has no dot and no space
  /// at its end.
  package static func shortened(_ name: String, to size: Int) -> String {
    guard name.utf8.count > size else { return name }
    var stem = name[...]
    var suffix = name[name.endIndex...]
    if let dot = name.lastIndex(of: "."), dot > name.startIndex, name[dot...].utf8.count <= min(16, size / 2) {
      (stem, suffix) = (name[..<dot], name[dot...])
    }
    while !stem.isEmpty, stem.utf8.count + suffix.utf8.count > size { stem.removeLast() }
    // One character may be longer than a whole name: then its scalars have to do.
    guard stem.isEmpty else { return withPlainEnd(String(stem + suffix)) }
    var scalars = name.unicodeScalars[...]
    while scalars.reduce(0, { $0 + UTF8.width($1) }) > size { scalars.removeLast() }
    return withPlainEnd(String(scalars))
  }
}

/// Gives several files names in one folder, in order, so that none takes another's place: neither on a disk that does not
/// tell upper from lower case, nor on one that does not tell composed from decomposed letters.
package struct UniqueFileNames {
  private var taken: Set<String> = []

  package init() {}

  /// The name, with a number before its extension where another file has it.
  package mutating func take(_ name: SafeFileName) -> String {
    var candidate = name.text
    var number = 1
    while !taken.insert(Self.key(candidate)).inserted {
      number += 1
      candidate = Self.numbered(name.text, number)
    }
    return candidate
  }

  /// Strings are equal if they are canonically equivalent. Folding through upper case makes `ß` and `SS` one.
  private static func key(_ name: String) -> String { name.uppercased().lowercased() }

  /// `report (2).pdf`
  private static func numbered(_ name: String, _ number: Int) -> String {
    let mark = " (\(number))"
    let name = SafeFileName.shortened(name, to: SafeFileName.maximumSize - mark.utf8.count)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name + mark }
    return name[..<dot] + mark + name[dot...]
  }
}
