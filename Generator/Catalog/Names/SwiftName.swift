/// Turns names of the wire and of the catalog into Swift names. It is a pure function: a name never depends on another one,
/// so that adding something never renames anything.
public enum SwiftName {
  /// Words that are written in capitals unless they come first.
  static let acronyms: [String: String] = [
    "id": "ID", "ids": "IDs", "url": "URL", "urls": "URLs", "sha": "SHA", "sha1": "SHA1", "md5": "MD5",
  ]

  /// Words that the wire runs together with a following `id`: `spaceid`, `userid`.
  static let idOwners: Set<String> = ["file", "space", "user", "docs", "doc", "corp", "department", "open"]

  /// A method, property or static member: `file_list` → `fileList`, `userid_list` → `userIDList`, `download_url` → `downloadURL`.
  public static func lowerCamel(_ name: String) -> String {
    let words = words(of: name)
    guard let first = words.first else { return "" }
    return first + words.dropFirst().map(capitalised).joined()
  }

  /// A type: `file_list` → `FileList`, `id_convert` → `IDConvert`.
  public static func upperCamel(_ name: String) -> String { words(of: name).map(capitalised).joined() }

  private static func capitalised(_ word: String) -> String {
    acronyms[word] ?? word.prefix(1).uppercased() + word.dropFirst()
  }

  /// The lower-case words of a name. They end at `_`, `-` and `.`, before a capital that follows a small letter or digit
  /// (`mediaId`), and before the last of several capitals if a small letter follows (`HTTPProxy`).
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    let scalars = Array(name.unicodeScalars)
    func finish() {
      if !word.isEmpty { words += splitID(word.lowercased()) }
      word = ""
    }
    for (index, scalar) in scalars.enumerated() {
      if scalar == "_" || scalar == "-" || scalar == "." {
        finish()
        continue
      }
      if index > 0, isCapital(scalar), !word.isEmpty {
        let followsSmall = !isCapital(scalars[index - 1])
        let precedesSmall = index + 1 < scalars.count && isSmall(scalars[index + 1])
        if followsSmall || precedesSmall { finish() }
      }
      word.unicodeScalars.append(scalar)
    }
    finish()
    return words
  }

  private static func splitID(_ word: String) -> [String] {
    for ending in ["id", "ids"] where word.hasSuffix(ending) {
      let owner = String(word.dropLast(ending.count))
      if idOwners.contains(owner) { return [owner, ending] }
    }
    return [word]
  }

  private static func isCapital(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }
  private static func isSmall(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }
}
