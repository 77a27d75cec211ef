import WeDrive
import WeDriveTrees

/// What an argument names: something at the service by a path or by its id, or something here.
enum RemoteArgument: Equatable {
  /// `SPACE:/a/b`
  case path(DrivePath)
  /// An id, as all arguments without a colon are where a command takes nothing local.
  case id(String)

  /// Reads an argument of a command that takes nothing local.
  init(_ text: String) throws(ErrorReport) {
    try CommandArgument.checkIsText(text, "a path at the service")
    guard Self.isPath(text) else {
      self = .id(text)
      return
    }
    do throws(TreeError) { self = .path(try DrivePath(parsing: text)) } catch { throw ErrorReport(error) }
  }

  /// Whether an argument is a path at the service: it has a colon before any slash, and more than one character before
  /// that, since a single one is a drive of Windows. Something local with such a name is `./a:b`.
  static func isPath(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":"), text.distance(from: text.startIndex, to: colon) > 1 else {
      return false
    }
    return !text[..<colon].contains("/")
  }

  /// The path; an id is the start of one.
  var path: DrivePath {
    switch self {
    case .path(let path): path
    case .id(let id): DrivePath(start: id)
    }
  }
}

/// Where names for spaces are kept.
enum ConfigurationFolder {
  /// A file of the user's own; nil where the user has no home.
  static func path(_ name: String) -> String? {
    if let folder = Environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return "\(folder)/wedrive/\(name)" }
    return Environment["HOME"].map { "\($0)/.config/wedrive/\(name)" }
  }

  /// The names for spaces.
  static func aliases() throws(ErrorReport) -> SpaceAliases? {
    guard let path = path("spaces") else { return nil }
    do throws(TreeError) { return try SpaceAliases(file: path) } catch { throw ErrorReport(error) }
  }
}
