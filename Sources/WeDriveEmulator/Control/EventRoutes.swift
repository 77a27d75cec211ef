import Hummingbird
import WeDriveEvents
import WeDriveGenerated
import WeDriveRuntime

/// Control routes that say where events go, push any event, and tell what was pushed.
struct EventRoutes: Sendable {
  let pusher: EventPusher
  /// Whom an event is meant for that does not say so.
  let defaultReceiver: CorpID?

  func add(to group: RouterGroup<CallContext>) {
    group.post("callback") { request, _ in
      let order = try await ControlReply.decode(CallbackOrder.self, from: request)
      do {
        let secrets = try CallbackSecrets(token: order.token, encodingKey: order.encodingKey)
        pusher.callback = EmulatedCallback(url: order.url, secrets: secrets)
      } catch {
        throw HTTPError(.badRequest, message: "\(error)")
      }
      return try ControlReply.json([String: Int]())
    }
    group.delete("callback") { _, _ in
      pusher.callback = nil
      return try ControlReply.json([String: Int]())
    }
    group.post("callback/verification") { request, _ in
      let receiver = try await ControlReply.decode(Verification.self, from: request).receiver
      return try ControlReply.json(["verified": await pusher.verify(for: receiver ?? defaultReceiver?.rawValue ?? "")])
    }
    group.get("events") { _, _ in
      await pusher.drain()
      return try ControlReply.json(pusher.pushed)
    }
    group.post("events") { request, _ in
      let order = try await ControlReply.decode(EventOrder.self, from: request)
      let receiver = order.receiver ?? defaultReceiver?.rawValue ?? ""
      guard let pushed = await pusher.push(order.message, to: receiver).value else {
        throw HTTPError(.conflict, message: "there is no callback to push to")
      }
      return try ControlReply.json(pushed)
    }
  }

  private struct CallbackOrder: Decodable {
    let url: String
    let token: Secret
    let encodingKey: Secret

    private enum CodingKeys: String, CodingKey {
      case url, token
      case encodingKey = "encoding_aes_key"
    }
  }

  private struct Verification: Decodable {
    let receiver: String?
  }

  /// `{"nodes": [["Event", "wedrive_file_change"], ["FileId", "f1"], ["FileId", "f2"]]}`: names and texts, in their order.
  private struct EventOrder: Decodable {
    let receiver: String?
    let nodes: [Pair]

    var message: EventNode { EventNode("xml", children: nodes.map { EventNode($0.name, text: $0.text) }) }
  }

  private struct Pair: Decodable {
    let name: String
    let text: String

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      name = try values.decode(String.self)
      text = try values.decode(String.self)
      // The name becomes a tag.
      guard values.isAtEnd, let first = name.utf8.first, first > 0x40,
        name.utf8.allSatisfy({ $0 == 0x5F || $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
      else {
        throw DecodingError.dataCorruptedError(in: values, debugDescription: "not a name and a text")
      }
    }
  }
}
