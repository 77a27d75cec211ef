/// A request's body that is too long for memory: it is read while it is sent.
public protocol BodySource: Sendable {
  /// Its length in bytes.
  var size: Int64 { get }

  /// Fills the beginning of `buffer` with the bytes from `offset` on, one at least, and says how many they are.
  ///
  /// Called on the transport's own thread, from one exchange at a time, where file work may block. Throwing ends the
  /// exchange with ``TransportFailure/Code/bodyUnreadable``.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws -> Int
}
