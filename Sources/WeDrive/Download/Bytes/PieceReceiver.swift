import Synchronization
import WeDriveRuntime

/// A run of content in memory, and what its reply said about the whole.
struct Piece: Sendable {
  var bytes: [UInt8] = []
  /// The length of the whole content, where it is known.
  var total: Int64?
  /// The strong tag by which the server knows this state of the content.
  var entityTag: String?
  /// Whether the reply brought all of the content, not a part of it.
  var isWhole = false
}

/// Takes one piece of content into memory, and no byte more than there is room for.
final class PieceReceiver: ReplySink {
  private let offset: Int64
  private let room: Int
  private let size: Int64?
  private let endpoint: Endpoint
  private let state = Mutex(Piece())

  /// - Parameters:
  ///   - offset: Where the piece begins that was asked for.
  ///   - room: Its length, or more than that where the content ends before.
  ///   - size: The length of the whole content, if it is known.
  init(at offset: Int64, room: Int, size: Int64?, endpoint: Endpoint) {
    (self.offset, self.room, self.size, self.endpoint) = (offset, room, size, endpoint)
  }

  func begin(_ head: HTTPReplyHead) throws {
    let start = try ReplyStart(head, askedFrom: offset, isPart: true, size: size, endpoint: endpoint.name)
    try state.withLock { piece throws(ArrivalFailure) in
      piece.entityTag = head.strongEntityTag
      switch start {
      case .continuation(let total): piece.total = total
      case .whole(let announced):
        // A short one may be an error in words. Anything else needs more room than there is.
        guard let announced, announced <= Int64(room), offset == 0 || announced != size else { throw .rangesIgnored }
        (piece.total, piece.isWhole) = (announced, true)
      }
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws {
    try state.withLock { piece throws(ArrivalFailure) in
      guard piece.bytes.count + bytes.count <= room else {
        throw .final(
          .undecodableReply(
            UndecodableReply(endpoint: endpoint.name, reason: "more of the content arrived than was asked for")))
      }
      if piece.bytes.isEmpty { piece.bytes.reserveCapacity(room) }
      piece.bytes.append(contentsOf: bytes)
    }
  }

  /// What has arrived, also if the exchange broke off; nil if that is nothing that may be used.
  ///
  /// - Parameter secrets: What was sent to get the content, and must not come back in an error.
  func take(afterAll isOver: Bool, secrets: [String]) throws(ArrivalFailure) -> Piece? {
    try state.withLock { piece throws(ArrivalFailure) in
      guard piece.isWhole else { return piece.bytes.isEmpty ? nil : piece }
      guard isOver else { return nil }
      if size == nil || Int64(piece.bytes.count) != size {
        if let refusal = Refusal(
          inContent: piece.bytes, endpoint: endpoint.name, service: endpoint.service, secrets: secrets)
        {
          throw .refusedInWords(refusal)
        }
      }
      if let size, Int64(piece.bytes.count) != size {
        throw .final(.wrongContent("size", "\(piece.bytes.count)", insteadOf: "\(size)", endpoint.name))
      }
      return piece
    }
  }
}

extension HTTPReplyHead {
  /// The tag by which the server knows this state of the content byte for byte; nil for a weak one or none.
  var strongEntityTag: String? {
    self["ETag"].flatMap { $0.hasPrefix("\"") && $0.utf8.count <= 255 ? $0 : nil }
  }
}
