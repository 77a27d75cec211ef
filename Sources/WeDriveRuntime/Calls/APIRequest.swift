/// The input of one endpoint.
///
/// Generated requests take what is required in their initialiser and have a settable property for everything else.
public protocol APIRequest: Codable, Sendable {
  /// What the endpoint answers.
  associatedtype Response: Codable & Sendable
  /// The endpoint that takes this request, with what it answers.
  static var call: Call<Response> { get }

  /// Checks what the documentation demands of the values, before anything is sent.
  ///
  /// - Throws: The first rule that is broken, with the field as it is called on the wire.
  func validate() throws(InvalidArgument)
}

extension APIRequest {
  /// The endpoint that takes this request.
  public static var endpoint: Endpoint { call.endpoint }

  /// Nothing to check: what a request without documented constraints does.
  public func validate() throws(InvalidArgument) {}

  /// The same request, changed by `configure`.
  public func configured(by configure: (inout Self) -> Void) -> Self {
    var request = self
    configure(&request)
    return request
  }
}

/// Something that can carry out any request: the client, or a stub of it.
public protocol APICaller: Sendable {
  /// Carries out a request.
  ///
  /// - Throws: Any ``WeDriveError``.
  func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response
}

/// An endpoint together with the type of what it answers.
public struct Call<Response>: Sendable {
  /// Where the call goes and what it does there.
  public let endpoint: Endpoint

  /// Says what an endpoint answers.
  public init(_ endpoint: Endpoint) { self.endpoint = endpoint }

  /// Declares an endpoint that answers with a `Response`.
  ///
  /// - Parameters:
  ///   - name: The catalog's id, for example `file_list`.
  ///   - service: The service that answers it.
  ///   - method: The HTTP method.
  ///   - path: The path below the service's base URL, starting with `/`.
  ///   - effect: What it does at the service.
  ///   - isRepeatable: Whether it may be sent again when its reply was lost; nil: what follows from the effect.
  ///   - tokens: The kinds of tokens of which it carries one; nil: the token that most calls of the service carry.
  ///   - hasBareReply: Whether a reply has the envelope's fields only where the call was refused.
  ///   - isMetered: Whether it counts against the calls that a corp has in a month.
  ///   - summary: One sentence.
  public init(
    _ name: String, _ service: Service, _ method: Endpoint.Method, _ path: String, _ effect: Endpoint.Effect,
    isRepeatable: Bool? = nil, tokens: [TokenKind]? = nil, hasBareReply: Bool = false, isMetered: Bool = false,
    summary: String
  ) {
    self.init(
      Endpoint(
        name, service, method, path, effect, isRepeatable: isRepeatable, tokens: tokens, hasBareReply: hasBareReply,
        isMetered: isMetered, summary: summary))
  }
}

/// A request that was checked and written as JSON: all that is needed of it to send it.
///
/// A request with large content is prepared where that content may be worked on, and let go of before it is sent: while
/// the call is under way only its JSON is in memory.
package struct PreparedCall<Request: APIRequest>: Sendable {
  let document: WireJSON.Document

  /// Checks and writes a request.
  ///
  /// - Throws: ``WeDriveError/invalidArgument(_:)``.
  package init(_ request: Request) throws(WeDriveError) {
    do throws(InvalidArgument) {
      try request.validate()
    } catch {
      throw .invalidArgument(error)
    }
    document = try WireJSON.document(request, endpoint: Request.endpoint.name)
  }
}

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
