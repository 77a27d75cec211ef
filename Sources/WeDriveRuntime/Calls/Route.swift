/// An endpoint seen from the other side: how a server decodes its request, carries it out and encodes the reply.
///
/// `API` is the generated protocol with one method per endpoint, so that a server is written against types, and a
/// table of routes is all it needs to know about paths.
public struct Route<API: Sendable>: Sendable {
  /// The endpoint it serves.
  public let endpoint: Endpoint
  /// Carries out a request given as JSON and returns the reply's own fields as JSON, without the envelope.
  public let answer: @Sendable (_ api: API, _ body: [UInt8]) async throws(WeDriveError) -> [UInt8]
  /// Reads a request given as JSON, checks it as the client does before it sends one, and returns it as the client
  /// would write it: with documented fields only, in its own order.
  public let check: @Sendable (_ body: [UInt8]) throws(WeDriveError) -> [UInt8]
  /// What a successful reply given as JSON holds that the catalog does not say.
  public let drift: @Sendable (_ reply: [UInt8]) -> Set<DriftObservation>

  /// The fields of a request given as JSON whose values are secret, by their types: no place for them where others can
  /// read. None for a request that cannot be read.
  public let secretFields: @Sendable (_ body: [UInt8]) -> Set<String>

  /// Ties a kind of request to the method that answers it: `Route { $0.fileList(_:) }`.
  public init<Request: APIRequest>(
    _ method: @escaping @Sendable (API) -> @Sendable (Request) async throws(WeDriveError) -> Request.Response
  ) {
    endpoint = Request.endpoint
    answer = { (api, body) async throws(WeDriveError) in
      let request = try WireJSON.decode(Request.self, from: body, endpoint: Request.endpoint.name)
      let response = try await method(api)(request)
      return try WireJSON.encode(response, endpoint: Request.endpoint.name)
    }
    check = { (body) throws(WeDriveError) in
      let request = try WireJSON.decode(Request.self, from: body, endpoint: Request.endpoint.name)
      do throws(InvalidArgument) {
        try request.validate()
      } catch {
        throw .invalidArgument(error)
      }
      return try WireJSON.encode(request, endpoint: Request.endpoint.name)
    }
    drift = { ReplyDrift.observations(in: $0, as: Request.Response.self, of: Request.endpoint) }
    secretFields = { body in
      let context = EncodingContext()
      // What cannot be read is refused when it is checked.
      guard let request = try? WireJSON.decode(Request.self, from: body, endpoint: Request.endpoint.name) else {
        return []
      }
      _ = EncodingContext.$current.withValue(context) { try? JSONWriter.document(of: request) }
      return context.secretFields
    }
  }
}

/// What generated files expect of this module. Each of them names the version it was written for, so that files and
/// module that do not belong together fail to compile at one line, with a comment that says what to do.
public enum GeneratedCodeVersion1 {}
