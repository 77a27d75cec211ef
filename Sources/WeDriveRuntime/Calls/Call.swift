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
