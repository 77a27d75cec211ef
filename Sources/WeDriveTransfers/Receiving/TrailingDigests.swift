import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// The digests of content that arrives: one piece is digested on another thread while the next one comes in.
///
/// Whoever needs a digest, or has another piece, before that thread has come to it does its work instead: so a result never
/// depends on which came first, and at most one piece waits.
final class TrailingDigests: Sendable {
  private struct State: ~Copyable {
    var sha1: ContentDigest
    var md5: ContentDigest?
    var piece: [UInt8] = []
    /// Whether the piece is not in the digests yet.
    var isWaiting = false

    mutating func digestPiece() {
      guard isWaiting else { return }
      isWaiting = false
      digest(piece)
    }

    mutating func digest(_ bytes: [UInt8]) {
      bytes.withUnsafeBytes { bytes in
        sha1.update(bytes)
        md5?.update(bytes)
      }
    }
  }

  private let state: Mutex<State>

  /// Nil where libcrypto does not offer what is needed.
  init?(needsMD5: Bool) {
    guard let sha1 = ContentDigest(.sha1) else { return nil }
    var md5: ContentDigest?
    if needsMD5 {
      md5 = ContentDigest(.md5)
      if md5 == nil { return nil }
    }
    state = Mutex(State(sha1: sha1, md5: md5))
  }

  /// Begins to digest a piece, and gives the one before back: its room is used for the next.
  func take(_ piece: [UInt8]) -> [UInt8] {
    let before = state.withLock { state in
      state.digestPiece()
      let before = state.piece
      state.piece = piece
      state.isWaiting = true
      return before
    }
    BlockingWork.shared.begin { [self] in state.withLock { $0.digestPiece() } }
    return before
  }

  /// Digests bytes here and now.
  func digest(_ bytes: [UInt8]) {
    state.withLock { state in
      state.digestPiece()
      state.digest(bytes)
    }
  }

  /// The SHA-1 of all there was so far.
  var sha1: [UInt8] {
    state.withLock { state in
      state.digestPiece()
      return state.sha1.current()
    }
  }

  /// The MD5 of all there was so far; nil if it is not needed.
  var md5: [UInt8]? {
    state.withLock { state in
      state.digestPiece()
      switch state.md5 {
      case .some(let digest): return digest.current()
      case .none: return nil
      }
    }
  }
}
