import Dispatch

/// Where file and hash work is done, so that Swift's cooperative pool never waits for a disk.
enum FileThread {
  private static let queue = DispatchQueue(label: "wedrive.emulator.files", attributes: .concurrent)

  /// Runs the work on a thread that may block.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }
}
