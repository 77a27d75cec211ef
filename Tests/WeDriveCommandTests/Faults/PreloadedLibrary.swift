#if os(Linux)
  import Foundation

  /// C code that takes the place of some of the system's calls in a program that is run.
  enum PreloadedLibrary {
    /// Makes system calls fail.
    static let failing = build("failing")
    /// Sets the clock.
    static let clock = build("clock")

    /// Compiles a file of the fixtures; nil where there is no compiler for it.
    private static func build(_ name: String) -> String? {
      let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      let source = tests.appendingPathComponent("Fixtures/SystemCalls/\(name).c").path
      let product = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-\(name)-\(getpid()).so").path
      let compiler = Process()
      compiler.executableURL = URL(filePath: "/usr/bin/env")
      compiler.arguments = ["cc", "-shared", "-fPIC", "-o", product, source, "-ldl"]
      compiler.standardError = FileHandle.nullDevice
      guard (try? compiler.run()) != nil else { return nil }
      compiler.waitUntilExit()
      guard compiler.terminationStatus == 0 else { return nil }
      atexit { for library in [PreloadedLibrary.failing, PreloadedLibrary.clock] { _ = library.map { unlink($0) } } }
      return product
    }
  }
#endif
