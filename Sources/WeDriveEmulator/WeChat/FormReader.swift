import WeDriveRuntime

/// Reads a `multipart/form-data` body as it arrives: short fields, and then a file, which goes to disk.
///
/// As with the real storage, the file comes last, and what stands behind it does not count.
struct FormReader: Sendable {
  /// The longest that all of the fields may be together.
  private static let maximumHead = 64 << 10

  private let delimiter: [UInt8]
  private let file: Descriptor
  private(set) var fields: [String: String] = [:]
  private var buffer: [UInt8] = Array("\r\n".utf8)
  private var isInFile = false
  private var isOver = false
  private var written: Int64 = 0

  struct Malformed: Error {}

  init(boundary: String, file: Descriptor) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    self.file = file
  }

  /// The fields and the length of the file; nil if the form was not complete.
  var finished: (fields: [String: String], size: UInt64)? { isOver ? (fields, UInt64(written)) : nil }

  /// Takes the next bytes. Blocks.
  mutating func take(_ bytes: [UInt8]) throws {
    guard !isOver else { return }
    buffer += bytes
    while !isInFile, try takeField() {}
    if isInFile { try takeContent() }
  }

  /// Takes one field out of the buffer, if all of it is there; or the head of the file.
  private mutating func takeField() throws -> Bool {
    guard buffer.count <= Self.maximumHead || isInFile else { throw Malformed() }
    guard buffer.starts(with: delimiter) else {
      if buffer.count >= delimiter.count { throw Malformed() }
      return false
    }
    guard let head = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
    let text = String(decoding: buffer[delimiter.count..<head.lowerBound], as: UTF8.self)
    guard let start = text.firstRange(of: "name=\"")?.upperBound else { throw Malformed() }
    let name = String(text[start...].prefix { $0 != "\"" })
    if name == "file" {
      buffer.removeSubrange(..<head.upperBound)
      isInFile = true
      return false
    }
    guard let end = buffer[head.upperBound...].firstRange(of: delimiter) else { return false }
    fields[name] = String(decoding: buffer[head.upperBound..<end.lowerBound], as: UTF8.self)
    buffer.removeSubrange(..<end.lowerBound)
    return true
  }

  /// Writes what is certainly content: all but as much as a delimiter could be.
  private mutating func takeContent() throws {
    let end = buffer.firstRange(of: delimiter)?.lowerBound
    let count = end ?? max(0, buffer.count - delimiter.count)
    guard count > 0 || end != nil else { return }
    try file.write(Array(buffer[..<count]), at: written)
    written += Int64(count)
    buffer.removeSubrange(..<count)
    isOver = end != nil
  }
}
