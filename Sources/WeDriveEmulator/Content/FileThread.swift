import NIOPosix

/// Where file and hash work is done, so that Swift's cooperative pool never waits for a disk.
enum FileThread {
  /// Runs the work on a thread that may block.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive(work)
  }
}
