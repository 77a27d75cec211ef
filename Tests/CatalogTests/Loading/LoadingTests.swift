import TestSupport
import Testing

@testable import Catalog

@Suite("Loading a catalog")
struct LoadingTests {
  @Test("The base catalog is without fault, and says what its files say")
  func base() throws {
    let (found, diagnostics) = Catalog.load(directory: Fixtures.base.path)
    #expect(diagnostics.isEmpty)
    let catalog = try #require(found)
    let list = try #require(catalog.families.flatMap(\.endpoints).first { $0.id == "file_list" })
    #expect(list.swiftName == "fileList")
    #expect(list.documentation.pages.map(\.page) == ["93657", "95859", "96847"])
    #expect(list.apps == [.internal, .thirdParty, .agency])
    #expect(list.request.map(\.swiftName) == ["spaceID", "parentID", "sortType", "limit", "start"])
    #expect(list.request[3].constraints.range?.maximum == 1000)
    #expect(list.paging?.items == ["file_list", "item"])
    #expect(catalog.errcodes[0].codes.map(\.code) == [-1, 42001, 640001])
    #expect(list.position == Position(file: "wecom/files.yaml", line: 5, column: 3))
  }

  @Test("From memory it is the same as from its folder")
  func memory() throws {
    let files = try Fixtures.files(in: Fixtures.base)
    let fromMemory = try #require(Catalog.load(files: files).catalog)
    let fromFolder = try #require(Catalog.load(directory: Fixtures.base.path).catalog)
    #expect(String(reflecting: fromMemory) == String(reflecting: fromFolder))
  }

  @Test("The order in which files are listed changes nothing")
  func order() throws {
    let files = try Fixtures.files(in: Fixtures.base)
    let expected = String(reflecting: try #require(Catalog.load(files: files).catalog))
    let manifest = String(decoding: try #require(files["catalog.yaml"]), as: UTF8.self)
    let head = try #require(manifest.range(of: "files:\n")).upperBound
    let lines = manifest[head...].split(separator: "\n")
    var generator = SplitMix64(seed: 1)
    for _ in 0..<20 {
      var shuffled = files
      let list = lines.shuffled(using: &generator).joined(separator: "\n")
      shuffled["catalog.yaml"] = Array((manifest[..<head] + list + "\n").utf8)
      #expect(String(reflecting: try #require(Catalog.load(files: shuffled).catalog)) == expected)
    }
  }

  @Test("Every mistake is found in one run, each once, in the order of the text")
  func everyMistake() throws {
    let found = try Catalog.load(over: [
      "case/endpoints.yaml": """
      family: cases
      service: wecom
      about: Calls.
      endpoints:
        ping:
          summary: Tells that the service is there.
          path: ping
          effect: reads
          docs: {internal: 1, updated: 2022-13-01}
          request:
            spaceid: {type: SpaceId, requird: true}
            limit: {type: uint32, range: [10, 1], always: true, about: How many.}
      """,
      "case/limits.yaml": "limits:\n\ta: 1\n",
      "case/enums.yaml": "enums:\n  A: {raw: uint32, about: A., values: {x: {name: Init}}}\n",
    ])
    #expect(found.catalog == nil)
    let lines = found.diagnostics.map { "\($0.position.file):\($0.position.line):\($0.position.column) \($0.rule.id)" }
    #expect(
      lines == [
        "case/endpoints.yaml:7:11 bad-path", "case/endpoints.yaml:8:13 unknown-value",
        "case/endpoints.yaml:9:34 bad-date",
        "case/endpoints.yaml:11:7 missing-about", "case/endpoints.yaml:11:32 unknown-key",
        "case/endpoints.yaml:12:36 bad-range", "case/endpoints.yaml:12:45 misplaced-key",
        "case/enums.yaml:2:40 wrong-shape", "case/enums.yaml:2:50 bad-name", "case/limits.yaml:2:1 yaml-syntax",
      ])
  }

  @Test("While a file cannot be read, nothing is called unknown that may be in it")
  func noFollowUps() throws {
    for file in ["types", "enums", "errcodes", "limits", "files"] {
      let found = try Catalog.load(over: ["wecom/\(file).yaml": "a: \"never closed\n"])
      #expect(found.diagnostics.map(\.rule.id) == ["yaml-syntax"], "\(file)")
    }
  }

  @Test("A quota is not called wrong while what its field is cannot be read", arguments: ["enums", "types"])
  func noFollowUpsOfQuotas(file: String) throws {
    let endpoints = """
      family: cases
      service: wecom
      about: Calls.
      endpoints:
        ping:
          summary: Tells that the service is there.
          path: /ping
          effect: read
          docs: {internal: 1}
          request:
            auth_info: {type: [AuthInfo], at-most: [{with: {auth: preview}, most: 0}], about: Who.}
      """
    let good = try Catalog.load(over: ["case/endpoints.yaml": endpoints]).diagnostics
    #expect(good.isEmpty)
    for (flaw, id) in [("a: \"never closed\n", "yaml-syntax"), ("\(file): []\n", "wrong-shape")] {
      let found = try Catalog.load(over: ["case/endpoints.yaml": endpoints, "wecom/\(file).yaml": flaw])
      #expect(found.diagnostics.map(\.rule.id) == [id], "\(flaw)")
    }
  }

  @Test(
    "One mistake is one message, whatever refers to what it spoils",
    arguments: [
      ("wecom/types.yaml", "types: []\n", "wrong-shape"),
      ("wecom/limits.yaml", "limits: {page_size: 1000}\n", "wrong-shape"),
      ("wecom/limits.yaml", "limits: {page_size: {value: many, unit: count, about: A.}}\n", "wrong-shape"),
      ("wecom/enums.yaml", "enums:\n", "wrong-shape"),
      ("wecom/errcodes.yaml", "service: wcom\nerrcodes: {}\n", "unknown-service"),
      ("wecom/files.yaml", "family: files\nservice: wecom\nabout: A.\nendpoints: []\n", "wrong-shape"),
      (
        "case/endpoints.yaml",
        """
        family: cases
        service: wecom
        about: Calls.
        endpoints:
          ping:
            summary: Lists.
            path: /ping
            docs: {internal: 1}
            effect: read
            request: {start: 0, ticket: {type: DriveTicket, about: A.}}
            response: {next: {type: uint32, about: N.}, more: {type: bool, about: M.}, list: {type: [FileInfo], about: L.}}
            exactly-one-of: [[start], [ticket]]
            pages: {from: start, next: next, more: more, items: list}
        """, "wrong-shape"
      ),
    ])
  func once(path: String, text: String, id: String) throws {
    #expect(try Catalog.load(over: [path: text]).diagnostics.map(\.rule.id) == [id])
  }

  @Test("Without catalog.yaml, the mistakes of the other files still show")
  func noManifest() throws {
    var files = try Fixtures.files(in: Fixtures.base)
    files["catalog.yaml"] = Array("format: [\n".utf8)
    files["case/limits.yaml"] = Array("limits: {a: {valeu: 1, unit: count, about: A.}}\n".utf8)
    let found = Catalog.load(files: files).diagnostics
    #expect(found.map(\.rule.id) == ["missing-key", "unknown-key", "yaml-syntax"])
    #expect(found.map(\.position.file) == ["case/limits.yaml", "case/limits.yaml", "catalog.yaml"])
  }

  @Test("A folder that does not exist has no catalog.yaml")
  func noFolder() {
    let found = Catalog.load(directory: "/nonexistent")
    #expect(found.catalog == nil)
    #expect(found.diagnostics.map(\.rule.id) == ["missing-file"])
  }

  @Test("A warning does not keep the catalog back")
  func warning() throws {
    let found = try Catalog.load(over: ["case/types.yaml": "identifiers:\n  Lonely: {raw: string, about: Nobody's.}\n"])
    #expect(found.diagnostics.map(\.rule.id) == ["unreferenced"])
    #expect(found.catalog != nil)
  }
}
