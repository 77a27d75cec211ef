#if os(Linux)
  import Foundation

  /// C code that takes the place of some of the system's calls in a program that is run.
  public enum PreloadedLibrary {
    /// Makes system calls fail.
    public static let failing = build("failing")
    /// Sets the clock.
    public static let clock = build("clock")

    /// Compiles a file of the fixtures; nil where there is no compiler for it.
    private static func build(_ name: String) -> String? {
      let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
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

    /// What makes a program's clock wrong by so many seconds.
    public static func skewedClock(by seconds: Int) throws -> [String: String] {
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-skew-\(getpid())-\(seconds)")
      try Data("\(seconds)\n".utf8).write(to: file)
      return ["LD_PRELOAD": clock ?? "", "CLOCK_OFFSET": file.path]
    }
  }
#endif
