/// A secret from where only this process's owner can read it: a file, standard input, or the environment. Never from an
/// argument: those are visible to everybody on the machine.
enum SecretInput {
  /// The secret in a file, or for `-` in standard input, without white space around it: files end with a line feed as a
  /// rule.
  ///
  /// - Parameter what: What it is, for the error.
  static func read(_ file: String, _ what: String) throws(ErrorReport) -> String {
    let source: InputSource = file == "-" ? .standardInput : .file(file)
    return try trimmed(String(decoding: try source.read(), as: UTF8.self), what)
  }

  /// The secret without white space around it.
  static func trimmed(_ text: String, _ what: String) throws(ErrorReport) -> String {
    var secret = text.drop(while: \.isWhitespace)
    while secret.last?.isWhitespace == true { secret.removeLast() }
    guard !secret.isEmpty else { throw ErrorReport(.usage, "\(what) is empty") }
    return String(secret)
  }
}
