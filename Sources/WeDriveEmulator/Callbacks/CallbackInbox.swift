import Hummingbird
import WeDriveEvents

/// A server on 127.0.0.1 that an emulator pushes events to: the app's side of callbacks, for tests and demonstrations.
public final class CallbackInbox: Sendable {
  /// Where it takes callbacks.
  public let url: String
  private let listener: Listener

  private init(_ listener: Listener) {
    self.listener = listener
    url = "http://127.0.0.1:\(listener.port)/callback"
  }

  /// Starts a server and returns once it accepts connections.
  ///
  /// - Parameters:
  ///   - port: The port; 0: the system chooses one.
  ///   - receiver: Checks and reads what arrives.
  ///   - take: What to do with a callback, or with the reason why it was not taken. The service waits for it.
  public static func start(
    port: Int = 0, receiver: CallbackReceiver,
    taking take: @escaping @Sendable (Result<Callback, CallbackError>) async -> Void
  ) async throws(EmulatorFailure) -> CallbackInbox {
    let router = Router(context: CallContext.self)
    router.get("callback") { request, _ in
      do throws(CallbackError) {
        return Response(
          status: .ok,
          body: ResponseBody(
            byteBuffer: ByteBuffer(string: try receiver.echo(CallbackQuery(request.uri.query ?? "")))))
      } catch {
        await take(.failure(error))
        return Response(status: .forbidden)
      }
    }
    router.post("callback") { request, _ in
      guard let body = try await RequestContent.body(of: request) else { return Response(status: .contentTooLarge) }
      do throws(CallbackError) {
        await take(.success(try receiver.callback(CallbackQuery(request.uri.query ?? ""), body: body)))
        return Response(status: .ok)
      } catch {
        await take(.failure(error))
        // One that was taken before is no reason to send it again.
        return Response(status: error == .replayed ? .ok : .forbidden)
      }
    }
    return CallbackInbox(try await Listener.start(port: port, router: router))
  }

  /// Closes the port and every connection.
  public func stop() async { await listener.stop() }
}
