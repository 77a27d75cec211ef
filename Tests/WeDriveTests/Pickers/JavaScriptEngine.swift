import Foundation

/// A page with the functions of a host, in a real JavaScript engine (Node.js).
///
/// The functions do not pick anything: they note how they were called, and answer what the test says.
struct JavaScriptEngine {
  /// How the host's function ends.
  enum Ending: String, Codable {
    case success, failure
    /// It throws.
    case exception
    /// There is no such function.
    case missing
  }

  /// What came of a script.
  struct Run: Decodable {
    struct Call: Decodable {
      let function: String
      /// The parameters, as JSON with sorted keys.
      let options: String
    }
    let calls: [Call]
    /// The texts that the page posted.
    let posted: [String]
    /// Global variables that the script should not have made.
    let strangers: [String]
  }

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// Where the engine is; on a build server there has to be one.
  static var isMissing: Bool { path == nil && ProcessInfo.processInfo.environment["CI"] == nil }

  private static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/node" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  private struct Order: Encodable {
    let script: String
    let ending: Ending
    /// What the host answers, as JSON.
    let answer: String
  }

  /// Runs a script in a page and gives what it called and posted.
  static func run(_ script: String, ending: Ending = .success, answer: String) async throws -> Run {
    guard let path else { throw Failed(description: "there is no node in PATH; .ci/setup --tests installs it") }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-e", page]
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    let order = try JSONEncoder().encode(Order(script: script, ending: ending, answer: answer))
    let result = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Data, any Error>) in
      DispatchQueue.global().async {
        do {
          try process.run()
          try input.fileHandleForWriting.write(contentsOf: order)
          try input.fileHandleForWriting.close()
          let data = try output.fileHandleForReading.readToEnd() ?? Data()
          process.waitUntilExit()
          continuation.resume(returning: data)
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
    guard process.terminationStatus == 0 else {
      let words = try errors.fileHandleForReading.readToEnd() ?? Data()
      throw Failed(description: String(decoding: words, as: UTF8.self))
    }
    return try JSONDecoder().decode(Run.self, from: result)
  }

  /// The page: its standard input is an order, its standard output a run.
  private static let page = """
    const vm = require('vm');
    const { script, ending, answer } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
    const calls = [], posted = [];
    const sorted = (key, value) => value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort()) : value;
    const note = (name, options) => {
      calls.push({ function: name, options: JSON.stringify(options, sorted) });
      if (ending === 'exception') throw new Error('no such luck');
      return JSON.parse(answer);
    };
    const functions = (prefix, make) => new Proxy({}, {
      get: (_, name) => ending === 'missing' ? undefined : make(prefix + String(name)),
    });
    const inTime = work => setTimeout(work, 1);
    const page = {
      wx: {
        qy: functions('wx.qy.', name => options => {
          const result = note(name, options);
          inTime(() => ending === 'success' ? options.success(result) : options.fail(result));
          inTime(() => options.complete && options.complete(result));
        }),
        invoke: ending === 'missing' ? undefined : (name, options, callback) => {
          const result = note('wx.invoke:' + name, options);
          inTime(() => callback(result));
        },
      },
      ww: functions('ww.', name => options => {
        const result = note(name, options);
        return ending === 'success'
          ? Promise.resolve(result) : Promise.reject(Object.assign(new Error('refused'), result));
      }),
      postPickerReply: text => posted.push(text),
      deeply: { nested: { target: { kept: [], post(text) { this.kept.push(text); posted.push(text); } } } },
    };
    const known = new Set(Object.keys(page));
    vm.createContext(page);
    vm.runInContext(script, page, { timeout: 5000 });
    setTimeout(() => {
      const strangers = Object.keys(page).filter(key => !known.has(key));
      process.stdout.write(JSON.stringify({ calls, posted, strangers }));
    }, 30);
    """
}
