import Testing

@testable import Catalog
@testable import DocPages

@Suite("pages.lock")
struct PagesLockTests {
  private static func check(_ page: String, _ lock: PagesLock?) throws -> PageReport {
    let catalog = try #require(TinyCatalog.load().catalog)
    return PageCheck.run([.bytes(name: "page.md", Array(page.utf8))], catalog: catalog, lock: lock)
  }

  /// The lock of the page that says what the catalog says.
  private static func reviewed(_ page: String = TinyCatalog.page) throws -> PagesLock {
    var lock = PagesLock()
    for entry in try check(page, nil).pages.compactMap(\.review) { lock.update(entry) }
    return lock
  }

  @Test("keeps numbers and hashes, no text, and reads what it has written")
  func roundTrip() throws {
    var lock = try Self.reviewed()
    lock.note("9001")
    #expect(lock.text.contains("\npage 7001 internal - 2024-05-06\n") && lock.text.contains("\nknown 9001\n"))
    #expect(!lock.text.contains("shelf") && !lock.text.contains("书"))
    #expect(try PagesLock(Array(lock.text.utf8)) == lock)
  }

  @Test("tells the lines that changed and that no finding is about")
  func changes() throws {
    let lock = try Self.reviewed()
    #expect(try Self.check(TinyCatalog.page, lock).findings.isEmpty)
    let spaced = TinyCatalog.page.replacing("| access_token | 是 |", with: "|  access_token  |  是 |")
    #expect(try Self.check(spaced + "\n\n", lock).findings.isEmpty)
    let dated = TinyCatalog.page.replacing("2024/05/06", with: "2024/07/08")
    #expect(try Self.check(dated, lock).findings.map(\.rule) == [.pageNewer])

    var lines = TinyCatalog.page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines[19] = "| shelf | 是 | string | 某架，且须在馆内 |"
    lines.insert("某种新的话", at: 41)
    let changed = try Self.check(lines.joined(separator: "\n"), lock).findings
    #expect(changed.map(\.rule) == [.linesChanged] && changed.first?.text.hasSuffix("20, 42") == true, "\(changed)")

    // What a finding is about is not told again.
    let typed = TinyCatalog.page.replacing("| order | 否 | uint32 |", with: "| order | 否 | string |")
    #expect(try Self.check(typed, lock).findings.map(\.rule) == [.differs(.typeDiffers)])
    // A line that is gone is told where it stood.
    let gone = TinyCatalog.page.replacing("**请求示例**\n", with: "")
    #expect(try Self.check(gone, lock).findings.map(\.page.line) == [8])
  }

  @Test("a page that documents nothing is told until it is reviewed, and again once it has changed")
  func overview() throws {
    let overview = "---\ncategory_id: 7300\napp: internal\n---\n# 概述\n\n只有话\n"
    var lock = try Self.reviewed()
    #expect(try Self.check(overview, lock).findings.map(\.rule) == [.remark(.nothingRead)])
    for entry in try Self.check(overview, lock).pages.compactMap(\.review) { lock.update(entry) }
    #expect(lock.text.contains("\npage 7300 internal - -\n") && lock.holds("7300"))
    #expect(try Self.check(overview, try PagesLock(Array(lock.text.utf8))).findings.isEmpty)
    let changed = try Self.check(overview + "又有话\n", lock).findings
    #expect(Set(changed.map(\.rule)) == [.remark(.nothingRead), .linesChanged])
    // A name that is not one word would not be read again.
    let odd = overview.replacing("7300", with: "73 00")
    #expect(try Self.check(odd, lock).pages.compactMap(\.review).isEmpty)
  }

  @Test("takes no old copy for a change")
  func old() throws {
    let lock = try Self.reviewed()
    let old = TinyCatalog.page.replacing("2024/05/06", with: "2023/01/01") + "\n旧话\n"
    #expect(try Self.check(old, lock).findings.filter { $0.level > .info }.isEmpty)
    #expect(try Self.check(old, lock).findings.contains { $0.rule == .linesDiffer })
  }

  @Test(
    "says where it cannot be read",
    arguments: [
      ("page 1 internal\n", 1), ("\n  abcdef\n", 2), ("page 1 - - -\n  xyzxyz\n", 2),
      ("page 1 - - -\npage 1 - - -\npage 2 - - -\n", 2), ("x\n", 1),
    ])
  func flaws(text: String, line: Int) {
    do throws(PagesLock.Flaw) {
      _ = try PagesLock(Array(text.utf8))
      Issue.record("it was read")
    } catch { #expect(error.line == line) }
  }

  @Test("of this repository names pages of the catalog and overviews beside them, each with its kind and lines")
  func project() throws {
    let path = "\(ProjectPages.spec)/\(PagesLock.fileName)"
    let lock = try PagesLock(try FileBytes.read(path, maximumBytes: 1 << 24).get())
    let catalog = try #require(Catalog.load(directory: ProjectPages.spec).catalog)
    let known = CatalogIndex(catalog).pages
    for entry in lock.entries.values {
      // An overview is a page with a number, in the documentation of one kind of app, that no call names.
      #expect(known[entry.page] != nil || Int(entry.page) != nil && entry.kind != nil, "\(entry.page)")
      #expect(!entry.lines.isEmpty, "\(entry.page)")
    }
    #expect(lock.entries.values.count { known[$0.page] != nil } > lock.entries.count / 2)
  }
}
