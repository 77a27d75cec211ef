import TestSupport
import Testing

@testable import WeDriveEmulator

/// The emulator's page, in a real browser.
@Suite("The emulator's page", .enabled(if: Browser.command != nil, "needs chromium and node"))
struct PageTests {
  /// What every script here begins with: waits until something holds, for ten seconds.
  private static let start = """
    async function until(what, holds) {
      for (let n = 0; n < 200; n++) { if (holds()) return; await new Promise((go) => setTimeout(go, 50)) }
      throw new Error(`${what}: ${document.body.innerText}`);
    }
    const shows = (text) => until(`does not show ${text}`, () => document.body.innerText.includes(text));

    """

  private func withPage(
    _ body: (Emulator, TestCaller, _ look: (String) async throws -> String) async throws -> Void
  ) async throws {
    try await withEmulator {
      $0.pagePort = 0
      $0.limits.journalBodyLength = 4096
    } _: { emulator, caller in
      let url = try #require(emulator.pageURL)
      try await body(emulator, caller) { try await Browser.run(url, Self.start + $0) }
    }
  }

  @Test("A fault that is switched on in it makes the next call fail, and only that")
  func fault() async throws {
    try await withPage { emulator, caller, look in
      let fault = try await look(
        """
        const form = document.getElementById("fault-form");
        await until("no endpoints", () => [...form.target.options].some((option) => option.value === "mng_capacity"));
        form.target.value = "mng_capacity";
        form.code.value = "45033";
        form.querySelector("button").click();
        await shows("0 of 1");
        return document.getElementById("faults").innerText;
        """)
      #expect(fault.contains("errcode") && fault.contains("mng_capacity"))
      try await caller.refused("mng_capacity", [:], 45033)
      try await caller.done("mng_capacity")
      let off = try await look(
        """
        await shows("1 of 1");
        document.querySelector("#faults button").click();
        await until("the fault is still there", () => document.getElementById("faults").innerText === "");
        return "off";
        """)
      #expect(off == "off" && emulator.faults.entries.isEmpty)
    }
  }

  @Test("It shows spaces, files and calls, and no secret")
  func contents() async throws {
    try await withPage { _, caller, look in
      let space = try await caller.space("<b>Reports</b>")
      _ = try await caller.file("a<img src=x onerror=alert(1)>.txt", "abc", in: space)
      let text = try await look(
        """
        await shows("<b>Reports</b>");
        document.querySelector("#tree summary").click();
        await shows("a<img src=x onerror=alert(1)>.txt (3 B)");
        await shows("file_upload");
        for (const call of document.querySelectorAll("#journal details")) call.open = true;
        return document.body.innerText;
        """)
      #expect(text.contains("gettoken") && text.contains("GET") && text.contains("errcode 0"))
      #expect(text.contains("\"space_name\""))
      #expect(!text.contains(EmulatedApp.standard.secret.rawValue) && !text.contains(caller.token), "\(text)")
    }
  }

  @Test("It expires tokens and tickets")
  func expiry() async throws {
    try await withPage { emulator, caller, look in
      let space = try await caller.space()
      let ticket = try await emulator.mintUploadTicket(spaceID: .init(space))
      let upload = ["file_name": "a", "file_base64_content": "YQ==", "selected_ticket": ticket.rawValue]
      try await caller.done("file_upload", upload)
      _ = try await look(
        """
        document.querySelector("[data-delete=tickets]").click();
        await shows("All tickets have expired.");
        return "";
        """)
      try await caller.refused("file_upload", upload.merging(["file_name": "b"]) { $1 }, 640027)
      _ = try await look(
        """
        document.querySelector("[data-delete=tokens]").click();
        await shows("All tokens have expired.");
        return "";
        """)
      try await caller.refused("mng_capacity", [:], 42001)
    }
  }

  @Test("What cannot be done is said")
  func errors() async throws {
    try await withPage { _, _, look in
      let words = try await look(
        """
        document.querySelector("#event-form button").click();
        await shows("there is no callback to push to");
        return document.getElementById("error").innerText;
        """)
      #expect(words.contains("no callback"))
    }
  }

  @Test("It is no wider than a phone")
  func narrow() async throws {
    try await withEmulator {
      $0.pagePort = 0
    } _: { emulator, _ in
      let width = try await Browser.run(
        try #require(emulator.pageURL), width: 500, "return document.documentElement.scrollWidth - window.innerWidth;")
      #expect(try #require(Int(width)) <= 0)
    }
  }

  @Test("It is answered to this machine's own names, cannot be framed, and takes nothing from other sites")
  func doors() async throws {
    try await withEmulator {
      $0.pagePort = 0
    } _: { emulator, _ in
      let url = try #require(emulator.pageURL)
      let port = try #require(Int(url.split(separator: ":").last?.dropLast() ?? ""))
      func status(_ method: String, _ path: String, _ headers: [String], _ body: String = "") async throws -> Int {
        try await RawConnection(port: port).exchange(method, path, headers: headers, body: Array(body.utf8)).status
      }
      let page = try await RawConnection(port: port).exchange("GET", "/", headers: [], body: [])
      #expect(page.status == 200 && page.header("Content-Security-Policy")?.contains("frame-ancestors 'none'") == true)
      let json = "Content-Type: application/json"
      let fault = #"{"fault":"garbage"}"#
      #expect(try await status("POST", "/_emulator/faults", [json, "Origin: https://example.com"], fault) == 403)
      #expect(try await status("POST", "/_emulator/faults", [json, "Sec-Fetch-Site: cross-site"], fault) == 403)
      #expect(try await status("DELETE", "/_emulator/tokens", ["Origin: http://127.0.0.1:1"]) == 403)
      #expect(try await status("POST", "/_emulator/faults", ["Content-Type: text/plain"], fault) == 415)
      #expect(try await status("POST", "/_emulator/faults", [json, "Origin: http://127.0.0.1"], fault) == 200)
      #expect(emulator.faults.entries.count == 1)
      #expect(try await status("GET", "/_emulator/journal?after=x", []) == 400)
    }
  }
}
