import CLibcurl
import WeDriveHTTP
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a link's thread does. Made on it and never shared.
final class RedisLoop {
  private let link: RedisLink
  private let handshake: RedisHandshake
  private let wake: WakeDescriptor

  private var socket: RedisSocket?
  private var reader = ReplyReader()
  private var outgoing: [UInt8] = []
  private var sent = 0
  /// Commands whose replies are awaited, in order; those before `answered` have theirs.
  private var awaited: [RedisLink.Command] = []
  private var answered = 0
  private var room = [UInt8](repeating: 0, count: 64 << 10)

  init(link: RedisLink, handshake: RedisHandshake, wake: WakeDescriptor) {
    self.link = link
    self.handshake = handshake
    self.wake = wake
  }

  /// Runs until the link is closed.
  func run() {
    while true {
      let (commands, isClosing) = link.take()
      if isClosing {
        fail(commands, StoreFailure(.unreachable, "the client was closed"))
        return disconnect(StoreFailure(.unreachable, "the client was closed", mayBeDone: true))
      }
      accept(commands)
      transmit()
      receive()
      keepDeadline()
      sleep()
    }
  }

  private func accept(_ commands: [RedisLink.Command]) {
    guard let first = commands.first else { return }
    if socket == nil {
      do throws(StoreFailure) {
        socket = try handshake.connect(by: first.deadline)
      } catch {
        return fail(commands, error)
      }
    }
    for command in commands { outgoing += command.bytes }
    awaited += commands
  }

  private func transmit() {
    while let socket, sent < outgoing.count {
      switch socket.send(outgoing[sent...]) {
      case .moved(let count): sent += count
      case .wouldBlock: return
      case .closed: return disconnect(StoreFailure(.unreachable, "the server closed the connection", mayBeDone: true))
      }
    }
    outgoing.removeAll(keepingCapacity: outgoing.count < 1 << 20)
    sent = 0
  }

  private func receive() {
    while let socket {
      switch socket.receive(into: &room) {
      case .moved(let count):
        reader.append(room[..<count])
        answer()
      case .wouldBlock: return
      case .closed: return disconnect(StoreFailure(.unreachable, "the server closed the connection", mayBeDone: true))
      }
    }
  }

  /// Gives the replies that are complete to those who wait for them.
  private func answer() {
    do throws(ReplyReader.Defect) {
      while let reply = try reader.next() {
        guard answered < awaited.count else { throw ReplyReader.Defect(reason: "a reply to no command") }
        if awaited[answered].skipped > 0 {
          awaited[answered].skipped -= 1
          continue
        }
        awaited[answered].continuation.resume(returning: .success(reply))
        answered += 1
        // This server is a replica by now: the next command has to look for the master.
        if case .error(let message) = reply, message.hasPrefix("READONLY") {
          disconnect(StoreFailure(.readOnly, "the server is a replica by now"))
          return
        }
      }
    } catch {
      return disconnect(StoreFailure(.protocolError, error.reason, mayBeDone: true))
    }
    if answered == awaited.count || answered > 1024 {
      awaited.removeSubrange(..<answered)
      answered = 0
    }
  }

  private func keepDeadline() {
    guard answered < awaited.count, awaited[answered].deadline.millisecondsFromNow == 0 else { return }
    // Replies come in order: without this one there are none for those behind it.
    disconnect(StoreFailure(.unreachable, "the server does not answer in time", mayBeDone: true))
  }

  private func disconnect(_ failure: StoreFailure) {
    socket = nil
    reader = ReplyReader()
    outgoing = []
    sent = 0
    let lost = Array(awaited[answered...])
    awaited = []
    answered = 0
    fail(lost, failure)
  }

  private func fail(_ commands: [RedisLink.Command], _ failure: StoreFailure) {
    for command in commands { command.continuation.resume(returning: .failure(failure)) }
  }

  private func sleep() {
    guard link.mayFallAsleep() else { return }
    let isWaiting = answered < awaited.count
    let events = outgoing.isEmpty ? POLLIN : POLLIN | POLLOUT
    var watched = [
      pollfd(fd: wake.readable, events: Int16(POLLIN), revents: 0),
      // A negative descriptor is passed over.
      pollfd(fd: socket?.descriptor ?? -1, events: Int16(events), revents: 0),
    ]
    poll(&watched, nfds_t(watched.count), isWaiting ? Int32(awaited[answered].deadline.millisecondsFromNow) : -1)
    if watched[0].revents != 0 { wake.reset() }
  }
}
