#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

import WeDriveRuntime

/// An upload in blocks, from `init` to `finish`.
struct UploadSession: Codable, Sendable {
  /// What the content becomes.
  enum Target: Codable, Sendable {
    case file(FileTree.Place)
    /// An attachment of an online document.
    case attachment(documentID: String)
  }

  /// The upload key: it lets its holder write, so it is never printed.
  let key: String
  let corp: String
  let app: String
  let target: Target
  let name: String
  let size: UInt64
  let blockSHA: [String]
  /// The id that the file will have; its content is written in its final place from the start.
  let fileID: String
  let started: Int64
  let expiry: Int64
  var isFinished = false

  var isAttachment: Bool {
    if case .attachment = target { true } else { false }
  }

  /// The bytes that part `index` must have, counted from 1.
  func partSize(_ index: Int) -> Int {
    index < blockSHA.count ? BlockDigests.blockSize : Int(size) - (blockSHA.count - 1) * BlockDigests.blockSize
  }
}

/// The uploads under way, and which parts of each have come.
struct UploadSessions: Sendable {
  /// That a part has come, is right and is on disk.
  struct Receipt: Codable, Sendable {
    let key: String
    let index: Int
  }

  static let maximumSize: UInt64 = 20 << 30

  private(set) var table = Table<UploadSession>("uploads")
  private var receipts = Table<Receipt>("parts")
  private var received: [String: Set<Int>] = [:]

  static func check(size: UInt64, blockSHA: [String]) throws(ServiceError) {
    guard size > 0 else { throw .badParameter.because("an empty file has no blocks") }
    guard size <= maximumSize else { throw .fileTooLarge }
    guard blockSHA.count == BlockDigests.blockCount(of: size) else {
      throw .badParameter.because("block_sha does not have one entry for each block")
    }
    guard blockSHA.allSatisfy({ BlockDigests.isWellFormed($0) }) else {
      throw .badParameter.because("an entry of block_sha is not 40 lower case hex digits")
    }
  }

  mutating func start(_ session: UploadSession) { table[session.key] = session }

  /// The session, which has to be open. `attachments` says which of the two kinds is meant.
  func open(
    _ key: String, for caller: Caller, attachments: Bool, at now: Int64
  ) throws(ServiceError) -> UploadSession {
    guard let session = table[key], session.corp == caller.corp, session.app == caller.app else {
      throw .badParameter.because("unknown upload_key")
    }
    guard session.isAttachment == attachments else { throw .badParameter.because("upload_key of another family") }
    guard !session.isFinished else { throw .uploadFlow.because("the upload is finished") }
    guard now < session.expiry else { throw .uploadFlow.because("upload_key expired") }
    return session
  }

  mutating func receive(part index: Int, of key: String) {
    guard received[key]?.contains(index) != true else { return }
    receipts["\(key)/\(index)"] = Receipt(key: key, index: index)
    received[key, default: []].insert(index)
  }

  /// Ends a session whose parts have all come.
  mutating func finish(_ session: UploadSession) throws(ServiceError) {
    let missing = session.blockSHA.count - (received[session.key]?.count ?? 0)
    guard missing == 0 else { throw .incompleteUpload.because("\(missing) parts are missing") }
    var session = session
    session.isFinished = true
    table[session.key] = session
    for index in received.removeValue(forKey: session.key) ?? [] { receipts["\(session.key)/\(index)"] = nil }
  }

  /// Ends a session whose content came by another way.
  mutating func finish(existing key: String) {
    guard var session = table[key] else { return }
    session.isFinished = true
    table[key] = session
  }

  /// The parts that have come, for tests that look.
  func parts(of key: String) -> Set<Int> { received[key] ?? [] }

  /// Builds the index anew, after the tables were read from disk, and forgets what no upload can go on with.
  mutating func reindex(at now: Int64) {
    for session in table.rows.values where session.expiry <= now && !session.isAttachment { table[session.key] = nil }
    for (id, receipt) in receipts.rows where table[receipt.key] == nil { receipts[id] = nil }
    received = [:]
    for receipt in receipts.rows.values { received[receipt.key, default: []].insert(receipt.index) }
  }
}

extension UploadSessions {
  /// What the state file keeps of it.
  var recorded: [any Recorded] { [table, receipts] }

  mutating func takeChanges() throws -> [[UInt8]] { try table.takeChanges() + receipts.takeChanges() }

  mutating func restore(_ line: Data, into name: String) throws -> Bool {
    switch name {
    case table.name:
      // The lengths of parts follow from both.
      try table.restore(line) { (try? Self.check(size: $0.size, blockSHA: $0.blockSHA)) != nil }
    case receipts.name: try receipts.restore(line)
    default: return false
    }
    return true
  }
}
