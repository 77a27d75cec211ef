import Foundation
import Testing

@testable import Catalog
@testable import DocCentre
@testable import DocPages

@Suite("Fetching pages from a documentation centre")
struct FetchTests {
  private static let numbered = DocumentedPage(
    page: "9001", address: "https://developer.work.weixin.qq.com/document/path/9001", centre: .numbered)
  private static let other = DocumentedPage(
    page: "9002", address: "https://developer.work.weixin.qq.com/document/path/9002", centre: .numbered)
  private static let beside = DocumentedPage(
    page: "cloud/list.html", address: "https://developers.weixin.qq.com/cloud/list.html", centre: .beside)
  private static let byPath = DocumentedPage(
    page: "https://open.feishu.cn/document/api/openFile", address: "https://open.feishu.cn/document/api/openFile",
    centre: .byPath)

  private static func centre() throws -> StandInCentre {
    try StandInCentre(pages: [
      .init(number: 9001, document: 71, title: "借书", parent: 500, content: "# 借书\n甲"),
      .init(number: 9002, document: 72, title: "还书", parent: 500, content: "# 还书\n乙"),
    ])
  }

  private static func client(
    _ centre: StandInCentre, pause: Duration = .milliseconds(1), cookies: CookieFile? = nil
  ) -> DocumentationCentre {
    var configuration = DocumentationCentre.Configuration()
    configuration.pause = pause
    configuration.backoff = .milliseconds(5)
    configuration.mirror = centre.url
    configuration.cookies = cookies
    return DocumentationCentre(configuration: configuration)
  }

  private static func failure(_ page: DocumentedPage = numbered, _ client: DocumentationCentre) async -> FetchFailure? {
    do throws(FetchFailure) {
      _ = try await client.fetch(page)
      return nil
    } catch { return error }
  }

  @Test("asks for a page by the number that the directory has for it, as the site's own script does")
  func numbered() async throws {
    let centre = try Self.centre()
    let client = Self.client(centre)
    let text = try await client.fetch(Self.numbered).text
    _ = try await client.fetch(Self.other)
    #expect(
      centre.journal.map(\.target) == [
        "/docFetch/categories", "/docFetch/fetchCnt?lang=zh_CN&ajax=1&f=json",
        "/docFetch/fetchCnt?lang=zh_CN&ajax=1&f=json",
      ])
    let request = centre.journal[1]
    #expect(request.method == "POST" && String(decoding: request.body, as: UTF8.self) == "doc_id=71")
    #expect(request["Referer"] == Self.numbered.address && request["X-Requested-With"] == "XMLHttpRequest")
    #expect(request["Cookie"] == nil)
    #expect(centre.connections == 1)
    // The page's own time, and not the directory's.
    #expect(text.contains("category_id: 9001\ndoc_id: 71\n") && text.contains("updated: 2023-11-15\n"))
    #expect(text.contains("directory: \"微盘\"") && text.hasSuffix("---\n# 借书\n甲\n"))
  }

  @Test("takes the directory out of a page where it has no address of its own")
  func directoryOfPage() async throws {
    let centre = try Self.centre()
    centre.hideDirectory()
    let text = try await Self.client(centre).fetch(Self.numbered).text
    #expect(text.contains("doc_id: 71"))
    #expect(centre.journal.map(\.path) == ["/docFetch/categories", "/document/path/9001", "/docFetch/fetchCnt"])
  }

  @Test("takes Markdown from beside the page, and text by its path with the time in milliseconds")
  func otherCentres() async throws {
    let centre = try Self.centre()
    let client = Self.client(centre)
    #expect(try await client.fetch(Self.beside).text.hasSuffix("# 借书\n甲\n"))
    let text = try await client.fetch(Self.byPath).text
    #expect(
      text.contains("updated: 2023-11-15\n")
        && text.contains("source_url: https://open.feishu.cn/document/api/openFile"))
    #expect(
      centre.journal.map(\.target) == ["/cloud/list.md", "/api/tools/document/detail?fullPath=%2Fapi%2FopenFile"])
  }

  @Test("leaves a pause between requests, and uses one connection")
  func pause() async throws {
    let centre = try Self.centre()
    let client = Self.client(centre, pause: .milliseconds(60))
    let start = ContinuousClock.now
    for _ in 0..<3 { _ = try await client.fetch(Self.numbered) }
    #expect(ContinuousClock.now - start >= .milliseconds(180))
    #expect(centre.connections == 1)
  }

  @Test("waits after 429 as long as it is told, tries again, and gives up in the end")
  func tooMany() async throws {
    let centre = try Self.centre()
    let client = Self.client(centre)
    _ = try await client.directory(of: Self.numbered)
    centre.fail(with: .tooMany(retryAfter: 1), .tooMany(retryAfter: nil))
    let start = ContinuousClock.now
    _ = try await client.fetch(Self.numbered)
    #expect(ContinuousClock.now - start >= .seconds(1))
    let always = Array(repeating: StandInCentre.Fault.tooMany(retryAfter: 0), count: 4)
    centre.fail(with: always[0], always[1], always[2], always[3])
    #expect(await Self.failure(Self.numbered, client) == .tooManyRequests(host: Self.host(centre), waits: 3))
  }

  @Test(
    "stops at a captcha, whatever says so, and asks for nothing more",
    arguments: [StandInCentre.Fault.captcha(-30001), .captcha(500003), .captchaPage])
  func captcha(fault: StandInCentre.Fault) async throws {
    let centre = try Self.centre()
    let client = Self.client(centre)
    centre.fail(with: fault)
    let failure = try #require(await Self.failure(Self.numbered, client))
    #expect(failure.isCaptcha && failure.endsRun)
    #expect("\(failure)".contains("captcha"))
    #expect(centre.journal.count == 2)
  }

  @Test("goes on behind a page that is missing or empty, and not behind a login")
  func others() async throws {
    let centre = try Self.centre()
    let client = Self.client(centre)
    _ = try await client.directory(of: Self.numbered)
    centre.fail(with: .missing, .html, .status(503), .status(403))
    #expect(await Self.failure(Self.numbered, client) == .noPage("9001"))
    #expect(await Self.failure(Self.numbered, client) == .answersHTML(host: Self.host(centre)))
    #expect(await Self.failure(Self.numbered, client) == .status(host: Self.host(centre), 503))
    #expect(await Self.failure(Self.numbered, client) == .status(host: Self.host(centre), 403))
    let stranger = DocumentedPage(
      page: "9009", address: "https://developer.work.weixin.qq.com/document/path/9009", centre: .numbered)
    #expect(await Self.failure(stranger, client) == .noPage("9009"))
    #expect(!FetchFailure.noPage("9009").endsRun)
  }

  @Test("asks again when a reply was cut, and says so when that does not help")
  func cut() async throws {
    let centre = try Self.centre()
    let client = Self.client(centre)
    centre.fail(with: .cut, .cut)
    _ = try await client.fetch(Self.numbered)
    centre.fail(with: .cut, .cut, .cut)
    guard case .unreachable = await Self.failure(Self.numbered, client) else {
      Issue.record("a page that is always cut was read")
      return
    }
  }

  @Test("sends cookies to the documentation they are for, and never tells them")
  func cookies() async throws {
    let centre = try Self.centre()
    let file =
      "# Netscape HTTP Cookie File\n.work.weixin.qq.com\tTRUE\t/\tTRUE\t0\tsid\tsecret1\nexample.com\tFALSE\t/\tFALSE\t0\tx\tsecret2\n"
    let client = Self.client(centre, cookies: try CookieFile(Array(file.utf8)))
    _ = try await client.fetch(Self.numbered)
    _ = try await client.fetch(Self.byPath)
    #expect(centre.journal.map { $0["Cookie"] } == ["sid=secret1", "sid=secret1", nil])
    let line = try CookieFile(Array("Cookie: a=1; b=2\n".utf8))
    #expect(line.header(host: "developer.work.weixin.qq.com", isSecure: true, isNumbered: true) == "a=1; b=2")
    #expect(line.header(host: "open.feishu.cn", isSecure: true, isNumbered: false) == nil)
    do throws(FetchFailure) {
      _ = try CookieFile(Array("sid\tsecret3\n".utf8))
      Issue.record("a broken file was read")
    } catch { #expect(!"\(error)".contains("secret3") && "\(error)".contains("line 1")) }
    centre.fail(with: .status(500))
    #expect(!"\(String(describing: await Self.failure(Self.numbered, client)))".contains("secret1"))
  }

  @Test("writes a page once, and again only if its content is another")
  func folder() async throws {
    let centre = try Self.centre()
    let client = Self.client(centre)
    let path = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = PageFolder(path)
    let fetched = try await client.fetch(Self.numbered)
    #expect(try folder.write(fetched) == .new)
    #expect(try folder.write(try await client.fetch(Self.numbered)) == .unchanged)
    centre.change(9001) { $0.content = "# 借书\n丙" }
    #expect(try folder.write(try await client.fetch(Self.numbered)) == .changed)
    let file = "\(path)/\(Self.numbered.fileName)"
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasSuffix("丙\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path)/wecom") == ["9001.md"])
  }

  private static func host(_ centre: StandInCentre) -> String { String(centre.url.dropFirst("http://".count)) }
}
