import Logging
import Synchronization
import TerminalOutput
import WeDrive
import WeDriveRedis

/// What this run shares with others, as variables name it.
enum SharedStoreOptions {
  /// For the help of commands.
  static let help = """
    Several machines share tokens, the month's calls and unfinished uploads in a Redis that WEDRIVE_STORE names, for example \
    rediss://user@cache.example:6380/0. Its password comes from WEDRIVE_STORE_PASSWORD, or from the file that \
    WEDRIVE_STORE_PASSWORD_FILE names; WEDRIVE_STORE_CA names certificates to trust instead of the system's, and \
    WEDRIVE_STORE_KEYS a file with keys of 64 hexadecimal digits, one a line, with the first of which values are sealed. \
    WEDRIVE_BUDGET says how many calls there are in a month, and WEDRIVE_BUDGET_LEAVE how many of them are for others.
    """

  private static let opened = Mutex<(store: GuardedStore?, budgets: [CallBudget])>((nil, []))

  /// The store that WEDRIVE_STORE names; nil if it is not set.
  static func store() throws(ErrorReport) -> GuardedStore? {
    if let store = opened.withLock({ $0.store }) { return store }
    guard let url = Environment["WEDRIVE_STORE"] else { return nil }
    var configuration: RedisConfiguration
    do throws(StoreFailure) {
      configuration = try RedisConfiguration(url: url)
    } catch {
      throw ErrorReport(
        .usage, "WEDRIVE_STORE: \(error.reason)", advice: "It looks like rediss://user@cache.example:6380/0.")
    }
    if let file = Environment["WEDRIVE_STORE_CA"] {
      guard configuration.tls != nil else { throw ErrorReport(.usage, "WEDRIVE_STORE_CA is for rediss:// only") }
      configuration.tls?.authorities = file
    }
    if let password = try password() { configuration.password = { password } }
    var store: any SharedStore = RedisStore(configuration)
    if let keys = try keys() { store = SealedStore(store, keys: keys, logger: logger) }
    let guarded = GuardedStore(store, logger: logger)
    opened.withLock { $0.store = guarded }
    return guarded
  }

  /// The month's calls of a corp; nil if WEDRIVE_BUDGET or WEDRIVE_STORE is not set.
  static func budget(of corp: String) throws(ErrorReport) -> CallBudget? {
    guard let calls = try number("WEDRIVE_BUDGET") else { return nil }
    guard let store = try store() else {
      throw ErrorReport(
        .usage, "WEDRIVE_BUDGET is set and WEDRIVE_STORE is not", advice: "Calls are counted where machines share it.")
    }
    var rules = CallBudget.Rules(perMonth: calls)
    rules.leaving = try number("WEDRIVE_BUDGET_LEAVE") ?? 0
    let budget = CallBudget(of: corp, rules: rules, in: store, logger: logger)
    opened.withLock { $0.budgets.append(budget) }
    return budget
  }

  /// Gives back what was taken and not used. To be called before the process ends.
  static func finish() async {
    let budgets = opened.withLock { opened in
      defer { opened.budgets = [] }
      return opened.budgets
    }
    for budget in budgets { await budget.giveBack() }
  }

  private static func password() throws(ErrorReport) -> Secret? {
    if let file = Environment["WEDRIVE_STORE_PASSWORD_FILE"] {
      return Secret(try SecretInput.read(file, "the store's password"))
    }
    return try Environment["WEDRIVE_STORE_PASSWORD"].map { password throws(ErrorReport) in
      Secret(try SecretInput.trimmed(password, "the store's password"))
    }
  }

  private static func keys() throws(ErrorReport) -> SealingKeys? {
    guard let file = Environment["WEDRIVE_STORE_KEYS"] else { return nil }
    let text = try SecretInput.read(file, "the file of keys")
    let keys = text.split(whereSeparator: \.isNewline).map { bytes(of: $0) }
    guard let first = keys.first, !keys.contains([]),
      let sealing = SealingKeys(current: first, previous: Array(keys.dropFirst()))
    else {
      throw ErrorReport(
        .usage, "WEDRIVE_STORE_KEYS: \(file) has a line that is not 64 hexadecimal digits",
        advice: "`openssl rand -hex 32` makes a key.")
    }
    return sealing
  }

  private static func bytes(of line: Substring) -> [UInt8] {
    let digits = line.compactMap { $0.hexDigitValue.flatMap { UInt8(exactly: $0) } }
    guard digits.count == 64, line.count == 64 else { return [] }
    return (0..<32).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
  }

  private static func number(_ name: String) throws(ErrorReport) -> Int? {
    guard let text = Environment[name] else { return nil }
    guard let number = Int(text), number >= 0 else { throw ErrorReport(.usage, "\(name) is not a number of calls") }
    return number
  }

  /// Shows warnings on standard error.
  private static let logger = Logger(label: "wedrive") { _ in WarningHandler() }

  private struct WarningHandler: LogHandler {
    var metadata = Logger.Metadata()
    var logLevel = Logger.Level.warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let reason = event.metadata?["reason"].map { ": \($0)" } ?? ""
      StandardError.print("wedrive: note: \(event.message)\(reason)")
    }
  }
}
