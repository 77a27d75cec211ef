/// Mends bytes that are JSON but for what services are known to get wrong.
enum JSONRepair {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The bytes without a byte order mark, with control characters in strings escaped, and with U+FFFD for each half of a
  /// surrogate pair, each `\u` without its digits and whatever is not UTF-8; nil where there is nothing of the kind. One pass, no recursion.
  static func mended(_ bytes: [UInt8]) -> [UInt8]? {
    let body = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
    var result: [UInt8] = []
    result.reserveCapacity(body.count)
    var isInString = false
    var index = body.startIndex
    while index < body.endIndex {
      let byte = body[index]
      switch byte {
      case UInt8(ascii: "\""):
        isInString.toggle()
        result.append(byte)
      case UInt8(ascii: "\\") where isInString:
        let end = min(index + 2, body.endIndex)
        guard let unit = JSONNotation.unit(body[index...]) else {
          // What no four digits follow stands for no character.
          let isUnit = body[index..<end].last == UInt8(ascii: "u")
          result += isUnit ? ArraySlice("\\ufffd".utf8) : body[index..<end]
          index = end
          continue
        }
        if UTF16.isLeadSurrogate(unit), let next = JSONNotation.unit(body[min(index + 6, body.endIndex)...]),
          UTF16.isTrailSurrogate(next)
        {
          result += body[index..<(index + 12)]
          index += 12
        } else {
          result += UTF16.isSurrogate(unit) ? ArraySlice("\\ufffd".utf8) : body[index..<(index + 6)]
          index += 6
        }
        continue
      case 0..<0x20 where isInString:
        let digits = String(byte, radix: 16)
        result += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
      default:
        result.append(byte)
      }
      index += 1
    }
    if String(validating: result, as: UTF8.self) == nil { result = Array(String(decoding: result, as: UTF8.self).utf8) }
    return result == bytes ? nil : result
  }
}
