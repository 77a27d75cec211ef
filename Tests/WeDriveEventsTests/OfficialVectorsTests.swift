import Testing
import WeDriveEvents
import WeDriveRuntime

/// The sample that comes with the service's own libraries.
@Suite("The service's own sample")
struct OfficialVectorsTests {
  private func receiver(at time: Int64) throws -> CallbackReceiver {
    CallbackReceiver(
      secrets: try CallbackSecrets(token: "QDG6eK", encodingKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"),
      receivers: ["wx5823bf96d3bd56c7"], now: { time })
  }

  @Test("The verification of a URL is answered with the number that was encrypted")
  func echo() throws {
    let query = try CallbackQuery(
      "msg_signature=5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3&timestamp=1409659589&nonce=263014780"
        + "&echostr=P9nAzCzyDtyTWESHep1vC5X9xho%2FqYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp%2B4RPcs8TgAE7OaBO%2BFZXvnaqQ%3D%3D")
    #expect(try receiver(at: 1_409_659_600).echo(query) == "1616140317555161061")
  }

  @Test("A message is read, and is no event that the catalog knows")
  func message() throws {
    let encrypted =
      "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvu"
      + "JTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwG"
      + "c2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9"
      + "EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0"
      + "lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
    let body =
      "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[\(encrypted)]]></Encrypt>\n"
      + "<AgentID><![CDATA[218]]></AgentID>\n</xml>"
    let query = CallbackQuery(
      signature: "477715d11cdb4164915debcba66cb864d751f3e6", timestamp: "1409659813", nonce: "1372623149")
    let callback = try receiver(at: 1_409_659_813).callback(query, body: Array(body.utf8))
    #expect(callback.event is UnknownEvent)
    #expect(callback.node.text(of: "Content") == "hello" && callback.node.text(of: "MsgType") == "text")
    #expect(callback.receiver == "wx5823bf96d3bd56c7" && callback.time == 1_409_659_813)
  }
}
