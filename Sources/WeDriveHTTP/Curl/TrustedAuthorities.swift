import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The certificate authorities to trust: those of the configuration, or those that the environment names as it does for
/// the `curl` program, or the system's.
package struct TrustedAuthorities {
  /// Who named them.
  enum Origin: Equatable {
    case configuration, system
    /// The variables that did.
    case environment(String)
  }

  let origin: Origin
  /// A PEM file; nil: none, or libcurl's own.
  var file: String?
  /// A folder of PEM files named by their hashes; nil: none, or libcurl's own.
  var folder: String?

  /// `CURL_CA_BUNDLE` goes before `SSL_CERT_FILE` and `SSL_CERT_DIR`, which go together. An empty variable is none.
  init(_ configuration: CurlTransport.Configuration, value: (String) -> String? = ProxyChoice.environment) {
    if let named = configuration.certificateAuthorities {
      (origin, file) = (.configuration, named)
    } else if let bundle = value("CURL_CA_BUNDLE") {
      (origin, file) = (.environment("CURL_CA_BUNDLE"), bundle)
    } else if let named = value("SSL_CERT_FILE") {
      folder = value("SSL_CERT_DIR")
      (origin, file) = (.environment(folder == nil ? "SSL_CERT_FILE" : "SSL_CERT_FILE or SSL_CERT_DIR"), named)
    } else if let named = value("SSL_CERT_DIR") {
      (origin, folder) = (.environment("SSL_CERT_DIR"), named)
    } else {
      (origin, file) = (.system, Self.systemFile)
    }
  }

  /// Why they could not be used, in words.
  var unusable: String {
    let place = [file, folder].compactMap { $0 }.joined(separator: ", ")
    return switch origin {
    case .configuration: "the file of trusted authorities cannot be used: \(place)"
    case .environment(let variable): "the trusted authorities that \(variable) names cannot be used: \(place)"
    case .system: "the system's trusted authorities cannot be used"
    }
  }

  /// The system's: a PEM file to give libcurl, or nil where libcurl's own default is right.
  ///
  /// A libcurl built on one distribution and run on another, or linked statically, looks where nothing is.
  package static let systemFile: String? = {
    #if os(Linux)
      guard let easy = curl_easy_init() else { return nil }
      defer { curl_easy_cleanup(easy) }
      if let preset = defaultFile(of: easy), access(preset, R_OK) == 0 { return nil }
      return [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // CentOS
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/ssl/cert.pem",  // Alpine, older
      ].first { access($0, R_OK) == 0 }
    #else
      // The system's libcurl asks the system.
      return nil
    #endif
  }()

  private static func defaultFile(of easy: UnsafeMutableRawPointer) -> String? {
    wedrive_curl_default_authorities(easy).map { String(cString: $0) }
  }
}
