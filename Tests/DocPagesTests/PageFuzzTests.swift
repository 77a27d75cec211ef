import Findings
import Foundation
import TestSupport
import Testing

@testable import Catalog
@testable import DocPages

/// Changes pages and catalogs at random, seed by seed, in a process of its own: a crash is then reported with the seed that
/// leads to it, and every run of the seed does the same.
///
/// Some seconds in a normal run, minutes with `WEDRIVE_LONG_TESTS=1`. One seed: `WEDRIVE_FUZZ_SEED=n swift test --filter PageFuzz`.
@Suite("Pages and catalogs with random changes")
struct PageFuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let isLong = environment["WEDRIVE_LONG_TESTS"] == "1"

  @Test("are read or refused, and never crash the reader")
  func fuzz() async throws {
    if let seed = Self.environment["WEDRIVE_FUZZ_SEED"].flatMap(UInt64.init) {
      try Self.round(seed: seed)
      return
    }
    let first: UInt64 = Self.isLong ? UInt64(Date.now.timeIntervalSince1970) * 1_000_000 : 1
    // Whatever happens to this process or its child, it is known where they began, and in the file how far they came.
    tell(
      "  pages and catalogs with random changes: from seed \(first) on; the last one tried is in \(Self.file(of: first).path)"
    )
    let result = await #expect(processExitsWith: .success) { [first = first as UInt64] in
      let file = PageFuzzTests.file(of: first)
      let end = ContinuousClock.now + .seconds(PageFuzzTests.isLong ? 300 : 4)
      var seed = first
      while ContinuousClock.now < end {
        // Told before, so that it stands there after a crash.
        try String(seed).write(to: file, atomically: false, encoding: .utf8)
        try PageFuzzTests.round(seed: seed)
        seed += 1
      }
    }
    let last = try String(contentsOf: Self.file(of: first), encoding: .utf8)
    guard result != nil else {
      Issue.record("it happens with WEDRIVE_FUZZ_SEED=\(last) swift test --filter PageFuzz")
      return
    }
    tell(
      "  pages and catalogs with random changes: \(try #require(UInt64(last)) - first + 1) rounds, up to seed \(last)")
    try FileManager.default.removeItem(at: Self.file(of: first))
  }

  /// Where the child says which seed it is at.
  private static func file(of first: UInt64) -> URL {
    FileManager.default.temporaryDirectory.appending(path: "wedrive-page-fuzz-\(first)")
  }

  /// Writes a line at once: what is printed may be lost with the process.
  private func tell(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

  /// One page and one catalog, changed at random.
  static func round(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    guard let catalog = TinyCatalog.load().catalog else { return }
    let bytes = mutate(Array(forms[Int(seed % UInt64(forms.count))].utf8), &generator)
    var lock = PagesLock()
    lock.update(PagesLock.Entry(page: "7001", date: "2024-05-06", lines: [1, 2, 3]))
    let report = PageCheck.run([.bytes(name: "page.md", bytes)], catalog: catalog, lock: lock)
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count + bytes.count { $0 == 0x0D }
    // The lines of a reply are those of the text in it.
    let isReply = PageForm(bytes) == .reply
    for finding in report.findings {
      precondition(finding.page.line >= 1 && (isReply || finding.page.line <= lines) && finding.page.column >= 1)
    }
    let written = mutate(Array(lock.text.utf8), &generator)
    if let read = try? PagesLock(written) { precondition((try? PagesLock(Array(read.text.utf8))) == read) }
    for format in PageReportFormat.allCases { _ = format.render(report, folder: "Spec") }
    _ = CatalogSuggestion.all(for: report, catalog: catalog) { TinyCatalog.files[$0].map { Array($0.utf8) } }

    var files = TinyCatalog.files.mapValues { Array($0.utf8) }
    let path = files.keys.sorted().randomElement(using: &generator) ?? "catalog.yaml"
    files[path] = mutate(files[path] ?? [], &generator)
    let loaded = Catalog.load(files: files)
    if let changed = loaded.catalog {
      _ = PageCheck.run(pages: [("page.md", Array(TinyCatalog.page.utf8))], catalog: changed)
    }
  }

  /// A page in each form.
  private static let forms = [
    TinyCatalog.page, TinyCatalog.page,
    "<!DOCTYPE html><html><head><title>t</title></head><body><p>POST https://api.example.com/cgi-bin/library/shelf_list</p>\n<h3>请求参数</h3>\n<table><tr><th>参数</th><th>类型</th></tr>\n<tr><td>shelf</td><td>string</td></tr></table>\n<pre>\n{\"shelf\": 1}\n</pre></body></html>",
    "{\"data\": {\"title\": \"t\", \"time\": 1700000000, \"content_md\": \(JSONText.quoted(TinyCatalog.page))}}",
    "=head1 FUNCTION\n\n=head2 shelf_list(access_token, hash);\n\n=head3 参数\n\n  参数 类型 必须 说明\n  shelf string 是 B<某架>\n\n=cut\n",
    "export interface R extends B { books: { isbn?: string }[]; }\nexport declare function shelf_list(p: {\n  /** x */\n  shelf: 'a' | 'b'; order?: 1 | 2 }): Promise<R>;\n",
    "<xml>\n<Event><![CDATA[a]]></Event>\n<MsgType>event</MsgType>\n</xml>\n| 参数 | 说明 |\n|--|--|\n| Event | 固定为：a |\n| MsgType | b |\n",
  ]

  /// Pieces that mean something to a reader of pages or YAML.
  private static let pieces = [
    "|", "---", "```", "{", "}", "[", "]", "\"", "\\", "//", "/*", ":", ",", "是", "1:甲", "不超过", "9999999999999999999",
    "[0, 2^63)", "2^62", "参数 类型 说明\n", "# 参数\n", "**返回结果**\n", "\r", "\u{FEFF}", "&nbsp;", "-", "a.b({", "=>", "...",
    ".",
    "2024/05/06 更新", "上限为9223372036854775807T", "POST https://api.example.com/", "Object res", "\u{1F600}", "obj[][][]",
    "?", "~", "<xml>", "<![CDATA[", "]]>", "<table>", "</td>", "<tr level=\"9\">", "&#x110000;", "<!--", "-->",
    "=head1 X\n",
    "import a from @b/c\n", "export declare function f(p: {a: 1}): Promise<X>;\n", "参数类型说明\n",
    "[{\"name\": 1, \"type\": 2, \"desc\": 3}]",
    "a.b('c', function (r) {", "page 7001 - - -\n", "known 1\n",
  ]

  private static func mutate(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...12, using: &generator) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &generator)
      let upTo = min(bytes.count, at + Int.random(in: 1...60, using: &generator))
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.removeSubrange(at..<upTo)
      case 2: bytes.insert(contentsOf: bytes[at..<upTo], at: Int.random(in: 0...bytes.count, using: &generator))
      case 3, 4, 5:
        let piece = Array((pieces.randomElement(using: &generator) ?? "|").utf8)
        let count = Int.random(in: 0..<20, using: &generator) == 0 ? 200 : 1
        bytes.insert(contentsOf: Array(repeating: piece, count: count).joined(), at: at)
      case 6: bytes = Array(bytes[..<upTo])
      default:
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        lines.shuffle(using: &generator)
        bytes = Array(lines.joined(separator: [0x0A]))
      }
    }
    return bytes
  }
}
