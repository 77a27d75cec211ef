import Foundation
import Synchronization
import TestSupport
import Testing
import WeChatCloud
import WeDrive

@Suite("Batches of calls to cloud storage")
struct CloudBatchTests {
  /// A service that answers no request before the gate is open, and then those who came first last.
  private final class SlowService: Sendable {
    private struct State {
      var underWay = 0
      var maximum = 0
      var arrived = 0
      var isOpen = false
    }
    private let state = Mutex(State())

    /// What a call asks about, in either of its forms.
    private struct Question: Decodable {
      struct File: Decodable { let fileid: String }
      let file_list: [File]?
      let fileid_list: [String]?
      var ids: [String] { file_list?.map(\.fileid) ?? fileid_list ?? [] }
    }

    var underWay: Int { state.withLock { $0.underWay } }
    var maximum: Int { state.withLock { $0.maximum } }
    func open() { state.withLock { $0.isOpen = true } }

    func answer(_ request: ReceivedRequest, _ connection: ServerConnection) throws {
      let number = state.withLock { state in
        state.arrived += 1
        state.underWay += 1
        state.maximum = max(state.maximum, state.underWay)
        return state.arrived
      }
      while !state.withLock({ $0.isOpen }) { connection.pause(.milliseconds(2)) }
      connection.pause(.milliseconds(max(0, 40 - 2 * number)))
      let question = try JSONDecoder().decode(Question.self, from: Data(request.body))
      let isDeletion = question.file_list == nil
      let answers = question.ids.reversed().map { id in
        isDeletion
          ? #"{"fileid":"\#(id)","status":\#(id.hasSuffix("7") ? 1 : 0)}"#
          : #"{"fileid":"\#(id)","download_url":"https://s.example/\#(id)","status":0}"#
      }
      let name = isDeletion ? "delete_list" : "file_list"
      // Before the reply: its receiver may come again at once.
      state.withLock { $0.underWay -= 1 }
      try connection.reply(text: #"{"errcode":0,"\#(name)":[\#(answers.joined(separator: ","))]}"#)
    }
  }

  /// Asks about so many files, and gives what came of it once no more calls arrive than that.
  private func run<Value: Sendable>(
    bound: Int, _ ask: @escaping @Sendable (WeChatClient, [CloudFileID]) async throws -> [CloudFileOutcome<Value>]
  ) async throws -> [CloudFileOutcome<Value>] {
    let service = SlowService()
    let server = try ScriptedServer.answering { try service.answer($0, $1) }
    var configuration = WeChatClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    let cloud = WeChatClient(credential: .token("t"), environment: "e", configuration: configuration)
    // One batch more than ever go at once, and then some; the last is not full.
    let ids = (0..<18 * 50 + 7).map { CloudFileID("f\($0)") }
    let asking = Task { try await ask(cloud, ids + ids.prefix(3)) }
    #expect(await server.waits { _ in service.underWay == bound })
    try await Task.sleep(for: .milliseconds(150))
    #expect(service.maximum == bound, "before anything is answered")
    service.open()
    let outcomes = try await asking.value
    #expect(service.maximum == bound, "and afterwards")
    #expect(server.journal.count == 19)
    #expect(outcomes.map(\.fileID) == ids + ids.prefix(3))
    return outcomes
  }

  @Test(
    "Never are more links asked for at once than the bound, and results are in the order of the question",
    arguments: [(nil, 4), (1, 1), (3, 3), (16, 16), (0, 1), (-1, 1), (1000, 16)] as [(Int?, Int)])
  func links(concurrency: Int?, bound: Int) async throws {
    let outcomes = try await run(bound: bound) { cloud, ids in
      if let concurrency { return try await cloud.downloadLinks(to: ids, concurrency: concurrency) }
      return try await cloud.downloadLinks(to: ids)
    }
    for outcome in outcomes {
      #expect(try outcome.result.get().url == "https://s.example/\(outcome.fileID)")
    }
  }

  @Test(
    "Never are more deletions under way than the bound, and each has its own result",
    arguments: [(nil, 4), (2, 2)] as [(Int?, Int)])
  func deletions(concurrency: Int?, bound: Int) async throws {
    let outcomes = try await run(bound: bound) { cloud, ids in
      if let concurrency { return try await cloud.delete(ids, concurrency: concurrency) }
      return try await cloud.delete(ids)
    }
    for outcome in outcomes {
      #expect((outcome.result.refusal?.code == 1) == outcome.fileID.rawValue.hasSuffix("7"), "\(outcome.fileID)")
    }
  }
}
