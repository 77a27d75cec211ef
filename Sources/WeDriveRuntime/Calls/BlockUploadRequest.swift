/// A request that starts an upload in blocks: it knows the calls that the upload goes on with.
///
/// The value says where the content goes; size and digests of the content are filled in before it is sent. Conformances
/// are generated from the catalog, so that one uploader serves every family that has the protocol.
public protocol BlockUploadRequest: APIRequest {
  /// What names an upload that was started.
  associatedtype Key: StringIdentifier
  /// What the upload is made for, for example the new file's id.
  associatedtype Result: Sendable
  /// Sends one block.
  associatedtype Part: APIRequest
  /// Completes the upload.
  associatedtype Finish: APIRequest

  /// Errcodes of the calls that follow which say that the key is no longer good and the upload has to be started anew.
  static var expired: Set<Int> { get }
  /// The same request for that content.
  func announcing(_ digests: BlockDigests) -> Self
  /// What the start is answered.
  static func answer(_ reply: Response) -> BlockUploadAnswer<Key, Result>
  /// Sends one block, counted from 1.
  static func part(_ key: Key, block: Int, content: Base64Content) -> Part
  /// Completes the upload.
  static func finish(_ key: Key) -> Finish
  /// What the upload was made for.
  static func result(of reply: Finish.Response) -> Result
}

/// What the start of an upload in blocks is answered.
public struct BlockUploadAnswer<Key: Sendable, Result: Sendable>: Sendable {
  /// Whether the service had the content already.
  public let exists: Bool
  /// What names the upload, unless it is complete already.
  public let key: Key?
  /// What the upload was made for, if it is complete already.
  public let result: Result?

  /// Describes an answer.
  public init(exists: Bool, key: Key?, result: Result?) {
    self.exists = exists
    self.key = key
    self.result = result
  }
}
