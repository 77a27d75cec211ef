/// What a download that is not complete remembers, as bytes: a header that says which content it is of, then records of
/// how much of it is safely on the disk.
///
/// Any beginning of a journal is a journal: reading stops at the first record that is cut off or damaged, and what came
/// before it counts. Nothing in it is secret: what names the content is hashed.
enum DownloadJournal {
  /// How a journal begins, and the version of its form.
  static let magic = Array("WDRVGET\u{1}".utf8)
  private static let form = JournalFields(lengthSize: 1, longestRun: 255)
  /// No journal is read beyond this: a record is written every few seconds at most.
  static let maximumSize = 4 << 20

  /// Which content the kept bytes are of.
  struct Header: Equatable, Sendable {
    /// SHA-256 of what names the content at the service.
    var source: [UInt8]
    /// SHA-256 of the target's name.
    var target: [UInt8]
    /// Seconds since 1970.
    var created: Int64
    /// The whole length, where it is known.
    var size: Int64?
    /// The SHA-1 that the service gave, in hexadecimal.
    var sha1: String?
    /// The MD5 that the service gave, in hexadecimal.
    var md5: String?
    /// The tag by which the download server knows this state of the content.
    var entityTag: String?
  }

  /// So many bytes from the start are on the disk, and this is their SHA-1.
  struct Record: Equatable, Sendable {
    var offset: Int64
    var sha1: [UInt8]
  }

  /// What a journal says.
  struct Contents: Equatable, Sendable {
    var header: Header
    /// The last record that is whole; nil: nothing is kept.
    var last: Record?
    /// Where the next record belongs.
    var end: Int
  }

  // MARK: - Writing

  static func encode(_ header: Header) -> [UInt8] {
    var fields: [UInt8] = []
    form.append(header.source, to: &fields)
    form.append(header.target, to: &fields)
    form.append(UInt64(bitPattern: header.created), to: &fields)
    form.append(UInt64(bitPattern: header.size ?? -1), to: &fields)
    for text in [header.sha1, header.md5, header.entityTag] { form.append(Array((text ?? "").utf8), to: &fields) }
    var bytes = magic
    form.append(UInt32(fields.count), to: &bytes)
    bytes += fields
    form.append(CRC32.of(bytes), to: &bytes)
    return bytes
  }

  /// - Parameter header: The journal's own: a record is good behind it only.
  static func encode(_ record: Record, after header: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    form.append(UInt64(bitPattern: record.offset), to: &bytes)
    form.append(record.sha1, to: &bytes)
    form.append(CRC32.of(header.suffix(4) + bytes), to: &bytes)
    return bytes
  }

  // MARK: - Reading

  /// Nil if the header is not whole, or of another version.
  static func decode(_ bytes: [UInt8]) -> Contents? {
    guard let (header, length) = decodeHeader(bytes) else { return nil }
    var contents = Contents(header: header, last: nil, end: length)
    let seal = bytes[..<length].suffix(4)
    while let (record, length) = decodeRecord(bytes[contents.end...], seal: seal) {
      guard record.offset > contents.last?.offset ?? 0, record.offset <= header.size ?? .max else { break }
      contents.last = record
      contents.end += length
    }
    return contents
  }

  private static func decodeHeader(_ bytes: [UInt8]) -> (Header, length: Int)? {
    var reader = form.reader(of: bytes[...])
    guard reader.bytes(magic.count).map({ Array($0) == magic }) == true,
      let length = reader.number(4), length <= 4096, let fields = reader.bytes(Int(length)),
      let checksum = reader.number(4),
      checksum == UInt64(CRC32.of(bytes.prefix(magic.count + 4 + Int(length))))
    else { return nil }
    var inner = form.reader(of: fields)
    guard let source = inner.run(), let target = inner.run(), let created = inner.number(8),
      let size = inner.number(8), let sha1 = inner.text(), let md5 = inner.text(), let tag = inner.text()
    else { return nil }
    let whole = Int64(bitPattern: size)
    let header = Header(
      source: source, target: target, created: Int64(bitPattern: created), size: whole < 0 ? nil : whole, sha1: sha1,
      md5: md5, entityTag: tag)
    return (header, bytes.count - reader.rest.count)
  }

  private static func decodeRecord(
    _ bytes: ArraySlice<UInt8>, seal: ArraySlice<UInt8>
  ) -> (Record, length: Int)? {
    var reader = form.reader(of: bytes)
    guard let offset = reader.number(8), let sha1 = reader.run() else { return nil }
    let length = bytes.count - reader.rest.count
    guard let checksum = reader.number(4),
      checksum == UInt64(CRC32.of(Array(seal) + bytes.prefix(length))), Int64(bitPattern: offset) > 0
    else { return nil }
    return (Record(offset: Int64(bitPattern: offset), sha1: sha1), length + 4)
  }
}
