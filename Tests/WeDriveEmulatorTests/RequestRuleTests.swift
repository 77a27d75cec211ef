import Testing
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

@testable import WeDriveEmulator

@Suite("Checks of requests")
struct RequestRuleTests {
  /// The client's check of a request of an endpoint: decoding, and its generated validator.
  private typealias ClientCheck = @Sendable (_ body: [UInt8]) throws(WeDriveError) -> [UInt8]

  private static var clientChecks: [String: ClientCheck] {
    Dictionary(
      weDriveRoutes.map { ($0.endpoint.name, $0.check) } + weChatRoutes.map { ($0.endpoint.name, $0.check) }
    ) { first, _ in first }
  }

  /// The field of the rule that the emulator finds broken; nil if it finds none.
  private func complaint(_ probe: RequestProbe) -> String? {
    do throws(RuleViolation) {
      try RequestRules.all[probe.endpoint]?.check(probe.body)
      return nil
    } catch {
      return error.field
    }
  }

  /// The probes about which a check of the client's and the emulator are not of one mind.
  private func disagreements(_ probes: [RequestProbe], _ check: ClientCheck) -> [RequestProbe] {
    probes.filter { probe in ((try? check(probe.body)) == nil) != (complaint(probe) != nil) }
  }

  @Test(
    "What keeps to a rule of the catalog by a hair passes, and what breaks it by a hair is refused by its field's name")
  func everyRule() throws {
    let probes = try RequestProbes()
    var broken = 0
    for endpoint in probes.endpoints {
      try #require(RequestRules.all[endpoint.id] != nil, "\(endpoint.id)")
      for probe in try probes.probes(of: endpoint) {
        let expected = probe.isBroken ? probe.field : nil
        #expect(complaint(probe) == expected, "\(probe.endpoint): \(probe.field) \(probe.change)")
        broken += probe.isBroken ? 1 : 0
      }
    }
    #expect(broken > 300)
  }

  @Test("The client's validators and the emulator's rules, made in two ways, are of one mind about every rule")
  func agreement() throws {
    let (probes, checks) = (try RequestProbes(), Self.clientChecks)
    for endpoint in probes.endpoints {
      let check = try #require(checks[endpoint.id], "\(endpoint.id)")
      for probe in disagreements(try probes.probes(of: endpoint), check) {
        Issue.record("\(probe.endpoint): \(probe.field) \(probe.change)")
      }
    }
  }

  /// Asks as `FileListRequest` does, with a validator that is wrong by one.
  private struct WrongListRequest: APIRequest {
    static let call = FileListRequest.call
    var spaceID: SpaceID
    var parentID: FolderID
    var sortType = FileOrder.nameAscending
    var start: UInt32 = 0
    var limit: UInt32

    func validate() throws(InvalidArgument) {
      try Constraint.range(limit, minimum: 1, maximum: Limits.fileListPageSize + 1, of: "limit", in: "file_list")
    }

    private enum CodingKeys: String, CodingKey {
      case spaceID = "spaceid"
      case parentID = "fatherid"
      case sortType = "sort_type"
      case start, limit
    }
  }

  @Test("A client whose validator is wrong is refused by the emulator, and found by comparing the two")
  func wrongValidator() async throws {
    try await withEmulator { emulator, caller in
      var configuration = ServiceCaller.Configuration()
      configuration.host = emulator.baseURL
      let client = ServiceCaller(
        transport: CurlTransport(), tokens: [.accessToken: FixedToken(Secret(caller.token))],
        configuration: configuration)
      let space = SpaceID(try await caller.space())
      func list(_ limit: Int64) async throws(WeDriveError) {
        _ = try await client.send(
          WrongListRequest(spaceID: space, parentID: .root(of: space), limit: UInt32(limit)))
      }
      try await list(Limits.fileListPageSize)
      do throws(WeDriveError) {
        try await list(Limits.fileListPageSize + 1)
        Issue.record("the emulator took it")
      } catch {
        guard case .refused(let refusal) = error else { throw error }
        #expect(refusal.weComErrcode == .invalidArgument)
        #expect(refusal.message.hasPrefix("limit is 1001, at most 1000 (file_list_page_size)"))
      }
      let calls = emulator.journal.records(of: "file_list")
      #expect(calls.map(\.errcode) == [0, WeComErrcode.invalidArgument.rawValue])
      #expect(calls.map(\.hasActed) == [true, false])
    }
    let probes = try RequestProbes()
    let endpoint = try #require(probes.endpoints.first { $0.id == "file_list" })
    let route = Route<Int> { _ in { (_: WrongListRequest) async throws(WeDriveError) in FileListResponse() } }
    let found = disagreements(try probes.probes(of: endpoint), route.check)
    #expect(found.map(\.field) == ["limit"] && found.map(\.change) == ["1001"])
  }
}
