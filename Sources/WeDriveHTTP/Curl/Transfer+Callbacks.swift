import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What libcurl calls while it performs. No Swift error and no trap may cross into C: each callback copies, counts,
/// hands over, and says whether to go on; what went wrong is kept in ``Transfer/failure``.
extension Transfer {
  static let onBody: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let transfer = Transfer.from(context) else { return 0 }
    let run = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.receive(run) ? run.count : 0
  }

  static let onHeader: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let transfer = Transfer.from(context) else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.receiveHeader(line) ? line.count : 0
  }

  static let onRead: curl_read_callback = { buffer, size, count, context in
    guard let buffer, let transfer = Transfer.from(context) else { return wedrive_curl_read_abort }
    return transfer.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
  }

  static let onSeek: curl_seek_callback = { context, offset, origin in
    guard let transfer = Transfer.from(context), origin == SEEK_SET else {
      return wedrive_curl_seek_fail
    }
    return transfer.rewind(to: Int64(offset)) ? wedrive_curl_seek_ok : wedrive_curl_seek_fail
  }

  static let onSocket: curl_opensocket_callback = { context, _, address in
    guard let address, let transfer = Transfer.from(context), !transfer.isOver,
      transfer.mayUse(PeerAddress(address))
    else { return wedrive_curl_no_socket }
    transfer.hasSocket = true
    let descriptor = wedrive_curl_open_socket(address)
    if descriptor == wedrive_curl_no_socket {
      transfer.socketError = errno
    } else {
      transfer.sockets.insert(descriptor)
    }
    return descriptor
  }

  static let onClose: curl_closesocket_callback = { context, descriptor in
    guard let context else { return -1 }
    return Unmanaged<OpenSockets>.fromOpaque(context).takeUnretainedValue().close(descriptor)
  }

  /// Also for a connection that was open already, for which no socket is asked for.
  static let onRequest: wedrive_curl_before_request = { context, peer, _, port, localPort in
    guard let transfer = Transfer.from(context),
      transfer.mayUse(peer.flatMap { PeerAddress(String(cString: $0), port: Int(port)) }),
      transfer.hasCleanConnection(from: Int(localPort), to: Int(port)), transfer.mayWriteRequest()
    else { return wedrive_curl_request_abort }
    return wedrive_curl_request_go
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: - Sending

  private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard !isOver else { return wedrive_curl_read_abort }
    let wanted = Int(min(Int64(buffer.count), exchange.bodySize - bodyOffset))
    guard wanted > 0 else { return 0 }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    var count = 0
    if let source = exchange.request.bodySource {
      do {
        count = try source.read(into: room, at: bodyOffset)
      } catch {
        return refuseBody(error)
      }
      guard (1...wanted).contains(count) else { return refuseBody(nil) }
    } else if let body = exchange.request.body {
      body.withUnsafeBytes { bytes in
        let start = Int(bodyOffset)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + wanted]))
      }
      count = wanted
    }
    bodyOffset += Int64(count)
    return count
  }

  private func refuseBody(_ error: (any Error)?) -> Int {
    failure = TransportFailure(
      .bodyUnreadable, progress: progress, reason: "the body cannot be read to its end", underlying: error)
    return wedrive_curl_read_abort
  }

  private func rewind(to offset: Int64) -> Bool {
    guard exchange.request.isRepeatable || bodyOffset == 0, offset >= 0, offset <= exchange.bodySize else {
      return false
    }
    bodyOffset = offset
    return true
  }

  /// Whether nothing waits to be read on the connection that the request is about to be written to. On a kept one, what
  /// waits would be taken for the answer.
  private func hasCleanConnection(from localPort: Int, to remotePort: Int) -> Bool {
    guard !hasSocket else { return true }
    foundUnreadBytes = sockets.hasUnreadBytes(localPort: localPort, remotePort: remotePort)
    return !foundUnreadBytes
  }

  /// A second connection for the same request means that libcurl is about to send it again.
  private func mayWriteRequest() -> Bool {
    guard !isOver else { return false }
    let isRepetition = announcements > 0 && hasWritten
    announcements += 1
    return exchange.request.isRepeatable || !isRepetition
  }

  // MARK: - Receiving

  private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    guard !isOver else { return false }
    do {
      guard let head = try reader.receive(line) else { return true }
      self.head = head
      return try accept(head)
    } catch let violation as ReplyHeadReader.Violation {
      failure = TransportFailure(.protocolError, progress: progress, reason: violation.reason)
    } catch let failure as TransportFailure {
      self.failure = failure
    } catch {
      failure = TransportFailure(
        .sinkRefused, progress: .replied, reason: "the receiver refused the reply", underlying: error)
    }
    return false
  }

  /// Decides what becomes of a reply before its first byte is read.
  private func accept(_ head: HTTPReplyHead) throws -> Bool {
    if head.status == 407, let proxy {
      throw TransportFailure(.proxyRefused, progress: .notSent, reason: proxy.refusal(407))
    }
    if let target = try redirectionTarget(of: head) {
      redirection = target
      return true
    }
    for header in head.headers {
      if header.isNamed("Content-Encoding") && !["", "identity"].contains(header.value.lowercased()) {
        throw TransportFailure(
          .protocolError, progress: .replied, reason: "the reply is encoded, which was not asked for")
      }
      if header.isNamed("Transfer-Encoding") && header.value.lowercased() != "chunked" {
        throw TransportFailure(.protocolError, progress: .replied, reason: "the reply's transfer encoding is unknown")
      }
    }
    let length = head.contentLength
    if let length, length > exchange.request.maximumReplySize { throw tooLarge() }
    if let sink = exchange.sink {
      try sink.begin(head)
    } else if let length {
      body.reserveCapacity(Int(min(length, 1 << 20)))
    }
    return true
  }

  private func receive(_ run: UnsafeRawBufferPointer) -> Bool {
    guard !isOver, head != nil else { return false }
    received += Int64(run.count)
    // What a redirect says is read, so that its connection can be used again, unless it is long.
    if redirection != nil { return received <= 64 * 1024 }
    guard received <= exchange.request.maximumReplySize else {
      failure = tooLarge()
      return false
    }
    guard let sink = exchange.sink else {
      body.append(contentsOf: run)
      return true
    }
    do {
      try sink.receive(run)
      return true
    } catch {
      failure = TransportFailure(
        .sinkRefused, progress: .replied, reason: "the receiver refused the reply", underlying: error)
      return false
    }
  }

  private func tooLarge() -> TransportFailure {
    TransportFailure(
      .replyTooLarge, progress: .replied,
      reason: "the reply is longer than \(exchange.request.maximumReplySize) bytes")
  }
}
