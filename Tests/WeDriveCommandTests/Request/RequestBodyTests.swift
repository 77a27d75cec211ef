import Testing
import WeDrive

@testable import WeDriveCommand

@Suite("A request on a command line")
struct RequestBodyTests {
  @Test(
    "is read as the endpoint wants it",
    arguments: [
      // Numbers where numbers belong; ids of digits stay strings.
      (
        "file_list", ["spaceid=123", "fatherid=0", "sort_type=1", "start=0", "limit=10"],
        #"{"spaceid":"123","fatherid":"0","sort_type":1,"start":0,"limit":10}"#
      ),
      // Booleans, and texts that look like them.
      (
        "file_move", ["fatherid=true", "replace=true", "fileid=null"],
        #"{"fatherid":"true","replace":true,"fileid":["null"]}"#
      ),
      // Lists, from one text, from several, and as JSON.
      ("file_delete", ["fileid=1"], #"{"fileid":["1"]}"#),
      ("file_delete", ["fileid=1", "fileid=b"], #"{"fileid":["1","b"]}"#),
      ("file_delete", [#"fileid=["1","b"]"#], #"{"fileid":["1","b"]}"#),
      ("file_delete", [#"fileid:=["1","b"]"#], #"{"fileid":["1","b"]}"#),
      // Objects, with what is wrong deep inside.
      (
        "space_create", ["space_name=5", #"auth_info={"type":1,"userid":"u","auth":7}"#],
        #"{"space_name":"5","auth_info":[{"type":1,"userid":"u","auth":7}]}"#
      ),
      // Texts that need escaping, and values with the sign itself.
      ("space_rename", ["spaceid=a=b", "space_name=\"x\"\n汉/"], #"{"spaceid":"a=b","space_name":"\"x\"\n汉\/"}"#),
      // What is not documented goes along.
      ("file_info", ["fileid=1", "new=2", "other:=3"], #"{"fileid":"1","new":"2","other":3}"#),
    ])
  func reading(_ endpoint: String, _ arguments: [String], _ expected: String) throws {
    let body = try body(endpoint, arguments)
    #expect(String(decoding: body.bytes, as: UTF8.self) == expected)
  }

  @Test("says which fields are not documented")
  func undocumented() throws {
    #expect(try body("file_info", ["fileid=1", "new=2", "also=3"]).undocumented == ["also", "new"])
    #expect(try body("file_info", ["fileid=1"]).undocumented == [])
  }

  @Test(
    "is refused before it is sent, by field",
    arguments: [
      ("file_info", [], "fileid"), ("file_info", ["fileid:=1"], "fileid"),
      ("file_list", ["spaceid=1", "fatherid=1", "sort_type=1", "start=0", "limit=ten"], "limit"),
      ("file_list", ["spaceid=1", "fatherid=1", "sort_type=1", "start=0", "limit=1001"], "1000"),
      ("file_list", ["spaceid=1", "fatherid=1", "sort_type=1", "start=0", "limit=-1"], "limit"),
      ("file_download", [], "file_download: give exactly one: fileid, or selected_ticket"),
      ("file_info", ["fileid"], "key=value"), ("file_info", ["=x"], "key=value"), ("file_info", ["fileid:=x"], "JSON"),
    ] as [(String, [String], String)])
  func refusals(_ endpoint: String, _ arguments: [String], _ expected: String) throws {
    let report = try #require(throws: ErrorReport.self) { try body(endpoint, arguments) }
    #expect(report.outcome == .usage)
    #expect(report.text.contains(expected))
  }

  @Test(
    "holds no secret, whether it fits or not",
    arguments: [
      ("gettoken", ["corpid=ww1", "corpsecret=planted"], "corpsecret"),
      ("gettoken", ["corpid=ww1", #"corpsecret:="planted""#], "corpsecret"),
      ("file_download", ["selected_ticket=planted"], "selected_ticket"),
      ("file_download", ["fileid=1", "selected_ticket=planted"], "selected_ticket"),
      ("file_upload_part", ["upload_key=planted", "index=1", "file_base64_content=aGk="], "upload_key"),
    ])
  func secrets(_ endpoint: String, _ arguments: [String], _ field: String) throws {
    let report = try #require(throws: ErrorReport.self) { try body(endpoint, arguments) }
    #expect(report.outcome == .usage)
    #expect(report.text.hasPrefix("\(field) is secret"))
    #expect(report.advice?.contains("--json") == true)
    #expect(!report.lines.contains("planted"))
  }

  @Test("may hold a secret in JSON from a file, but not in JSON on the command line")
  func secretsInJSON() throws {
    let route = try RouteLookup.route("gettoken", in: weDriveRoutes)
    let json = Array(#"{"corpid":"ww1","corpsecret":"planted"}"#.utf8)
    #expect(try RequestBody(json: json, for: route).bytes == json)
    let report = try #require(throws: ErrorReport.self) { try RequestBody(json: json, for: route, isVisible: true) }
    #expect(report.outcome == .usage)
    #expect(!report.lines.contains("planted"))
  }

  @Test("may be JSON, which is sent as it is")
  func json() throws {
    let route = try RouteLookup.route("file_info", in: weDriveRoutes)
    let text = #" { "fileid" : "1", "more": 1e2 } "#
    #expect(try RequestBody(json: Array(text.utf8), for: route).bytes == Array(text.utf8))
    for text in ["[]", "1", "", "{", #"{"fileid":1}"#, "null"] {
      let report = try #require(throws: ErrorReport.self) { try RequestBody(json: Array(text.utf8), for: route) }
      #expect(report.outcome == .usage)
    }
  }

  @Test(
    "may be JSON, and a mistake in it is named with its place",
    arguments: [
      ("{\n  \"fileid\": 01}", "line 2, column 13, has a value that is not JSON"),
      ("{\"汉\": 1,\n \"汉\": 2}", "line 2, column 3, has a member twice"),
      ("{\"a\": [1, 2}", "line 1, column 12, has brackets that do not match"),
    ])
  func placeInJSON(_ text: String, _ expected: String) throws {
    let route = try RouteLookup.route("file_info", in: weDriveRoutes)
    let report = try #require(throws: ErrorReport.self) { try RequestBody(json: Array(text.utf8), for: route) }
    #expect(report == ErrorReport(.usage, "what was given with --json, \(expected)"))
  }

  @Test("goes to the endpoint with that name or path, or to none")
  func lookup() throws {
    #expect(try RouteLookup.route("/cgi-bin/wedrive/file_info", in: weDriveRoutes).endpoint.name == "file_info")
    let report = try #require(throws: ErrorReport.self) { try RouteLookup.route("file_inof", in: weDriveRoutes) }
    #expect(report == ErrorReport(.usage, "there is no endpoint file_inof", advice: "Did you mean file_info?"))
  }

  private func body(_ endpoint: String, _ arguments: [String]) throws -> RequestBody {
    try RequestBody(Assignment.parse(arguments), for: RouteLookup.route(endpoint, in: weDriveRoutes))
  }
}
