import CLibcurl

/// A thread of its own for work that blocks, with a name and without signals.
package enum LoopThread {
  private final class Start: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  /// Starts one; false when the system has none left.
  ///
  /// All signals are blocked on it and on the threads libcurl starts from it for name resolution: SIGPIPE above all,
  /// which `CURLOPT_NOSIGNAL` does not prevent inside the TLS library.
  ///
  /// - Parameter name: At most 15 bytes: Linux takes no more.
  package static func start(named name: String, body: @escaping @Sendable () -> Void) -> Bool {
    let start = Unmanaged.passRetained(Start(name: name, body: body))
    let code = wedrive_start_thread(
      { context in
        if let context { LoopThread.run(context) }
        return nil
      }, start.toOpaque())
    if code != 0 { start.release() }
    return code == 0
  }

  private static func run(_ context: UnsafeMutableRawPointer) {
    let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
    wedrive_name_thread(start.name)
    start.body()
  }
}
