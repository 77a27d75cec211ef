import Foundation
import Synchronization
import TestSupport
import Testing

/// The site that `.ci/docs` has built, in a real browser, over loopback and at the path that it was built for.
@Suite(
  "The documentation's site",
  .enabled(if: StaticSite.isBuilt, "needs .build/site, which .ci/docs builds"),
  .enabled(if: Browser.command != nil, "needs chromium and node"))
struct SiteTests {
  /// What every script here begins with: waits until something is found, for twenty seconds.
  private static let start = """
    async function until(what, find) {
      for (let n = 0; n < 400; n++) {
        const found = find();
        if (found) return found;
        await new Promise((go) => setTimeout(go, 50));
      }
      throw new Error(`${what}: ${location}: ${document.body.innerText.slice(0, 500)}`);
    }
    const link = (text, place = "") => until(`no link to ${text}`, () =>
      [...document.querySelectorAll(`${place} a`)].find((link) => link.textContent.includes(text)));
    const title = (text) => until(`no title ${text}`, () =>
      [...document.querySelectorAll("main h1")].some((title) => title.innerText.includes(text)));
    function enter(input, text) {
      input.focus();
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }

    """

  /// Opens a page of the site, carries out a script in it, and looks that nothing was asked for that is not there.
  @discardableResult
  private func look(_ path: String, _ script: String) async throws -> String {
    let site = try StaticSite()
    let text = try await Browser.run(site.url + path, width: 1400, Self.start + script)
    #expect(site.missing == [])
    return text
  }

  @Test("The address of the site goes on to the start page, which leads to the articles and calls")
  func startPage() async throws {
    let site = try StaticSite()
    let root = try String(contentsOf: StaticSite.folder.appending(path: "index.html"), encoding: .utf8)
    #expect(root.contains("url=\(site.base)documentation/wedrive/\""))
    let text = try await look(
      "documentation/wedrive/",
      """
      await title("WeDrive");
      for (const text of ["Store the first file", "from ticket to file", "from page to pull request"]) await link(text, "main");
      await link("WeDriveAPI", "main");
      await link("all libraries", "main");
      (await link("Store the first file", "main")).click();
      await title("Store the first file");
      return document.querySelector("main").innerText;
      """)
    #expect(text.contains("From an empty package to a file in WeDrive"))
  }

  @Test("A call's page shows its declaration, what it does and what it may be refused with")
  func call() async throws {
    let text = try await look(
      "documentation/wedrivegenerated/wedriveapi/filemove(parentid:fileids:configure:)/",
      """
      await title("fileMove(parentID:fileIDs:configure:)");
      return document.querySelector("main").innerText;
      """)
    #expect(text.contains("async throws(WeDriveError) -> FileMoveResponse"), "\(text)")
    #expect(text.contains("POST /cgi-bin/wedrive/file_move") && text.contains("file_not_found"), "\(text)")
  }

  @Test("The page of all libraries finds a call by its name in the sidebar, and opens it")
  func filter() async throws {
    try await look(
      "documentation/",
      """
      enter(await until("no filter", () => document.querySelector(".navigator .filter__input")), "spaceCreate");
      (await link("spaceCreate", ".navigator")).click();
      await title("spaceCreate");
      return "";
      """)
  }

  @Test("The key / opens the quick navigation, which finds a call by letters of its name and opens it")
  func quickNavigation() async throws {
    try await look(
      "documentation/",
      """
      // The key is heard once the sidebar has its index.
      await link("WeDrive", ".navigator");
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true }));
      // It empties its field when it opens, and takes the focus after that.
      await until("no quick navigation", () => document.activeElement.matches(".quick-navigation input"));
      enter(document.activeElement, "flMove");
      (await link("fileMove", ".quick-navigation__match-list")).click();
      await title("fileMove");
      return "";
      """)
  }
}

/// Serves the built site as a host of static files does. It ends with its last reference.
private final class StaticSite: Sendable {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../.build/site")
    .standardizedFileURL
  static var isBuilt: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "index.html").path) }

  /// The path that the site was built for, with a `/` at both ends.
  let base: String
  private let server: ScriptedServer
  private let absent: Absent

  /// Paths that were asked for and are not there.
  private final class Absent: Sendable {
    let paths = Mutex<[String]>([])
  }

  init() throws {
    let page = try String(contentsOf: Self.folder.appending(path: "documentation/wedrive/index.html"), encoding: .utf8)
    let base = String(try #require(page.firstMatch(of: /baseUrl = "([^"]*)"/)).1)
    let absent = Absent()
    server = try ScriptedServer { connection in
      while true {
        let path = try connection.readRequest().path
        if path.hasPrefix(base), let (content, type) = Self.file(at: String(path.dropFirst(base.count))) {
          try connection.reply(headers: ["Content-Type: \(type)"], body: content)
        } else {
          absent.paths.withLock { $0.append(path) }
          try connection.reply(404)
        }
      }
    }
    (self.base, self.absent) = (base, absent)
  }

  deinit { server.stop() }

  var url: String { server.url + base }
  var missing: [String] { absent.paths.withLock { $0 } }

  private static func file(at path: String) -> (content: [UInt8], type: String)? {
    var url = folder.appending(path: path.removingPercentEncoding ?? path).standardizedFileURL
    guard url.path.hasPrefix(folder.path) else { return nil }
    if url.hasDirectoryPath || FileManager.default.fileExists(atPath: url.appending(path: "index.html").path) {
      url.append(path: "index.html")
    }
    guard let content = try? Data(contentsOf: url) else { return nil }
    let types = [
      "html": "text/html", "js": "text/javascript", "css": "text/css", "json": "application/json",
      "svg": "image/svg+xml",
    ]
    return (Array(content), types[url.pathExtension] ?? "application/octet-stream")
  }
}
