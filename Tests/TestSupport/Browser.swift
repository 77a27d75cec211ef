import Foundation

/// Chromium without a window, which loads a page and carries out a script in it. Node drives it through a pair of pipes.
public enum Browser {
  /// The browser's command; nil where there is none, or no Node to drive it.
  public static let command: String? =
    CommandRun.succeeds("node", ["--version"])
    ? ["chromium", "chromium-browser", "google-chrome"].first { CommandRun.succeeds($0, ["--version"]) } : nil

  /// What went wrong in the browser.
  public struct Failure: Error {
    /// What the driver wrote.
    public let words: String
  }

  /// Loads a page and carries out the body of an asynchronous function in it.
  ///
  /// - Parameters:
  ///   - url: The page.
  ///   - width: The window's width, in pixels.
  ///   - script: JavaScript that ends with `return` and a text.
  /// - Returns: The text.
  /// - Throws: ``Failure`` with what the script threw, and after a minute.
  public static func run(_ url: String, width: Int = 1200, _ script: String) async throws -> String {
    guard let command else { throw Failure(words: "there is no browser") }
    let folder = try TemporaryFolder()
    let (driver, body) = (folder.path("driver.js"), folder.path("script.js"))
    try Data(Self.driver.utf8).write(to: URL(filePath: driver))
    try Data(script.utf8).write(to: URL(filePath: body))
    let arguments = [driver, command, folder.path("profile"), url, "\(width)", body]
    // A thread of its own: what is looked at may be served by this process's pool.
    let run = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try CommandRun(program: "node", arguments) })
      }
    }
    guard run.status == 0 else { throw Failure(words: run.text) }
    return run.output
  }

  private static let driver = """
    const { spawn } = require("node:child_process"), fs = require("node:fs");
    const [command, profile, url, width, script] = process.argv.slice(2);
    const browser = spawn(command, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      `--user-data-dir=${profile}`, `--window-size=${width},900`, "--remote-debugging-pipe"],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    function end(code, words) {
      process.stdout.write(words);
      browser.kill("SIGKILL");
      process.exitCode = code;
      browser.on("exit", () => process.exit());
    }
    setTimeout(() => end(1, "the browser took longer than a minute"), 60000).unref();
    const waiting = new Map(), events = new Map();
    let next = 1, rest = "";
    browser.stdio[4].on("data", (data) => {
      const parts = (rest + data).split("\\0");
      rest = parts.pop();
      for (const message of parts.map((part) => JSON.parse(part))) {
        if (message.id) waiting.get(message.id)(message); else events.get(message.method)?.();
      }
    });
    function send(method, params, sessionId) {
      const id = next++;
      browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\\0");
      return new Promise((resolve, reject) => waiting.set(id, (reply) => reply.error ? reject(new Error(reply.error.message)) : resolve(reply.result)));
    }
    (async () => {
      const { targetId } = await send("Target.createTarget", { url: "about:blank" });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      await send("Page.enable", {}, sessionId);
      const loaded = new Promise((resolve) => events.set("Page.loadEventFired", resolve));
      await send("Page.navigate", { url }, sessionId);
      await loaded;
      const expression = `(async () => { ${fs.readFileSync(script, "utf8")} })()`;
      const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      end(0, String(result.value));
    })().catch((error) => end(1, String(error)));
    """
}
