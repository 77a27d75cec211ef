import Foundation
import OpenAPIEmitter
import TestSupport
import Testing

/// What other programs make of the documents: the validator of OpenAPI, and the validator of JSON Schema that comes with it.
@Suite("Documents, to programs of others")
struct ValidationTests {
  private static let missing: Comment = "openapi-spec-validator is not in .build/venv; .ci/setup --tests installs it"
  static let python = Documents.path(".build/venv/bin/python")
  static let isInstalled = CommandRun.succeeds(
    python, ["-c", "import openapi_spec_validator, jsonschema, yaml"])

  @Test(
    "They are valid OpenAPI 3.1, of all services and of each", .enabled(if: Self.isInstalled, Self.missing),
    arguments: Documents.folders)
  func validity(_ folder: String) throws {
    let catalog = try Documents.catalog(folder)
    let temporary = try TemporaryFolder()
    var names: [String] = []
    for service in [nil] + catalog.services.map(\.id) {
      let name = "\(service ?? "all").yaml"
      try temporary.write(OpenAPIEmitter.text(for: catalog, service: service), to: name)
      names.append(name)
    }
    let run = try CommandRun(
      program: Self.python, ["-m", "openapi_spec_validator"] + names, in: temporary.url)
    #expect(run.status == 0 && run.output.matches(of: /: OK/).count == names.count, "\(run.text)")
  }

  /// A value, and whether the schema at a place of the project's document takes it.
  private struct Sample: Encodable, Sendable {
    let place: String
    let value: String
    let isTaken: Bool
  }

  private static func request(_ path: String) -> String {
    "paths/\(path.replacing("/", with: "~1"))/post/requestBody/content/application~1json/schema"
  }

  private static func reply(_ path: String) -> String {
    "paths/\(path.replacing("/", with: "~1"))/post/responses/200/content/application~1json/schema"
  }

  private static let samples: [Sample] = {
    let create = request("/cgi-bin/wedrive/space_create")
    let start = request("/cgi-bin/wedrive/file_upload_init")
    let started = #""file_name": "a", "size": 1, "block_sha": ["x"]"#
    let admins = { (count: Int) in
      #"{"space_name": "a", "auth_info": ["#
        + repeatElement(#"{"type": 1, "userid": "u", "auth": 7}"#, count: count).joined(separator: ",") + "]}"
    }
    let created = reply("/cgi-bin/wedrive/space_create")
    return [
      Sample(place: create, value: #"{"space_name": "a"}"#, isTaken: true),
      Sample(place: create, value: #"{}"#, isTaken: false),
      Sample(place: create, value: #"{"space_name": ""}"#, isTaken: false),
      Sample(place: create, value: admins(3), isTaken: true),
      Sample(place: create, value: admins(4), isTaken: false),
      Sample(
        place: create, value: #"{"space_name": "a", "auth_info": [{"type": 2, "departmentid": 1, "auth": 7}]}"#,
        isTaken: false),
      Sample(place: create, value: #"{"space_name": "a", "auth_info": [{"type": 1, "auth": 2}]}"#, isTaken: false),
      Sample(place: start, value: #"{\#(started), "spaceid": "s", "fatherid": "f"}"#, isTaken: true),
      Sample(place: start, value: #"{\#(started), "selected_ticket": "t"}"#, isTaken: true),
      Sample(place: start, value: #"{\#(started)}"#, isTaken: false),
      Sample(place: start, value: #"{\#(started), "spaceid": "s"}"#, isTaken: false),
      Sample(place: start, value: #"{\#(started), "spaceid": "s", "selected_ticket": "t"}"#, isTaken: false),
      Sample(place: created, value: #"{"errcode": 0, "errmsg": "ok", "spaceid": "s"}"#, isTaken: true),
      Sample(place: created, value: #"{"spaceid": "s"}"#, isTaken: true),
      Sample(place: created, value: #"{"errcode": 0, "errmsg": "ok"}"#, isTaken: false),
      Sample(place: created, value: #"{"errcode": 640025, "errmsg": "no"}"#, isTaken: true),
      // Enums are open.
      Sample(place: "components/schemas/Permission", value: "1", isTaken: true),
      Sample(place: "components/schemas/Permission", value: "7777", isTaken: true),
      Sample(place: "components/schemas/Permission", value: #""1""#, isTaken: false),
    ]
  }()

  @Test(
    "Their schemas take what the catalog allows, and refuse what it forbids",
    .enabled(if: Self.isInstalled, Self.missing))
  func schemas() throws {
    let program = """
      import json, sys, yaml
      from jsonschema import Draft202012Validator
      document = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))
      for number, sample in enumerate(json.load(open(sys.argv[2], encoding="utf-8"))):
          schema = dict(document, **{"$ref": "#/" + sample["place"]})
          taken = Draft202012Validator(schema).is_valid(json.loads(sample["value"]))
          if taken != sample["isTaken"]: print(number, sample["place"], sample["value"], "is taken" if taken else "is refused")
      print("done")
      """
    let folder = try TemporaryFolder()
    try folder.write(Array(try JSONEncoder().encode(Self.samples)), to: "samples.json")
    let document = Documents.path("Sources/WeDriveGenerated/openapi.yaml")
    let run = try CommandRun(program: Self.python, ["-c", program, document, folder.path("samples.json")])
    #expect(run.status == 0 && run.output == "done\n", "\(run.text)")
  }
}
