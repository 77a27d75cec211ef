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

/// libcurl handles between two exchanges. A used one is reset, which keeps nothing of the exchange but TLS sessions.
struct EasyHandlePool {
  /// A handle and the room for its error text.
  struct Handle {
    let easy: UnsafeMutableRawPointer
    let errorText: UnsafeMutablePointer<CChar>
  }

  private let metrics: LoopMetrics
  private var spare: [Handle] = []

  init(metrics: LoopMetrics) {
    self.metrics = metrics
  }

  /// A clean handle; nil when there is no memory for one.
  mutating func take() -> Handle? {
    if let handle = spare.popLast() { return handle }
    guard let easy = curl_easy_init() else { return nil }
    metrics.easyHandles.add(1, ordering: .relaxed)
    let size = wedrive_curl_error_size
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: size)
    errorText.initialize(repeating: 0, count: size)
    return Handle(easy: easy, errorText: errorText)
  }

  /// Takes back a handle that is in no multi handle.
  mutating func give(_ handle: Handle) {
    curl_easy_reset(handle.easy)
    spare.append(handle)
  }

  /// Frees all that are not in use.
  mutating func drain() {
    for handle in spare {
      curl_easy_cleanup(handle.easy)
      handle.errorText.deallocate()
      metrics.easyHandles.subtract(1, ordering: .relaxed)
    }
    spare = []
  }
}
