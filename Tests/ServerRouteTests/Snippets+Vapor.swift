// What the page about servers shows for Vapor, between markers as it stands there. Vapor is none of the package's dependencies:
// what the snippet uses of it is declared here in the same shape, after Vapor 4.122. `.ci/vapor` runs it with Vapor itself.

import WeDrive
import WeDriveEvents

/// A namespace for these shapes: some have names that Hummingbird uses, too.
enum VaporShapes {
  struct ByteBuffer: Sendable {
    let readableBytesView: [UInt8]
    init(bytes: [UInt8]) { readableBytesView = bytes }
  }

  struct HTTPStatus: AsyncResponseEncodable {
    static let forbidden = HTTPStatus(statusCode: 403)
    static let serviceUnavailable = HTTPStatus(statusCode: 503)
    init(statusCode: Int) {}
  }
  struct Abort: Error { init(_ status: HTTPStatus) {} }

  struct Request: Sendable {
    struct URI: Sendable { let query: String? }
    struct Query: Sendable {
      func get<Value: Decodable>(_: Value.Type, at path: String...) throws -> Value { throw Abort(.forbidden) }
    }
    struct Parameters: Sendable { func require(_ name: String) throws -> String { name } }
    struct Body: AsyncSequence, Sendable {
      let data: ByteBuffer?
      func makeAsyncIterator() -> AsyncStream<ByteBuffer>.Iterator { AsyncStream { nil }.makeAsyncIterator() }
    }
    let url: URI
    let query: Query
    let parameters: Parameters
    let body: Body
  }

  protocol AsyncBodyStreamWriter: Sendable { func writeBuffer(_ buffer: ByteBuffer) async throws }
  struct Response: AsyncResponseEncodable {
    struct Body: Sendable {
      init(managedAsyncStream: @escaping @Sendable (any AsyncBodyStreamWriter) async throws -> Void) {}
    }
    struct Headers: ExpressibleByDictionaryLiteral { init(dictionaryLiteral elements: (String, String)...) {} }
    init(headers: Headers, body: Body) {}
  }

  protocol AsyncResponseEncodable: Sendable {}
  protocol AsyncResponder: Sendable { func respond(to request: Request) async throws -> Response }
  protocol AsyncMiddleware: Sendable {
    func respond(to request: Request, chainingTo next: any AsyncResponder) async throws -> Response
  }

  struct ByteCount: ExpressibleByStringLiteral { init(stringLiteral value: String) {} }
  enum BodyStrategy { case stream, collect(maxSize: ByteCount?) }
  enum HTTPMethod { case POST }
  final class Application {
    struct Middlewares { mutating func use(_ middleware: any AsyncMiddleware) {} }
    var middleware = Middlewares()
    func get<Reply: AsyncResponseEncodable>(
      _ path: String..., use closure: @escaping @Sendable (Request) async throws -> Reply
    ) {}
    func on<Reply: AsyncResponseEncodable>(
      _ method: HTTPMethod, _ path: String..., body: BodyStrategy,
      use closure: @escaping @Sendable (Request) async throws -> Reply
    ) {}
  }
}

extension String: VaporShapes.AsyncResponseEncodable {}

extension VaporShapes {
  // snippet
  /// Has each failure answered with a status of its own.
  struct Failures: AsyncMiddleware {
    func respond(to request: Request, chainingTo next: any AsyncResponder) async throws -> Response {
      do {
        return try await next.respond(to: request)
      } catch is CallbackError {
        throw Abort(.forbidden)
      } catch let error as WeDriveError {
        throw Abort(HTTPStatus(statusCode: error.httpStatus))
      }
    }
  }

  func routes(
    _ app: Application, _ drive: WeDriveClient, _ destination: UploadDestination, _ receiver: SharedCallbackReceiver,
    _ changes: AsyncStream<FileChangeEvent>.Continuation
  ) {
    app.middleware.use(Failures())

    app.get("callback") { request async throws -> String in
      try receiver.echo(CallbackQuery(request.url.query ?? ""))
    }

    app.on(.POST, "callback", body: .collect(maxSize: "1mb")) { request async throws -> HTTPStatus in
      let body = request.body.data.map { Array($0.readableBytesView) } ?? []
      let outcome = try await receiver.handle(CallbackQuery(request.url.query ?? ""), body: body) { callback in
        guard let change = callback.event as? FileChangeEvent else { return }
        guard case .enqueued = changes.yield(change) else { throw Abort(.serviceUnavailable) }
      }
      return HTTPStatus(statusCode: outcome.status)
    }

    app.on(.POST, "files", body: .stream) { request async throws -> String in
      let name = try request.query.get(String.self, at: "name")
      let content = request.body.map { $0.readableBytesView }
      return try await drive.upload(spooling: content, named: name, to: destination).rawValue
    }

    app.get("files", ":id") { request async throws -> Response in
      let id = FileID(try request.parameters.require("id"))
      _ = try await drive.fileInfo(fileID: id)  // what fails here still has a status
      let body = Response.Body(managedAsyncStream: { writer in
        for try await chunk in drive.content(of: .file(id)) { try await writer.writeBuffer(ByteBuffer(bytes: chunk)) }
      })
      return Response(headers: ["Content-Type": "application/octet-stream"], body: body)
    }
  }
  // end
}
