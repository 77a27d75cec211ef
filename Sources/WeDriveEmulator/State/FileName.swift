import WeDriveRuntime

/// A name as its bytes.
///
/// Swift's strings are equal where Unicode calls them canonically equivalent. `é` as one scalar and `é` as two are names of two
/// files all the same, as they are to the file systems that files come from.
struct ExactName: Hashable, Comparable, Sendable {
  private let bytes: [UInt8]

  init(_ name: String) { bytes = Array(name.utf8) }

  static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// The rules for names of files, folders and documents.
enum FileName {
  static let maximumWeight: Int64 = 255

  static func check(_ name: String) throws(ServiceError) {
    guard !name.isEmpty else { throw .badFileName }
    guard fits(name) else { throw .badFileName.because("file name weighs more than 255") }
  }

  /// The name with a number: `xxx(1).txt`. A name that would become too long loses characters before the number.
  static func numbered(_ name: String, _ number: Int) -> String {
    var stem = Substring(name)
    var ending = Substring()
    if let dot = name.lastIndex(of: "."), dot > name.startIndex {
      stem = name[..<dot]
      ending = name[dot...]
    }
    while !fits("\(stem)(\(number))\(ending)"), !stem.isEmpty { stem.removeLast() }
    return "\(stem)(\(number))\(ending)"
  }

  private static func fits(_ name: String) -> Bool {
    do {
      try Constraint.weight(name, maximum: maximumWeight, of: "file_name", in: "")
      return true
    } catch {
      return false
    }
  }
}
