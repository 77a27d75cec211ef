import WeDrive

/// Reads `--proxy`.
enum ProxyOption {
  /// - Parameter argument: A proxy's URL, or `none`; nil leaves it to the environment.
  /// - Throws: For one with a user name or password: arguments are visible to everybody on the machine.
  static func read(_ argument: String?) throws(ErrorReport) -> CurlTransport.Configuration.Proxy {
    guard let argument else { return .environment }
    guard argument != "none" else { return .none }
    guard !argument.contains("@") else {
      throw ErrorReport(
        .usage, "--proxy: a user name and password do not belong into an argument, which others can read",
        advice: "Set https_proxy.")
    }
    return .at(ProxyAddress(argument))
  }
}
