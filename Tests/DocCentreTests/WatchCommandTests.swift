import Foundation
import TestSupport
import Testing

/// Runs the built `wedrive-spec pages fetch` and `wedrive-spec watch` against a documentation centre on loopback.
@Suite("wedrive-spec pages and watch")
struct WatchCommandTests {
  private static let files: [String: String] = [
    "catalog.yaml": """
    format: 1
    services:
      wecom:
        about: A server.
        host: https://api.example.com
        docs: https://developer.work.weixin.qq.com/document/path/{page}
        token: [access_token]
        envelope: {code: errcode, message: errmsg}
        swift: ExampleErrcode
    files:
      - calls.yaml
      - errcodes.yaml
    """,
    "calls.yaml": """
    family: calls
    about: Calls of a library.
    endpoints:
      shelf_rename:
        summary: Renames a shelf (改名).
        path: /cgi-bin/library/shelf_rename
        docs: {internal: 9001, updated: 2023-11-15}
        effect: replace
        request:
          shelf: {type: string, required: true, about: The shelf.}
    """,
    "errcodes.yaml": """
    errcodes:
      5001: {name: no_shelf, about: There is no such shelf., action: fatal}
    """,
  ]

  private static let content = """
    **请求方式**：POST（**HTTPS**）
    **请求地址**：https://api.example.com/cgi-bin/library/shelf_rename?access_token=TOKEN
    **参数说明**
    | 参数 | 必须 | 类型 | 说明 |
    | --- | --- | --- | --- |
    | shelf | 是 | string | 某架 |

    **返回结果**
    **参数说明**
    | 参数 | 类型 | 说明 |
    | --- | --- | --- |
    | errcode | int32 | 码 |
    """

  private func scratch(_ body: (_ folder: URL, _ centre: StandInCentre) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "watch-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let spec = folder.appending(path: "Spec")
    try FileManager.default.createDirectory(at: spec, withIntermediateDirectories: true)
    for (name, text) in Self.files {
      try (text + "\n").write(to: spec.appending(path: name), atomically: true, encoding: .utf8)
    }
    let centre = try StandInCentre(pages: [
      .init(number: 9001, document: 71, title: "改名", parent: StandInCentre.branch, content: Self.content)
    ])
    try body(folder, centre)
  }

  private func run(_ arguments: [String], _ folder: URL, _ centre: StandInCentre) throws -> CommandRun {
    try CommandRun(arguments + ["--mirror", centre.url, "--pause", "0"], in: folder)
  }

  @Test("fetch writes the catalog's pages, and leaves what has not changed")
  func fetch() throws {
    try scratch { folder, centre in
      let first = try run(["pages", "fetch"], folder, centre)
      #expect(first.status == 0 && first.output == "pages/wecom/9001.md: new\n", "\(first.errors)")
      #expect(try run(["pages", "fetch", "9001"], folder, centre).output == "pages/wecom/9001.md: unchanged\n")
      #expect(try CommandRun(["docs", "pages/wecom/9001.md"], in: folder).status == 0)
      #expect(try run(["pages", "fetch", "77"], folder, centre).status == 2)
    }
  }

  @Test("fetch has an exit code for a page that is not there, for a captcha, and for no answer")
  func fetchFailures() throws {
    try scratch { folder, centre in
      centre.fail(with: .missing)
      #expect(try run(["pages", "fetch"], folder, centre).status == 1)
      centre.fail(with: .captcha(-30001))
      let captcha = try run(["pages", "fetch"], folder, centre)
      #expect(captcha.status == 4 && captcha.errors.contains("asks for a captcha (-30001)"))
      #expect(
        try CommandRun(["pages", "fetch", "--mirror", "http://127.0.0.1:1", "--pause", "0"], in: folder).status == 3)
      #expect(try CommandRun(["pages", "fetch", "--pause", "0"], in: folder).status == 2)
    }
  }

  @Test("watch exits with 0 for nothing, 1 for drift, and 3 if it cannot see")
  func watch() throws {
    try scratch { folder, centre in
      let same = try run(["watch"], folder, centre)
      #expect(same.status == 0 && same.output.contains("0 errors, 0 warnings"), "\(same.output) \(same.errors)")
      centre.change(9001) {
        $0.content = $0.content.replacing("| shelf | 是 | string |", with: "| shelf | 是 | uint32 |")
      }
      let drift = try run(["watch"], folder, centre)
      #expect(
        drift.status == 1 && drift.output.contains("wecom/9001.md:") && drift.output.contains("[page-type-differs]"))
      for fault in [StandInCentre.Fault.captcha(500003), .html, .status(500)] {
        centre.fail(with: fault)
        #expect(try run(["watch"], folder, centre).status == 3, "\(fault)")
      }
    }
  }

  @Test("watch tells of a new page in a watched branch, until it is reviewed, and of one that is gone")
  func newPages() throws {
    try scratch { folder, centre in
      centre.add(.init(number: 9002, document: 72, title: "新页", parent: StandInCentre.branch, content: "x"))
      centre.add(.init(number: 9003, document: 73, title: "别页", parent: 0, content: "x"))
      let new = try run(["watch"], folder, centre)
      #expect(new.status == 1 && new.output.contains("path/9002:1:1: warning:") && !new.output.contains("9003"))
      #expect(try run(["watch", "--branch", "别"], folder, centre).output.contains("path/9003:1:1"))
      #expect(try run(["watch", "--reviewed", "--fail-on", "never"], folder, centre).status == 0)
      #expect(try run(["watch"], folder, centre).status == 0)
      centre.fail(with: .missing)
      #expect(try run(["watch"], folder, centre).output.contains("[page-gone]"))
    }
  }

  @Test("watch tells of a directory that was never reviewed in one finding, and of each new page once it was")
  func firstWatch() throws {
    try scratch { folder, centre in
      for number in 9100..<9130 {
        centre.add(
          .init(number: number, document: number, title: "页\(number)", parent: StandInCentre.branch, content: "x"))
      }
      let first = try run(["watch"], folder, centre)
      #expect(first.status == 1 && first.output.contains("have 30 pages that the catalog does not name"))
      #expect(first.output.split(separator: "\n").count { $0.hasSuffix("[page-new]") } == 1, "\(first.output)")
      #expect(first.output.contains("9100 '页9100'") && first.output.contains("and 10 more; `watch --reviewed`"))
      #expect(try run(["watch", "--reviewed", "--fail-on", "never"], folder, centre).status == 0)
      #expect(try run(["watch"], folder, centre).status == 0)
      for number in [9200, 9201] {
        centre.add(
          .init(number: number, document: number, title: "新页", parent: StandInCentre.branch, content: "x"))
      }
      let later = try run(["watch"], folder, centre).output.split(separator: "\n")
      #expect(later.count { $0.hasSuffix("[page-new]") } == 2)
    }
  }

  @Test("watch tells which lines changed in a way that no finding is about")
  func changedLines() throws {
    try scratch { folder, centre in
      #expect(try run(["watch", "--reviewed"], folder, centre).status == 0)
      let lock = try String(contentsOf: folder.appending(path: "Spec/pages.lock"), encoding: .utf8)
      #expect(lock.contains("\npage 9001 internal 71 2023-11-15\n") && !lock.contains("shelf"))
      centre.change(9001) { $0.content += "\n某种新的话\n" }
      let changed = try run(["watch"], folder, centre)
      #expect(
        changed.status == 1 && changed.output.contains("1 line has changed")
          && changed.output.contains("[lines-changed]")
      )
      #expect(try run(["watch", "--reviewed", "--fail-on", "never"], folder, centre).status == 0)
      #expect(try run(["watch"], folder, centre).status == 0)
    }
  }

  @Test("watch prints each format", arguments: ["markdown", "github", "json", "sarif", "html"])
  func formats(format: String) throws {
    try scratch { folder, centre in
      centre.change(9001) {
        $0.content = $0.content.replacing("| shelf | 是 | string |", with: "| shelf | 是 | uint32 |")
      }
      let outcome = try run(["watch", "--format", format], folder, centre)
      #expect(outcome.status == 1 && outcome.output.contains("page-type-differs"))
      switch format {
      case "json", "sarif": _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      case "markdown": #expect(outcome.output.hasPrefix("## Documentation pages: 1 error"))
      case "html": #expect(outcome.output.hasPrefix("<!DOCTYPE html>") && outcome.output.hasSuffix("</html>\n"))
      default: #expect(outcome.output.hasPrefix("::error "))
      }
    }
  }
}
