import Testing

@testable import Catalog

/// Only the first of two declarations counts, but a mistake in the second would show as soon as the first is removed.
@Suite("What is declared twice")
struct RepeatedDeclarationsTests {
  /// What is found where a text is the last file of the base catalog: line and id.
  private func found(_ text: String) throws -> [String] {
    let manifest = try String(contentsOf: Fixtures.base.appending(path: "catalog.yaml"), encoding: .utf8)
    let path = "wecom/zz-more.yaml"
    return try Catalog.load(over: ["catalog.yaml": manifest + "  - \(path)\n", path: text]).diagnostics.map {
      $0.position.file == path ? "\($0.position.line) \($0.rule.id)" : "\($0.position) \($0.rule.id)"
    }
  }

  private static let badEndpoint = """
        summary: Moves files.
        path: /cgi-bin/wedrive/file_move
        docs: {internal: 1, updated: 2022-02-30}
        effect: reed
        request:
          userid: {type: UserId, about: The member.}
    """

  @Test("A second endpoint of an id is read for its mistakes, each said once, in another file")
  func endpoint() throws {
    let text = "family: twice\nservice: wecom\nabout: Calls.\nendpoints:\n  file_list:\n\(Self.badEndpoint)\n"
    #expect(
      try Set(found(text)) == [
        "5 duplicate-endpoint", "8 bad-date", "9 unknown-value", "11 unknown-type",
        "5 duplicate-path",
      ])
  }

  @Test("A second endpoint of an id is read for its mistakes, each said once, in the same file")
  func endpointKey() throws {
    let good = "  twice: {summary: Pings., path: /ping, docs: {internal: 1}, effect: read}\n"
    let text = "family: twice\nservice: wecom\nabout: Calls.\nendpoints:\n\(good)  twice:\n\(Self.badEndpoint)\n"
    #expect(
      try Set(found(text)) == [
        "6 duplicate-key", "9 bad-date", "10 unknown-value", "12 unknown-type",
        "6 duplicate-path",
      ])
  }

  @Test("A copy of an endpoint is one mistake")
  func copy() throws {
    let endpoint = "  twice: {summary: Pings., path: /ping, docs: {internal: 1}, effect: read}\n"
    let text = "family: twice\nservice: wecom\nabout: Calls.\nendpoints:\n\(endpoint)\(endpoint)"
    #expect(try found(text) == ["6 duplicate-key"])
  }

  @Test(
    "Values, types, fields, variants, identifiers, conversions, limits and errcodes are read when they are repeated")
  func others() throws {
    #expect(
      try found(
        "enums:\n  E:\n    raw: uint32\n    about: E.\n    values:\n      1: {name: a}\n"
          + "      1: {name: b, since: never}\n      1: {naem: c}\n") == [
          "7 duplicate-key", "7 bad-date", "8 duplicate-key", "8 missing-key", "8 unknown-key",
        ])
    #expect(
      try found("enums:\n  Permission:\n    raw: uint23\n    about: E.\n    values: {1: {}}\n") == [
        "2 duplicate-type", "3 unknown-value", "5 missing-key",
      ])
    #expect(
      try found(
        "types:\n  T:\n    about: T.\n    fields: {a: {type: T, about: A.}, b: {type: A}, b: 1}\n"
          + "  T: {fields: {a: {type: B, about: A.}}}\n"
      ).filter { !$0.hasPrefix("4 ") } == [
        "5 duplicate-key", "5 missing-about", "5 unknown-type",
      ])
    #expect(
      try found("identifiers:\n  SpaceID: {raw: strin, about: A., from: {a: {type: Nobody, about: A.}}}\n")
        == ["2 duplicate-type", "2 unknown-value", "2 unknown-type"])
    #expect(
      try found("limits:\n  page_size: {value: -1, unit: coun, about: A.}\n") == [
        "2 duplicate-limit", "2 bad-range", "2 unknown-value",
      ])
    #expect(
      try found("service: wecom\nerrcodes:\n  42001: {name: A, about: A., action: retyr}\n") == [
        "3 duplicate-errcode", "3 bad-name", "3 unknown-value",
      ])
  }

  @Test("A section that stands twice declares what is in both")
  func section() throws {
    let text = "limits:\n  a: {value: 1, unit: count, about: A.}\nlimits:\n  b: {value: -1, unit: count, about: B.}\n"
    #expect(try found(text) == ["3 duplicate-key", "4 bad-range"])
  }
}
