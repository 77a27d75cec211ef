import Foundation

/// A port whose queue of connections is full, so that on Linux a further one neither succeeds nor fails.
public final class DeafListener: Sendable {
  /// The port the system chose.
  public let port: UInt16
  private let descriptors: [Int32]

  /// Opens the port and fills its queue.
  public init() throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = socket(AF_INET, ScriptedServer.stream, 0)
    var descriptors = [listener]
    let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(listener, address, length) == 0, listen(listener, 0) == 0,
          getsockname(listener, address, &length) == 0
        else { return false }
        for _ in 0..<4 {
          let filler = socket(AF_INET, ScriptedServer.stream, 0)
          _ = fcntl(filler, F_SETFL, O_NONBLOCK)
          _ = connect(filler, address, length)
          descriptors.append(filler)
        }
        return true
      }
    }
    guard isOpen else { throw SystemError("bind") }
    port = UInt16(bigEndian: address.sin_port)
    self.descriptors = descriptors
  }

  deinit {
    for descriptor in descriptors { close(descriptor) }
  }
}
