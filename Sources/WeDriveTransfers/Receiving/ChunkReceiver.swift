import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// A run of content in memory, and what its reply said about the whole.
package struct Chunk: Sendable {
  package var bytes: [UInt8] = []
  /// The length of the whole content, where it is known.
  package var total: Int64?
  /// The strong tag by which the server knows this state of the content.
  package var entityTag: String?
  /// Whether the reply brought all of the content, not a part of it.
  var isWhole = false
}

/// Takes one chunk of content into memory, and no byte more than there is room for.
package final class ChunkReceiver: ReplySink {
  private struct State {
    var chunk = Chunk()
    /// How many of the next bytes were delivered before.
    var surplus: Int64 = 0
    /// How many more bytes may come.
    var room: Int
  }

  private let part: AskedPart
  private let room: Int
  private let endpoint: Endpoint
  private let state: Mutex<State>

  /// - Parameters:
  ///   - part: Where the chunk begins that was asked for, and what it has to go with.
  ///   - room: Its length, or more than that where the content ends before.
  package init(_ part: AskedPart, room: Int, endpoint: Endpoint) {
    (self.part, self.room, self.endpoint) = (part, room, endpoint)
    state = Mutex(State(room: room))
  }

  package func begin(_ head: HTTPReplyHead) throws {
    let start = try ReplyStart(head, to: part, endpoint: endpoint.name)
    try state.withLock { state throws(TransferFailure) in
      state.chunk.entityTag = head.strongEntityTag
      switch start {
      case .part(let surplus, let end, let total):
        (state.surplus, state.chunk.total) = (surplus, total)
        state.room = Int(min(Int64(room), end - part.offset))
      case .whole(let announced):
        // A short one may be an error in words. Anything else needs more room than there is.
        guard let announced, announced <= Int64(room), part.offset == 0 || announced != part.size else {
          throw .rangesIgnored
        }
        (state.chunk.total, state.chunk.isWhole) = (announced, true)
      }
    }
  }

  package func receive(_ bytes: UnsafeRawBufferPointer) throws {
    try state.withLock { state throws(TransferFailure) in
      let known = min(Int64(bytes.count), state.surplus)
      state.surplus -= known
      let bytes = bytes[Int(known)...]
      guard bytes.count <= state.room else {
        throw unjoinable("brings more of the content than was asked for", 206)
      }
      if state.chunk.bytes.isEmpty { state.chunk.bytes.reserveCapacity(room) }
      state.chunk.bytes.append(contentsOf: bytes)
      state.room -= bytes.count
    }
  }

  /// What has arrived, also if the exchange broke off; nil if that is nothing that may be used.
  ///
  /// - Parameter secrets: What was sent to get the content, and must not come back in an error.
  package func take(afterAll isOver: Bool, secrets: [String]) throws(TransferFailure) -> Chunk? {
    let chunk = state.withLock { $0.chunk }
    guard chunk.isWhole else { return chunk.bytes.isEmpty ? nil : chunk }
    guard isOver else { return nil }
    let isAll = part.offset == 0 && Int64(chunk.bytes.count) == part.size ?? chunk.total
    if !isAll || part.size == nil,
      let refusal = Refusal(
        inContent: chunk.bytes, endpoint: endpoint.name, service: endpoint.service, secrets: secrets)
    {
      throw .refusedInWords(refusal)
    }
    guard isAll else { throw unjoinable("says that it brings all of the content, and has not its length", 200) }
    return chunk
  }

  private func unjoinable(_ reason: String, _ status: Int) -> TransferFailure {
    .unjoinable(
      .undecodableReply(UndecodableReply(endpoint: endpoint.name, reason: reason, status: status)), isChanged: false)
  }
}
