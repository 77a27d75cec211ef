import WeDriveGenerated
import WeDriveRuntime

/// An upload in blocks, from `init` to `finish`.
struct UploadSession: Codable, Sendable {
  /// What the content becomes.
  enum Target: Codable, Sendable {
    case file(FileTree.Place)
    /// An attachment of an online document.
    case attachment(documentID: FileID)
  }

  /// The upload key: it lets its holder write, so it is never printed.
  let key: UploadKey
  let corp: CorpID
  let app: String
  let target: Target
  let name: String
  let size: UInt64
  let blockSHA: [String]
  /// The id that the file will have; its content is written in its final place from the start.
  let fileID: FileID
  let started: Int64
  let expiry: Int64
  var isFinished = false

  var isAttachment: Bool {
    if case .attachment = target { true } else { false }
  }

  /// The bytes that part `index` must have, counted from 1.
  func partSize(_ index: Int) -> Int {
    let whole = Int(Limits.uploadBlockSize)
    return index < blockSHA.count ? whole : Int(size) - (blockSHA.count - 1) * whole
  }
}

/// The uploads under way, and which parts of each have come.
struct UploadSessions: Sendable {
  /// That a part has come, is right and is on disk.
  struct Receipt: Codable, Sendable {
    let key: UploadKey
    let index: Int
  }

  /// A part of an upload: `key/3`.
  struct PartID: StringIdentifier {
    let rawValue: String
    init(rawValue: String) { self.rawValue = rawValue }
    init(_ index: Int, of key: UploadKey) { rawValue = "\(key.rawValue)/\(index)" }
  }

  /// The lengths of parts follow from size and digests.
  var table = Table<UploadKey, UploadSession>("uploads") { upload in
    1...UInt64(Limits.uploadSize) ~= upload.size && (try? check(size: upload.size, blockSHA: upload.blockSHA)) != nil
  }
  var receipts = Table<PartID, Receipt>("parts")
  private var received: [UploadKey: Set<Int>] = [:]

  /// Checks what no rule of the catalog says: that digests fit the size.
  static func check(size: UInt64, blockSHA: [String]) throws(ServiceError) {
    guard blockSHA.count == BlockDigests.blockCount(of: size) else {
      throw .weCom(.blockDigestsMismatch, "block_sha does not have one entry for each block")
    }
    guard blockSHA.allSatisfy({ BlockDigests.isWellFormed($0) }) else {
      throw .weCom(.invalidArgument, "an entry of block_sha is not 40 lower case hex digits")
    }
  }

  mutating func start(_ session: UploadSession) { table[session.key] = session }

  /// The session, which has to be open. `attachments` says which of the two kinds is meant.
  func open(
    _ key: UploadKey, for caller: Caller, attachments: Bool, at now: Int64
  ) throws(ServiceError) -> UploadSession {
    guard let session = table[key], session.corp == caller.corp, session.app == caller.app else {
      throw .weCom(.invalidArgument, "unknown upload_key")
    }
    guard session.isAttachment == attachments else { throw .weCom(.invalidArgument, "upload_key of another family") }
    guard !session.isFinished else { throw .weCom(.uploadAlreadyFinished, "the upload is finished") }
    guard now < session.expiry else { throw .weCom(.uploadAlreadyFinished, "upload_key expired") }
    return session
  }

  mutating func receive(part index: Int, of key: UploadKey) {
    guard received[key]?.contains(index) != true else { return }
    receipts[PartID(index, of: key)] = Receipt(key: key, index: index)
    received[key, default: []].insert(index)
  }

  /// Ends a session whose parts have all come.
  mutating func finish(_ session: UploadSession) throws(ServiceError) {
    let missing = session.blockSHA.count - (received[session.key]?.count ?? 0)
    guard missing == 0 else { throw .weCom(.invalidRequest, "\(missing) parts are missing") }
    var session = session
    session.isFinished = true
    table[session.key] = session
    for index in received.removeValue(forKey: session.key) ?? [] { receipts[PartID(index, of: session.key)] = nil }
  }

  /// Ends a session whose content came by another way.
  mutating func finish(existing key: UploadKey) {
    guard var session = table[key] else { return }
    session.isFinished = true
    table[key] = session
  }

  /// The parts that have come, for tests that look.
  func parts(of key: UploadKey) -> Set<Int> { received[key] ?? [] }

  /// Builds the index anew, after the tables were read from disk, and forgets what no upload can go on with.
  mutating func reindex(at now: Int64) {
    for session in table.rows.values where session.expiry <= now && !session.isAttachment { table[session.key] = nil }
    for (id, receipt) in receipts.rows where table[receipt.key] == nil { receipts[id] = nil }
    received = [:]
    for receipt in receipts.rows.values { received[receipt.key, default: []].insert(receipt.index) }
  }
}
