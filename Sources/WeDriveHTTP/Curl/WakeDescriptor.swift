import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A descriptor that becomes readable when the loop has mail.
///
/// It is our own, and not `curl_multi_wakeup`, because libcurl 8.21.0 swallows wake-ups that come during a perform.
package final class WakeDescriptor: Sendable {
  /// What the loop polls.
  package let readable: Int32
  private let writable: Int32

  /// Makes one; nil when the process has no descriptors left.
  package init?() {
    var readable: Int32 = -1
    var writable: Int32 = -1
    guard wedrive_open_wake(&readable, &writable) == 0 else { return nil }
    self.readable = readable
    self.writable = writable
  }

  deinit {
    close(readable)
    if writable != readable { close(writable) }
  }

  /// Makes the descriptor readable. When it is so already, a full pipe is no harm.
  package func signal() {
    var one: UInt64 = 1
    _ = write(writable, &one, MemoryLayout<UInt64>.size)
  }

  /// Makes it unreadable again.
  package func reset() {
    var buffer: UInt64 = 0
    while read(readable, &buffer, MemoryLayout<UInt64>.size) > 0 && writable != readable {}
  }
}
