import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the system keeps the certificate authorities it trusts.
package enum TrustedAuthorities {
  /// A PEM file to give libcurl, or nil where libcurl's own default is right.
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
