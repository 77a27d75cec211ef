import CLibcurl

/// The libcurl this process runs with: initialised once, and what it can do.
package struct CurlLibrary: Sendable {
  /// The oldest version with `curl_multi_poll` and a working wake-up: 7.68.0.
  static let floor: UInt32 = 0x07_44_00

  /// Whether a transfer can be ended while its name is being resolved (7.87.0).
  package var endsDuringResolution: Bool
  /// Whether it tells when a request is about to be written (7.80.0).
  var announcesRequests: Bool

  /// The library, or why it cannot be used.
  ///
  /// `curl_global_init` is not safe to be called from two threads before 7.84.0; a static's initialiser runs once.
  package static let shared: Result<CurlLibrary, TransportFailure> = {
    guard curl_global_init(Int(CURL_GLOBAL_SSL | CURL_GLOBAL_WIN32)) == CURLE_OK,
      let version = wedrive_curl_version()?.pointee
    else {
      return .failure(unusable("libcurl could not be initialised"))
    }
    guard version.version_num >= floor else {
      return .failure(unusable("libcurl is older than 7.68.0"))
    }
    guard version.features & CURL_VERSION_SSL != 0 else {
      return .failure(unusable("this libcurl has no TLS"))
    }
    guard version.features & CURL_VERSION_ASYNCHDNS != 0 else {
      return .failure(unusable("this libcurl blocks while it resolves names"))
    }
    // What the headers at compile time know matters as much as what the library at run time can do: ask a handle.
    guard let easy = curl_easy_init() else {
      return .failure(unusable("no memory for libcurl"))
    }
    defer { curl_easy_cleanup(easy) }
    return .success(
      CurlLibrary(
        endsDuringResolution: wedrive_curl_set_quick_exit(easy, 1) == CURLE_OK,
        announcesRequests: wedrive_curl_set_request_callback(easy, nil, nil) == CURLE_OK))
  }()

  private static func unusable(_ reason: String) -> TransportFailure {
    TransportFailure(.other, progress: .notSent, reason: reason)
  }
}
