import Dispatch
import WeDriveRuntime

/// Runs file work away from Swift's cooperative pool, which is as wide as the machine has cores and must not block.
enum FileWork {
  /// Runs `work` on a thread of its own and waits for it without holding one.
  ///
  /// A serial queue for each job, because serial queues may always have another thread; a concurrent queue would share
  /// a limited number of them with Swift's own pool.
  static func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(WeDriveError) -> Value
  ) async throws(WeDriveError) -> Value {
    let result: Result<Value, WeDriveError> = await withCheckedContinuation { continuation in
      DispatchQueue(label: "wedrive.file-work").async {
        do throws(WeDriveError) {
          continuation.resume(returning: .success(try work()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try result.get()
  }
}
