import Testing
import WeDriveHTTP

@testable import WeDriveRuntime

@Suite struct DescriptionTests {
  static let refusal = Refusal(
    endpoint: "file_list", service: "example", code: 1, message: "no, hint: [12345_67], from ip: 203.0.113.7",
    advice: ErrcodeAdvice("space_gone", "The space does not exist.", .fatal, hint: "Look at the list of spaces."))

  static let failure: TransportFailure = {
    var failure = TransportFailure(.timedOut, progress: .sent, reason: "no answer within 60 seconds")
    failure.endpoint = "file_list"
    return failure
  }()

  static let errors: [(WeDriveError, endpoint: String?, description: String)] = [
    (
      .refused(refusal), "file_list",
      "file_list: refused with errcode 1 (space_gone): The space does not exist. Look at the list of spaces. "
        + "The service says: no, hint: [12345_67], from ip: 203.0.113.7"
    ),
    (
      .refused(
        Refusal(
          endpoint: "file_list", service: "example", code: 1, message: "no rid: 5f69fb7e-5d30941b-6bacf6ee",
          advice: ErrcodeAdvice("space_gone", "The space does not exist.", .fatal))), "file_list",
      "file_list: refused with errcode 1 (space_gone): The space does not exist. "
        + "The service says: no rid: 5f69fb7e-5d30941b-6bacf6ee"
    ),
    (
      .refused(Refusal(endpoint: "file_list", service: "example", code: 77, message: "odd", advice: nil)), "file_list",
      "file_list: refused with errcode 77: odd"
    ),
    (.transport(failure), "file_list", "file_list: no reply: no answer within 60 seconds."),
    (
      .outcomeUnknown(UnknownOutcome(endpoint: "space_create", reason: "the connection was lost")), "space_create",
      "space_create: it may or may not have taken effect: the connection was lost. Look before calling again."
    ),
    (
      .unavailable(ServiceUnavailable(endpoint: "file_list", status: 503, retryAfter: .seconds(60))), "file_list",
      "file_list: the service is not available (HTTP 503); it asks to wait 60 s"
    ),
    (
      .token(TokenFailure(endpoint: "file_list", reason: "none for you", refusal: refusal)), "file_list",
      "file_list: no access token: none for you: \(refusal)"
    ),
    (
      .token(TokenFailure(endpoint: "file_list", after: .refused(refusal))), "file_list",
      "file_list: no access token: \(refusal)"
    ),
    (
      .invalidArgument(InvalidArgument(owner: "file_list", field: "limit", reason: "is 0, at least 1 are needed")),
      "file_list", "file_list.limit: is 0, at least 1 are needed"
    ),
    (
      .undecodableReply(UndecodableReply(endpoint: "file_list", field: "list[3].size", reason: "is missing")),
      "file_list",
      "file_list: `list[3].size` is missing"
    ),
    (
      .undecodableReply(
        UndecodableReply(endpoint: "file_list", reason: "is not a JSON object", status: 502, excerpt: "<html>")),
      "file_list", "file_list: the reply is not a JSON object (HTTP 502); it begins: <html>"
    ),
    (
      .integrity(IntegrityFailure(endpoint: "file_download", property: "size", expected: "3", actual: "2")),
      "file_download", "file_download: size is 2, not 3"
    ),
    (
      .file(FileFailure(path: "/a", operation: "rename", errno: 2, reason: "No such file")), nil,
      "/a: rename: No such file"
    ),
    (.cancelled(endpoint: "file_list"), "file_list", "file_list: cancelled."),
    (.notImplemented(endpoint: "file_list"), "file_list", "file_list: not implemented here."),
  ]

  @Test func `every error says in words what happened and where`() {
    for row in Self.errors {
      #expect("\(row.0)" == row.description)
      #expect(row.0.localizedDescription == row.description)
      #expect(row.0.endpoint == row.endpoint)
    }
  }

  @Test func `the number for a support case is found in the service's words`() {
    #expect(Self.refusal.hint == "12345_67")
    #expect(Refusal(endpoint: "e", service: "s", code: 1, message: "no", advice: nil).hint == nil)
    #expect(Self.refusal.message.contains("203.0.113"), "support asks for it, and 60020 is about it")
  }

  @Test func `what belongs somewhere is said without the names of Swift's types`() {
    struct Reply: Decodable {
      struct Item: Decodable { let n: UInt32? }
      let list: [Item]?
      let object: Item?
      let text: String?
      let flag: Bool?
      let size: Int64?
      let ratio: Double?
    }
    func words(_ json: String) -> String? {
      let error = #expect(throws: WeDriveError.self) {
        try WireJSON.decode(Reply.self, from: Array(json.utf8), endpoint: "e")
      }
      return error.map { "\($0)" }
    }
    #expect(words(#"{"list":1}"#) == "e: `list` is not a list")
    #expect(words(#"{"list":[1]}"#) == "e: `list[0]` is not an object")
    #expect(words(#"{"list":[{"n":"1"}]}"#) == "e: `list[0].n` is not a whole number")
    #expect(words(#"{"list":[null]}"#) == "e: `list[0]` is null instead of an object")
    #expect(words(#"{"object":[]}"#) == "e: `object` is not an object")
    #expect(words(#"{"text":1}"#) == "e: `text` is not text")
    #expect(words(#"{"flag":1}"#) == "e: `flag` is not true or false")
    #expect(words(#"{"ratio":"1"}"#) == "e: `ratio` is not a number")
    #expect(words(#"{"size":1e30}"#) == "e: `size` is a number that does not fit")
    #expect(words("{") == "e: the reply is not JSON")
  }

  @Test func `a token that cannot be fetched tells why the service was not reached`() {
    let failure = TokenFailure(endpoint: "file_list", after: .transport(Self.failure))
    #expect(failure.cause == Self.failure)
    #expect(failure.refusal == nil)
    #expect(TokenFailure(endpoint: "file_info", after: .token(failure)).cause == Self.failure)
    #expect(TokenFailure(endpoint: "file_list", after: .refused(Self.refusal)).cause == nil)
  }

  @Test func `a decoder's words that might repeat a value are replaced`() throws {
    struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }
    func reason(_ words: String) -> String {
      UndecodableReply(
        endpoint: "e",
        decoding: DecodingError.dataCorrupted(.init(codingPath: [Key(stringValue: "a")], debugDescription: words))
      ).reason
    }
    #expect(reason("not base64") == "has a value that does not fit")
    #expect(reason("neither a number nor one in a string") == "neither a number nor one in a string")
    #expect(reason("Cannot initialize X from 'planted'") == "has a value that does not fit")
  }
}
