/// The `Encrypt` of a callback's body, found without reading the body as XML.
///
/// Until the signature over it is verified, a body may be anybody's. This looks at each byte once, builds nothing but the
/// content itself, and takes no text that could hold nodes.
enum EncryptedContent {
  private static let start = Array("<Encrypt>".utf8)
  private static let end = Array("</Encrypt>".utf8)

  /// The content, without its CDATA section and the white space around it; nil where there is none.
  static func text(in body: [UInt8]) -> String? {
    body.withUnsafeBufferPointer { body in
      guard let start = place(of: start, in: body, from: 0), let end = place(of: end, in: body, from: start + 9) else {
        return nil
      }
      var content = trimmed(body[(start + Self.start.count)..<end])
      if content.starts(with: "<![CDATA[".utf8), content.suffix(3).elementsEqual("]]>".utf8) {
        content = trimmed(content.dropFirst(9).dropLast(3))
      }
      guard !content.isEmpty, !content.contains(UInt8(ascii: "<")) else { return nil }
      return String(validating: content, as: UTF8.self)
    }
  }

  private static func place(of tag: [UInt8], in body: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard body.count >= tag.count, start <= body.count - tag.count else { return nil }
    var index = start
    while index <= body.count - tag.count {
      if body[index] == tag[0], body[index..<(index + tag.count)].elementsEqual(tag) { return index }
      index += 1
    }
    return nil
  }

  private static func trimmed(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    let rest = bytes.drop(while: isSpace)
    guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return rest }
    return rest[...last]
  }
}
