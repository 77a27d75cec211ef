import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// The digests of content that arrives: one chunk is digested on another thread while the next one comes in.
///
/// A caller that needs a digest, or has another chunk, before that thread has come to it does its work instead: so a result never
/// depends on which came first, and at most one chunk waits.
final class TrailingDigests: Sendable {
  private struct State: ~Copyable {
    var sha1: ContentDigest
    var md5: ContentDigest?
    var chunk: [UInt8] = []
    /// Whether the chunk is not in the digests yet.
    var isWaiting = false

    mutating func digestChunk() {
      guard isWaiting else { return }
      isWaiting = false
      digest(chunk)
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

  /// Begins to digest a chunk, and gives the one before back: its room is used for the next.
  func take(_ chunk: [UInt8]) -> [UInt8] {
    let before = state.withLock { state in
      state.digestChunk()
      let before = state.chunk
      state.chunk = chunk
      state.isWaiting = true
      return before
    }
    BlockingWork.shared.begin { [self] in state.withLock { $0.digestChunk() } }
    return before
  }

  /// Digests bytes here and now.
  func digest(_ bytes: [UInt8]) {
    state.withLock { state in
      state.digestChunk()
      state.digest(bytes)
    }
  }

  /// The SHA-1 of all there was so far.
  var sha1: [UInt8] {
    state.withLock { state in
      state.digestChunk()
      return state.sha1.current()
    }
  }

  /// The MD5 of all there was so far; nil if it is not needed.
  var md5: [UInt8]? {
    state.withLock { state in
      state.digestChunk()
      switch state.md5 {
      case .some(let digest): return digest.current()
      case .none: return nil
      }
    }
  }
}
