import OpenAPIEmitter
import TestSupport
import Testing

@Suite("wedrive-spec openapi")
struct CommandTests {
  @Test("It prints what generate writes beside the module, or one service's part")
  func printing() throws {
    let whole = try CommandRun(["openapi"], in: Documents.repository)
    #expect(whole.status == 0 && whole.errors.isEmpty)
    let file = Documents.path("Sources/WeDriveGenerated/openapi.yaml")
    #expect(whole.output == (try String(contentsOfFile: file, encoding: .utf8)))
    let part = try CommandRun(["openapi", "--service", "wechat"], in: Documents.repository)
    #expect(part.status == 0)
    #expect(part.output == OpenAPIEmitter.text(for: try Documents.catalog("Spec"), service: "wechat"))
  }

  @Test("A service that does not exist is wrong use, and is told which do")
  func unknownService() throws {
    let run = try CommandRun(["openapi", "--service", "wecon"], in: Documents.repository)
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errors.contains("The catalog has no service 'wecon'. It has 'wecom', 'wechat'."))
  }

  @Test("A catalog with mistakes gives its mistakes, and no document")
  func mistakes() throws {
    let folder = try TemporaryFolder()
    try folder.write("format: 1\nservices: {}\nfiles: [gone.yaml]\n", to: "catalog.yaml")
    let run = try CommandRun(["openapi", "--spec", folder.path], in: Documents.repository)
    #expect(run.status == 1 && run.text.contains("gone.yaml") && !run.text.contains("openapi:"))
  }
}
