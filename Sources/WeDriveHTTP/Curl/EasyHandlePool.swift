import CLibcurl

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
