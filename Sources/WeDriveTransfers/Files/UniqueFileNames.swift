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
