// The Swift that the page about servers shows, between markers as it stands there. The tests beside it run these routes and
// this service.

import Hummingbird
import Logging
import ServiceLifecycle
import WeDrive
import WeDriveEvents

// snippet
extension WeDriveError {
  /// What to answer where a request made a call that failed.
  var httpStatus: Int {
    switch self {
    case .refused(let refusal) where [.fileNotFound, .fileDeleted].contains(refusal.weComErrcode): 404
    case .invalidArgument: 400
    default: 502
    }
  }
}
// end

// snippet
/// Has each failure answered with a status of its own.
struct Failures<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch is CallbackError {
      throw HTTPError(.forbidden)
    } catch let error as WeDriveError {
      throw HTTPError(.init(code: error.httpStatus))
    }
  }
}

func routes(
  _ drive: WeDriveClient, _ destination: UploadDestination, _ receiver: SharedCallbackReceiver,
  _ changes: AsyncStream<FileChangeEvent>.Continuation
) -> Router<BasicRequestContext> {
  let router = Router()
  router.add(middleware: Failures())

  // The console verifies the URL of callbacks.
  router.get("callback") { request, _ in try receiver.echo(CallbackQuery(request.uri.query ?? "")) }

  // Something happened.
  router.post("callback") { request, _ in
    let body = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
    let outcome = try await receiver.handle(CallbackQuery(request.uri.query ?? ""), body: body) { callback in
      guard let change = callback.event as? FileChangeEvent else { return }
      guard case .enqueued = changes.yield(change) else { throw HTTPError(.serviceUnavailable) }
    }
    return HTTPResponse.Status(code: outcome.status)
  }

  // A file in: POST /files?name=report.pdf
  router.post("files") { request, _ in
    let name = try request.uri.queryParameters.require("name")
    let content = request.body.map(\.readableBytesView)
    return try await drive.upload(spooling: content, named: name, to: destination).rawValue
  }

  // A file out.
  router.get("files/:id") { _, context in
    let id = FileID(try context.parameters.require("id"))
    _ = try await drive.fileInfo(fileID: id)  // what fails here still has a status
    let body = ResponseBody { writer in
      for try await chunk in drive.content(of: .file(id)) { try await writer.write(ByteBuffer(bytes: chunk)) }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: [.contentType: "application/octet-stream"], body: body)
  }
  return router
}
// end

// snippet
/// Keeps a copy of each file that is made.
struct Copies: ServiceLifecycle.Service {
  let drive: WeDriveClient
  let folder: String
  let logger: Logger
  let changes = AsyncStream.makeStream(of: FileChangeEvent.self, bufferingPolicy: .bufferingOldest(1_000))

  func run() async throws {
    try await withGracefulShutdownHandler {
      for await change in changes.stream where change.changeType == .createFile {
        for outcome in try await drive.download(change.fileIDs.map { .file($0) }, into: folder) {
          if case .failure(let error) = outcome.result { logger.error("\(outcome.source) was not copied: \(error)") }
        }
      }
    } onGracefulShutdown: {
      changes.continuation.finish()  // the loop ends after what has been taken
    }
  }
}
// end

private func serve(_ drive: WeDriveClient, _ space: SpaceID, _ secrets: CallbackSecrets, _ logger: Logger) async throws
{
  // snippet
  let copies = Copies(drive: drive, folder: "/var/lib/copies/files", logger: logger)
  let receiver = SharedCallbackReceiver(
    CallbackReceiver(secrets: secrets, receivers: ["ww…"]), sharing: FileSharedStore(folder: "/var/lib/copies/handled"))
  let server = Application(
    router: routes(drive, .root(of: space), receiver, copies.changes.continuation),
    configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 8080)), logger: logger)

  var configuration = ServiceGroupConfiguration(
    services: [copies, server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
  configuration.maximumGracefulShutdownDuration = .seconds(60)
  try await ServiceGroup(configuration: configuration).run()
  // end
}
