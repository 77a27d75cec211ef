#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The sockets of a loop's connections. It never leaves its loop's thread.
///
/// libcurl does not tell which socket a request is about to be written to, but it tells the port at this end.
final class OpenSockets {
  private var descriptors: Set<Int32> = []

  func insert(_ descriptor: Int32) { descriptors.insert(descriptor) }

  /// Closes a socket; what `close` returned.
  func close(_ descriptor: Int32) -> Int32 {
    descriptors.remove(descriptor)
    #if canImport(Glibc)
      return Glibc.close(descriptor)
    #elseif canImport(Musl)
      return Musl.close(descriptor)
    #else
      return Darwin.close(descriptor)
    #endif
  }

  /// Whether the connection with this port at this end has unread bytes, or has ended: before a request is
  /// written, nothing that comes can be an answer to it.
  func hasUnreadBytes(localPort: Int, remotePort: Int) -> Bool {
    for descriptor in descriptors
    where Self.port(of: descriptor, getsockname) == localPort && Self.port(of: descriptor, getpeername) == remotePort {
      var byte: UInt8 = 0
      return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) >= 0
    }
    return false
  }

  private static func port(
    of descriptor: Int32, _ name: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> Int? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard name(descriptor, address, &length) == 0 else { return nil }
        // The port is at the same place for both families of addresses.
        return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          Int(UInt16(bigEndian: $0.pointee.sin_port))
        }
      }
    }
  }
}
