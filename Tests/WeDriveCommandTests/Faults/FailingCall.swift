#if os(Linux)
  import Foundation

  /// A system call that fails in a program that is run: the n-th of its name, or all from there on, on files in one folder.
  struct FailingCall: CustomStringConvertible {
    let name: String
    let at: Int
    let error: Int32
    var andAllLater = false

    var description: String {
      "\(name) number \(at)\(andAllLater ? " and later" : ""): \(String(cString: strerror(error)))"
    }

    /// What the program's environment has to be for it, and the file that is there once the call has failed.
    func environment(in folder: String, note: String) -> [String: String] {
      [
        "LD_PRELOAD": Self.library ?? "", "FAILING_CALL": name, "FAILING_AT": "\(at)\(andAllLater ? "+" : "")",
        "FAILING_ERRNO": "\(error)", "FAILING_FOLDER": folder, "FAILING_NOTE": note, "SWIFT_BACKTRACE": "enable=no",
      ]
    }

    /// The library that makes calls fail; nil where there is no compiler for it.
    static let library: String? = {
      let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      let source = tests.appendingPathComponent("Fixtures/SystemCalls/failing.c").path
      let product = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-failing-\(getpid()).so").path
      let compiler = Process()
      compiler.executableURL = URL(filePath: "/usr/bin/env")
      compiler.arguments = ["cc", "-shared", "-fPIC", "-o", product, source, "-ldl"]
      compiler.standardError = FileHandle.nullDevice
      guard (try? compiler.run()) != nil else { return nil }
      compiler.waitUntilExit()
      guard compiler.terminationStatus == 0 else { return nil }
      atexit { if let library = FailingCall.library { unlink(library) } }
      return product
    }()
  }
#endif
