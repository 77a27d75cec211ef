import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The other end of a connection.
struct PeerAddress: Equatable {
  /// 4 or 16 of them, as they are sent.
  let bytes: [UInt8]
  let port: Int

  init?(_ text: String, port: Int) {
    var short = in_addr()
    var long = in6_addr()
    if inet_pton(AF_INET, text, &short) == 1 {
      bytes = withUnsafeBytes(of: short) { Array($0) }
    } else if inet_pton(AF_INET6, text, &long) == 1 {
      bytes = withUnsafeBytes(of: long) { Array($0) }
    } else {
      return nil
    }
    self.port = port
  }

  /// Nil for what is no internet address.
  init?(_ address: UnsafePointer<curl_sockaddr>) {
    guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
    let room = UnsafeRawPointer(address) + offset
    switch address.pointee.family {
    case AF_INET:
      let internet = room.loadUnaligned(as: sockaddr_in.self)
      bytes = withUnsafeBytes(of: internet.sin_addr) { Array($0) }
      port = Int(UInt16(bigEndian: internet.sin_port))
    case AF_INET6:
      let internet = room.loadUnaligned(as: sockaddr_in6.self)
      bytes = withUnsafeBytes(of: internet.sin6_addr) { Array($0) }
      port = Int(UInt16(bigEndian: internet.sin6_port))
    default: return nil
    }
  }

  /// Whether it is anywhere on the internet, not on this machine, in a private network, or none that a server can have.
  var isPublic: Bool {
    if bytes.count == 4 { return Self.isPublic(bytes[...]) }
    // Those that stand for an address of the older kind: mapped, compatible, and through translators.
    if bytes[..<10].allSatisfy({ $0 == 0 }), [[0xFF, 0xFF], [0, 0]].contains(bytes[10..<12]) {
      return Self.isPublic(bytes[12...])
    }
    if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B]) { return Self.isPublic(bytes[12...]) }
    if bytes.starts(with: [0x20, 0x02]) { return Self.isPublic(bytes[2..<6]) }
    // What is given out to the world: 2000::/3.
    return bytes[0] & 0xE0 == 0x20
  }

  /// The registry of special addresses, RFC 6890 and those after it.
  private static func isPublic(_ bytes: ArraySlice<UInt8>) -> Bool {
    let address = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let special: [(UInt32, length: UInt32)] = [
      (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
      (0xC000_0000, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xE000_0000, 3),
    ]
    return !special.contains { network, length in (address ^ network) >> (32 - length) == 0 }
  }
}

/// The sockets of a loop's connections. It never leaves its loop's thread.
///
/// libcurl does not tell which socket a request is about to be written to, but it tells the port at this end.
final class OpenSockets {
  private var descriptors: Set<Int32> = []
  /// The ports at this end, once they are known: a connection keeps its own.
  private var localPorts: [Int32: Int] = [:]

  func insert(_ descriptor: Int32) { descriptors.insert(descriptor) }

  /// Closes a socket; what `close` returned.
  func close(_ descriptor: Int32) -> Int32 {
    descriptors.remove(descriptor)
    localPorts[descriptor] = nil
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
    where self.localPort(of: descriptor) == localPort && Self.port(of: descriptor, getpeername) == remotePort {
      var byte: UInt8 = 0
      return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) >= 0
    }
    return false
  }

  private func localPort(of descriptor: Int32) -> Int? {
    if let known = localPorts[descriptor] { return known }
    // A socket that is not connected yet has 0.
    guard let port = Self.port(of: descriptor, getsockname), port != 0 else { return nil }
    localPorts[descriptor] = port
    return port
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
