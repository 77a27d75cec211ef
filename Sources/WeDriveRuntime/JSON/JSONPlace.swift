/// A value of a document that is being written. An object, because what is in it may be written before and after what is
/// around it.
final class JSONPlace {
  /// What a value is.
  enum Content {
    case object, list
    case text(String)
    /// A text: these bytes in base64.
    case base64([UInt8])
    /// A number, `true`, `false` or `null`.
    case notation(String)
  }

  /// An object, unless something else is written.
  var content = Content.object
  /// The members of an object, or the elements of a list, whose names mean nothing.
  var values: [(name: String, value: JSONPlace)] = []

  /// The value as a document. What is in base64 is written in one pass into one buffer.
  var document: [UInt8] {
    var skeleton = Skeleton()
    skeleton.write(self)
    guard !skeleton.contents.isEmpty else { return skeleton.bytes }
    let size = skeleton.contents.reduce(skeleton.bytes.count) { $0 + Base64.encodedCount($1.bytes.count) }
    // libcrypto ends its output with a zero, one byte past it.
    return [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      var start = 0
      for (end, bytes) in skeleton.contents {
        count = buffer[count...].initialize(fromContentsOf: skeleton.bytes[start..<end])
        count += Base64.encode(bytes, into: UnsafeMutableBufferPointer(rebasing: buffer[count...]))
        start = end
      }
      count = buffer[count...].initialize(fromContentsOf: skeleton.bytes[start...])
    }
  }
}

/// A document without what is in base64.
private struct Skeleton {
  private(set) var bytes: [UInt8] = []
  /// What is in base64, and in front of which byte it belongs.
  private(set) var contents: [(place: Int, bytes: [UInt8])] = []

  mutating func write(_ value: JSONPlace) {
    switch value.content {
    case .object:
      bytes.append(UInt8(ascii: "{"))
      write(members: value.values.sorted { $0.name < $1.name })
      bytes.append(UInt8(ascii: "}"))
    case .list:
      bytes.append(UInt8(ascii: "["))
      for (index, element) in value.values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        write(element.value)
      }
      bytes.append(UInt8(ascii: "]"))
    case .text(let text): write(text)
    case .base64(let content):
      bytes.append(UInt8(ascii: "\""))
      contents.append((bytes.count, content))
      bytes.append(UInt8(ascii: "\""))
    case .notation(let notation): bytes += notation.utf8
    }
  }

  private mutating func write(members: [(name: String, value: JSONPlace)]) {
    for (index, member) in members.enumerated() {
      // Of several with one name the last is written.
      if index + 1 < members.count, members[index + 1].name == member.name { continue }
      if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
      write(member.name)
      bytes.append(UInt8(ascii: ":"))
      write(member.value)
    }
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ !JSONNotation.isEscaped($0) }) {
      bytes += text.utf8
    } else {
      for byte in text.utf8 {
        if JSONNotation.isEscaped(byte) { bytes += JSONNotation.escape(byte) } else { bytes.append(byte) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
