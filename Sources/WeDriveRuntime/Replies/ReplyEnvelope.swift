#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How a reply says it went: the errcode and the words beside it, found without decoding the rest.
///
/// A reply is decoded once, into its own type. This only walks over it, so that a page of a thousand files costs little
/// more than one pass over its bytes.
package struct ReplyEnvelope: Sendable, Equatable {
  /// The errcode; nil where the reply has none.
  package let code: Int?
  /// The words of a reply whose errcode is not 0, if it has any.
  package let message: String?

  /// Why bytes are not a reply.
  package typealias Malformed = JSONScanner.Malformed

  /// Reads the envelope.
  ///
  /// - Throws: Why the bytes are not one JSON object in UTF-8, or why it cannot be told which errcode it has.
  package init(_ bytes: [UInt8], codeField: String, messageField: String) throws(JSONScanner.Malformed) {
    var bytes = bytes
    let members: [String: Range<Int>]
    do throws(JSONScanner.Malformed) {
      members = try Self.members(of: bytes)
    } catch {
      // A refusal's errcode is not lost because of a line feed in its words.
      // Content of another kind, of any length, is not looked through.
      let start = bytes.starts(with: ReplySyntax.byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
      guard start.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let mended = ReplySyntax.mended(bytes) else {
        throw error
      }
      members = try Self.members(of: mended)
      bytes = mended
    }
    code = if let place = members[codeField] { try Self.code(bytes[place]) } else { nil }
    message = code == nil || code == 0 ? nil : members[messageField].flatMap { Self.text(bytes[$0]) }
  }

  /// Where the values of an object's outermost members stand.
  package static func members(of bytes: [UInt8]) throws(JSONScanner.Malformed) -> [String: Range<Int>] {
    guard !bytes.isEmpty else { throw JSONScanner.Malformed(reason: "is empty") }
    return try bytes.withUnsafeBufferPointer { (bytes) throws(JSONScanner.Malformed) in
      var scanner = JSONScanner(bytes)
      var members: [String: Range<Int>] = [:]
      try scanner.expect("{", or: "is not a JSON object")
      if !scanner.take("}") {
        repeat {
          let place = try scanner.string()
          let name = scanner.name(place)
          try scanner.expect(":", or: "has a member without a value")
          guard members.updateValue(try scanner.value(), forKey: name) == nil else {
            throw JSONScanner.Malformed(reason: "has a member twice", offset: place.lowerBound)
          }
        } while scanner.take(",")
        try scanner.expect("}", or: "has brackets that do not match")
      }
      try scanner.end()
      guard String(validating: bytes, as: UTF8.self) != nil else {
        throw JSONScanner.Malformed(reason: "is not UTF-8")
      }
      return members
    }
  }

  /// A whole number, also one in a string; nil for null.
  private static func code(_ bytes: ArraySlice<UInt8>) throws(JSONScanner.Malformed) -> Int? {
    let isQuoted = bytes.first == UInt8(ascii: "\"")
    let text = String(decoding: isQuoted ? bytes.dropFirst().dropLast() : bytes, as: UTF8.self)
    if text == "null" { return nil }
    guard let code = Int(text) else { throw JSONScanner.Malformed(reason: "has an errcode that is not a number") }
    return code
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    // As long as a person would read.
    guard bytes.count <= 65_536 else { return nil }
    return try? JSONDecoder().decode(String.self, from: Data(bytes))
  }
}
