/// A path as the system knows it: any bytes but zero, which are UTF-8 as a rule and need not be.
package struct LocalPath: Sendable, Hashable {
  /// The bytes, without the zero at their end.
  package let bytes: [UInt8]

  /// Takes bytes as the system gave them.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Takes a text.
  package init(_ text: String) { bytes = Array(text.utf8) }

  /// For messages; what is not UTF-8 is shown as U+FFFD.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether ``text`` is the path itself.
  package var isText: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The last component.
  package var name: LocalPath { LocalPath(bytes: Array(bytes.split(separator: UInt8(ascii: "/")).last ?? [])) }

  /// The folder that the last component is in.
  package var folder: LocalPath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return LocalPath(".") }
    return slash == bytes.startIndex ? LocalPath("/") : LocalPath(bytes: Array(bytes[..<slash]))
  }

  /// Calls the system with the path.
  package func withCString<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
    (bytes + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        // Never nil: there is a zero at least.
        characters.baseAddress.map(body) ?? "".withCString(body)
      }
    }
  }
}
