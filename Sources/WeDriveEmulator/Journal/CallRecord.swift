/// A call that arrived, and what became of it. Holds nothing that a token, a cookie or a key could be read from: the values of
/// secret fields are left out of bodies.
public struct CallRecord: Sendable, Codable, Hashable {
  /// Its number, counted from 1.
  public let number: Int
  /// The endpoint's name in the catalog; `download` for a download.
  public let endpoint: String
  /// The HTTP method.
  public let method: String
  /// When it arrived, by the emulator's clock, in seconds since 1970.
  public let time: Int64
  /// The other end's port: the same one means the same connection.
  public let peerPort: Int
  /// Bytes of the request's body.
  public var requestBytes = 0
  /// Bytes of the reply's body that were handed to the connection.
  public var replyBytes = 0
  /// The errcode that was sent; nil if none was.
  public var errcode: Int?
  /// Why the call was refused, in the emulator's words.
  public var reason: String?
  /// The HTTP status that was sent; nil if none was.
  public var status: Int?
  /// How the request's body begins, or the fields of its query; nil where bodies are not kept, or are no text.
  public var request: String?
  /// How the reply's body begins; nil where bodies are not kept, or are no text.
  public var reply: String?
  /// Whether the call was carried out.
  public var hasActed = false
  /// The faults that befell it, see ``Fault/kind``.
  public var faults: [String] = []
  /// Whether the exchange is over.
  public var isDone = false
}
