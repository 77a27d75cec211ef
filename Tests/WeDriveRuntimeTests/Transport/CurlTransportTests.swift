import Testing
import TestServer
import WeDriveRuntime

@Suite struct CurlTransportTests {
  @Test func `a GET brings the whole reply`() async throws {
    let server = try ScriptedServer.answering(headers: ["X-A: b"], text: "hello")
    let transport = CurlTransport()
    let reply = try await transport.perform(
      HTTPRequest(.get, url: server.url + "/x?y=1", isRepeatable: true, timeout: .seconds(5), maximumReplySize: 100))
    #expect(reply.head.status == 200)
    #expect(reply.head["x-a"] == "b")
    #expect(String(decoding: reply.body, as: UTF8.self) == "hello")
    await transport.shutDown()
  }
}
