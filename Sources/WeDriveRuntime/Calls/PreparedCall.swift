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
