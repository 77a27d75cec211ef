import CSQLite
import WeDriveRuntime

/// A connection to a database file of SQLite. Used by one thread at a time.
final class SQLiteConnection {
  /// What SQLite said.
  struct Failure: Error {
    let code: Int32
    let reason: String
    /// Whether the file is not a database, or a damaged one.
    var isDamage: Bool { code & 0xFF == SQLITE_CORRUPT || code & 0xFF == SQLITE_NOTADB }
  }

  /// A value of a column.
  enum Value {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case null
  }

  private let database: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]

  /// Opens a file, or makes it. Blocks.
  init(_ path: String) throws(Failure) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let reason = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
      sqlite3_close_v2(opened)
      throw Failure(code: code, reason: reason)
    }
    database = opened
    sqlite3_busy_timeout(database, 5_000)
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(database)
  }

  /// Carries out statements without values.
  func execute(_ sql: String) throws(Failure) { try check(sqlite3_exec(database, sql, nil, nil, nil)) }

  /// Carries out a statement, and gives each row to `body`, which reads its columns.
  ///
  /// - Parameter sql: Kept prepared: values go in by parameters.
  func run(_ sql: String, _ values: [Value] = [], _ body: (Row) -> Void = { _ in }) throws(Failure) {
    let statement = try prepared(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1), of: statement) }
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else {
        try check(code)
        return
      }
      body(Row(statement: statement))
    }
  }

  /// A row that is being read.
  struct Row {
    fileprivate let statement: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func bytes(_ column: Int32) -> [UInt8] {
      guard let start = sqlite3_column_blob(statement, column) else { return [] }
      return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
  }

  /// The id of the row that was added last.
  var lastID: Int64 { sqlite3_last_insert_rowid(database) }

  private func prepared(_ sql: String) throws(Failure) -> OpaquePointer {
    if let statement = statements[sql] { return statement }
    var made: OpaquePointer?
    try check(sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil))
    guard let made else { throw Failure(code: SQLITE_ERROR, reason: "an empty statement") }
    statements[sql] = made
    return made
  }

  private func bind(_ value: Value, at index: Int32, of statement: OpaquePointer) throws(Failure) {
    // SQLite copies what it is given: the address -1 says so.
    let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .integer(let number): try check(sqlite3_bind_int64(statement, index, number))
    case .bytes(let bytes):
      try check(
        bytes.withUnsafeBytes { bytes in
          bytes.isEmpty
            ? sqlite3_bind_zeroblob(statement, index, 0)
            : sqlite3_bind_blob(statement, index, bytes.baseAddress, Int32(clamping: bytes.count), copies)
        })
    case .text(let text): try check(sqlite3_bind_text(statement, index, text, -1, copies))
    case .null: try check(sqlite3_bind_null(statement, index))
    }
  }

  private func check(_ code: Int32) throws(Failure) {
    guard code != SQLITE_OK, code != SQLITE_DONE else { return }
    throw Failure(code: code, reason: String(cString: sqlite3_errmsg(database)))
  }
}
