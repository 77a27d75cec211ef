#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileFailure {
  /// What the system said about a call that has just failed. Read `errno` before anything else can change it.
  package init(_ operation: String, _ path: String, errno code: Int32) {
    self.init(path: path, operation: operation, errno: code, reason: String(cString: strerror(code)))
  }
}

/// Repeats a system call as long as a signal interrupts it. The error number is 0 on success.
package func repeatingInterrupted(_ call: () -> Int) -> (result: Int, errno: Int32) {
  while true {
    let result = call()
    guard result < 0 else { return (result, 0) }
    guard errno == EINTR else { return (result, errno) }
  }
}
