import WeDrive

/// Where interrupted transfers are remembered between runs.
enum StateFolder {
  /// A folder of the user's own; nil where the user has no home.
  static func path(_ kind: String) -> String? { folder.map { "\($0)/\(kind)" } }

  /// The folder of all kinds; nil where the user has no home.
  static var folder: String? {
    if let state = Environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/wedrive" }
    guard let home = Environment["HOME"] else { return nil }
    #if os(macOS)
      return "\(home)/Library/Application Support/wedrive"
    #else
      return "\(home)/.local/state/wedrive"
    #endif
  }
}

/// Where access tokens are kept between runs.
enum TokenFolder {
  /// A folder in the user's cache; nil where the user has no home.
  static var path: String? {
    if let cache = Environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/wedrive" }
    guard let home = Environment["HOME"] else { return nil }
    #if os(macOS)
      return home + "/Library/Caches/wedrive"
    #else
      return home + "/.cache/wedrive"
    #endif
  }

  /// What is shared by the machines of WEDRIVE_STORE, otherwise by the runs of this user; nil where the user has no home.
  static func store() throws(ErrorReport) -> (any SharedStore)? {
    if let store = try SharedStoreOptions.store() { return store }
    return path.map { FileSharedStore(folder: $0) }
  }
}
