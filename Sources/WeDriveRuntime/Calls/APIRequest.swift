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
