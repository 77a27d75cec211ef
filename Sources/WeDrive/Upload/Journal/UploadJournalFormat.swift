import WeDriveRuntime
import WeDriveTransfers

/// What an upload that is not complete remembers, as bytes: a header that says which upload it is, then records of what
/// the service has acknowledged.
///
/// Any beginning of a journal is a journal: reading stops at the first record that is cut off or damaged, and what came
/// before it counts. The only secret in it is the upload key.
enum UploadJournalFormat {
  /// How a journal begins; the version of its form follows in one byte.
  static let magic = Array("WDRVPUT".utf8)
  static let version: UInt8 = 1
  private static let form = JournalFields(lengthSize: 2, longestRun: 4096)

  /// Which upload it is.
  struct Header: Equatable, Sendable {
    /// SHA-256 of where the content goes, and as whom.
    var target: [UInt8]
    /// The size of the content, in bytes.
    var size: UInt64
    /// SHA-1 of the content, in hexadecimal.
    var sha1: String
    /// SHA-256 of the digests of the blocks.
    var digests: [UInt8]
    /// The file it was read from.
    var identity: SourceIdentity
    /// When the service began the upload, in seconds since 1970.
    var created: Int64
    /// What names the upload at the service.
    var key: String
  }

  enum Record: Equatable, Sendable {
    /// The service has this block, counted from 1.
    case part(Int)
    /// The call that completes the upload was about to be made: whether it was made is unknown.
    case finishing
    /// The content was seen to have changed, at this block.
    case changed(Int)
  }

  /// What a journal says.
  enum Reading: Equatable {
    /// Nothing, yet.
    case empty
    /// It is not one of ours, or of another version: why.
    case foreign(String)
    case contents(Contents)
  }

  struct Contents: Equatable, Sendable {
    var header: Header
    var parts: Set<Int> = []
    var isFinishing = false
    /// Where the next record belongs.
    var end: Int

    /// Takes in what a record says.
    mutating func apply(_ record: Record) {
      switch record {
      case .part(let block): parts.insert(block)
      case .finishing: isFinishing = true
      case .changed: break
      }
    }

    /// What is left to go on from.
    func resume(at path: String) -> UploadResume {
      let size = Int64(clamping: header.size)
      let block = Int64(BlockDigests.blockSize)
      let confirmed = parts.reduce(Int64(0)) { sum, part in
        sum.clampedSum(max(0, min(block, size.clampedDifference(Int64(part - 1) * block))))
      }
      return UploadResume(journalPath: path, confirmed: confirmed, size: size)
    }
  }

  // MARK: - Writing

  static func encode(_ header: Header) -> [UInt8] {
    var fields: [UInt8] = []
    form.append(header.target, to: &fields)
    form.append(header.size, to: &fields)
    form.append(Array(header.sha1.utf8), to: &fields)
    form.append(header.digests, to: &fields)
    form.append(header.identity.device, to: &fields)
    form.append(header.identity.inode, to: &fields)
    form.append(UInt64(bitPattern: header.identity.modified), to: &fields)
    form.append(UInt64(bitPattern: header.created), to: &fields)
    form.append(Array(header.key.utf8), to: &fields)
    var bytes = magic + [version]
    form.append(UInt32(fields.count), to: &bytes)
    bytes += fields
    form.append(CRC32.of(bytes), to: &bytes)
    return bytes
  }

  /// - Parameter seal: The last four bytes of the journal's header: a record is good behind its own only.
  static func encode(_ record: Record, seal: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    switch record {
    case .part(let block):
      bytes.append(UInt8(ascii: "P"))
      form.append(UInt32(clamping: block), to: &bytes)
    case .finishing:
      bytes.append(UInt8(ascii: "F"))
      form.append(UInt32(0), to: &bytes)
    case .changed(let block):
      bytes.append(UInt8(ascii: "C"))
      form.append(UInt32(clamping: block), to: &bytes)
    }
    form.append(CRC32.of(seal + bytes), to: &bytes)
    return bytes
  }

  static let recordSize = 9

  // MARK: - Reading

  static func decode(_ bytes: [UInt8]) -> Reading {
    // A loss of power leaves zeros where something was about to be written.
    let written = zip(bytes, magic + [version]).prefix { $0 == $1 }.count
    if written <= magic.count, bytes.dropFirst(written).allSatisfy({ $0 == 0 }) { return .empty }
    let start = bytes.prefix(magic.count)
    guard magic.starts(with: start) else { return .foreign("is not the journal of an upload") }
    let found = bytes[magic.count]
    guard found == version else {
      return .foreign("was written by another version of this library (form \(found), not \(version))")
    }
    guard let (header, length) = decodeHeader(bytes) else { return .empty }
    let seal = Array(bytes[(length - 4)..<length])
    var contents = Contents(header: header, end: length)
    while let record = decodeRecord(bytes[contents.end...], seal: seal, size: header.size) {
      contents.apply(record)
      contents.end += recordSize
    }
    return .contents(contents)
  }

  /// The header at the beginning of `bytes`, and its length; nil if it is cut off or damaged.
  static func decodeHeader(_ bytes: [UInt8]) -> (Header, length: Int)? {
    var reader = form.reader(of: bytes[...])
    let before = magic.count + 1 + 4
    guard reader.bytes(magic.count + 1) != nil, let count = reader.number(4), count <= 8192,
      let fields = reader.bytes(Int(count)), let checksum = reader.number(4),
      checksum == UInt64(CRC32.of(bytes[..<(before + Int(count))]))
    else { return nil }
    var inner = form.reader(of: fields)
    guard let target = inner.run(), let size = inner.number(8), let sha1 = inner.run(),
      let digests = inner.run(), let device = inner.number(8), let inode = inner.number(8),
      let modified = inner.number(8), let created = inner.number(8), let key = inner.run()
    else { return nil }
    var identity = SourceIdentity()
    (identity.device, identity.inode, identity.modified) = (device, inode, Int64(bitPattern: modified))
    let header = Header(
      target: target, size: size, sha1: String(decoding: sha1, as: UTF8.self), digests: digests, identity: identity,
      created: Int64(bitPattern: created), key: String(decoding: key, as: UTF8.self))
    return (header, before + Int(count) + 4)
  }

  private static func decodeRecord(_ bytes: ArraySlice<UInt8>, seal: [UInt8], size: UInt64) -> Record? {
    var reader = form.reader(of: bytes)
    guard let kind = reader.number(1), let value = reader.number(4), let checksum = reader.number(4),
      checksum == UInt64(CRC32.of(seal + bytes.prefix(5)))
    else { return nil }
    let block = Int(value)
    switch UInt8(kind) {
    case UInt8(ascii: "P") where (1...max(1, BlockDigests.blockCount(of: size))).contains(block): return .part(block)
    case UInt8(ascii: "F"): return .finishing
    case UInt8(ascii: "C"): return .changed(block)
    default: return nil
    }
  }
}
