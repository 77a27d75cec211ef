import Catalog
import Foundation
import Synchronization
import TestSupport
import Testing
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

/// Every whole number that the catalog knows in a reply, at the ends of the types and beyond, over a real connection. What is
/// tried is read from the catalog, so that a field that is added is tried as well.
@Suite("A figure in a reply that no service should send")
struct ExtremeReplyTests {
  /// As JSON. In strings, too: services send numbers so.
  static let figures = [
    "0", "-1", "-9223372036854775808", "9223372036854775807", "9223372036854775808", "18446744073709551615",
    "18446744073709551616", "1e308", "1e19", "0.5", "\"12\"", "\"9223372036854775808\"",
  ]

  private let catalog: Catalog

  init() throws { catalog = try SampleRequest.projectCatalog() }

  @Test("is read, or ends in one error that names the field, whichever endpoint and field it is", arguments: figures)
  func everyField(_ figure: String) async throws {
    let reply = Mutex("")
    let server = try ScriptedServer.answering { _, connection in
      try connection.reply(text: reply.withLock { $0 })
    }
    var configuration = ServiceCaller.Configuration()
    configuration.host = server.url
    configuration.retry = .never
    // Every kind of token that any call carries.
    let kinds = Set(weDriveRoutes.flatMap(\.endpoint.tokens) + weChatRoutes.flatMap(\.endpoint.tokens))
    let caller = ServiceCaller(
      transport: CurlTransport(), tokens: Dictionary(uniqueKeysWithValues: kinds.map { ($0, FixedToken("token")) }),
      configuration: configuration)
    var tried = 0
    func check<API>(_ routes: [Route<API>], _ api: API) async throws {
      for route in routes {
        let name = route.endpoint.name
        let endpoint = try #require(catalog.families.flatMap(\.endpoints).first { $0.id == name }, "\(name)")
        let request = try JSONSerialization.data(
          withJSONObject: #require(SampleRequest(catalog).fields(of: name), "\(name)"))
        let sample = SampleReply(catalog)
        for field in sample.integers(of: endpoint) {
          let text = sample.text(of: endpoint, putting: figure, at: field.path)
          reply.withLock { $0 = text }
          tried += 1
          do throws(WeDriveError) {
            let answer = try await route.answer(api, Array(request))
            let read = Self.value(in: answer, at: field.path)
            // Read as it is, or not at all: never as another number.
            #expect(
              read == nil || Self.isSame(read, figure), "\(name) \(field.text): \(figure) was read as \(read ?? "")")
          } catch {
            guard case .undecodableReply(let failure) = error else {
              Issue.record("\(name) \(field.text) \(figure): \(error)")
              continue
            }
            #expect(failure.field == field.text, "\(name) \(field.text) \(figure): \(error)")
            #expect("\(error)".contains(field.text))
          }
        }
      }
    }
    try await check(weDriveRoutes, WeComCaller(caller: caller))
    try await check(weChatRoutes, WeChatCaller(caller: caller))
    #expect(tried > 50)
    #expect(server.journal.count >= tried)
  }

  /// Calls of either service with any kind of token, which no client of one app has.
  private struct WeComCaller: WeDriveAPI, APICaller {
    let caller: ServiceCaller

    func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
      try await caller.send(request)
    }
  }

  private struct WeChatCaller: WeChatAPI, APICaller {
    let caller: ServiceCaller

    func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
      try await caller.send(request)
    }
  }

  /// The number at a path of an answer, as it is written; nil where there is none.
  private static func value(in answer: [UInt8], at path: [SampleReply.Step]) -> String? {
    var value = try? JSONDecoder().decode(AnyJSON.self, from: Data(answer))
    for step in path {
      switch (step, value) {
      case (.member(let name), .object(let members)?): value = members[name]
      case (.element, .list(let elements)?): value = elements.first
      default: return nil
      }
    }
    guard case .number(let text)? = value else { return nil }
    return text
  }

  private static func isSame(_ read: String?, _ figure: String) -> Bool {
    let figure = figure.trimmingCharacters(in: ["\""])
    return read == figure || read.flatMap { Decimal(string: $0) } == Decimal(string: figure)
  }

  private enum AnyJSON: Decodable {
    case object([String: AnyJSON])
    case list([AnyJSON])
    case number(String)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let members = try? container.decode([String: AnyJSON].self) {
        self = .object(members)
      } else if let elements = try? container.decode([AnyJSON].self) {
        self = .list(elements)
      } else if let number = try? container.decode(UInt64.self) {
        self = .number("\(number)")
      } else if let number = try? container.decode(Int64.self) {
        self = .number("\(number)")
      } else if let text = try? container.decode(String.self), let number = Int64(text) {
        self = .number("\(number)")
      } else {
        self = .other
      }
    }
  }
}
