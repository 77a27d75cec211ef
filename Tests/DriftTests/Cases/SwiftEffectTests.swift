import Catalog
import Drift
import Findings
import SwiftEmitter
import TestSupport
import Testing

/// What the rules say about Swift, proved with the compiler: takes a minute or two, so it runs on request and in CI.
@Suite(
  "The effect on Swift",
  .enabled(if: DriftFixtures.runsLongTests, "set WEDRIVE_LONG_TESTS=1 to compile callers against every case"))
struct SwiftEffectTests {
  @Test("Every caller of a case compiles before the change, and none that belongs to its other side")
  func before() async throws {
    let base = try DriftFixtures.catalog([:])
    var callers: [String: String] = ["Everything.swift": try Compiler.everything()]
    for drift in DriftCase.all {
      callers["forward-\(drift.name).swift"] = drift.caller("caller", function: "f")
      callers["backward-\(drift.name).swift"] = drift.caller("reversed caller", function: "b")
    }
    let failing = try Compiler.failing(callers, with: base)
    let expected = Set(callers.keys.filter { $0.hasPrefix("backward-") })
    #expect(failing == expected)
  }

  @Test("What is said to stop programs from compiling does, and nothing else does", arguments: DriftCase.all)
  func after(drift: DriftCase) async throws {
    let (base, head) = try drift.catalogs()
    let (forward, backward) = (breaks(base, head), breaks(head, base))
    #expect((drift.sections["caller"] != nil) == forward, "a caller for what breaks, and for nothing else")
    #expect((drift.sections["reversed caller"] != nil) == backward, "a caller for what breaks, and for nothing else")
    var callers = ["Everything.swift": try Compiler.everything()]
    callers["forward.swift"] = drift.caller("caller", function: "f")
    callers["backward.swift"] = drift.caller("reversed caller", function: "b")
    var failing = try Compiler.failing(callers, with: head)
    if forward {
      // The program that uses everything uses what is broken, or not; the caller of the case has to.
      failing.remove("Everything.swift")
      #expect(failing == ["forward.swift"])
    } else {
      #expect(failing.isEmpty)
    }
  }

  private func breaks(_ base: Catalog, _ head: Catalog) -> Bool {
    Comparison.findings(from: base, to: head).contains { $0.rule.effect == .sourceBreaking }
  }
}

extension DriftCase {
  /// The program in a section, as a file of its own.
  fileprivate func caller(_ section: String, function: String) -> String? {
    sections[section].map { body in
      let name = "\(function)_\(name.replacing("-", with: "_"))"
      // Only what the program uses is a parameter: a protocol may be what a case is about.
      let services = [("drive", "DriveAPI"), ("mirror", "MirrorAPI")].filter { body.contains("\($0.0).") }
      let parameters = services.map { "_ \($0.0): any \($0.1)" }.joined(separator: ", ")
      return "import WeDriveRuntime\n\nfunc \(name)(\(parameters)) async throws {\n\(body)}\n"
    }
  }
}

/// Type-checks programs together with the module that is generated from a catalog.
private enum Compiler {
  static func everything() throws -> String {
    try String(contentsOf: DriftFixtures.folder.appending(path: "Everything.swift"), encoding: .utf8)
  }

  /// The names of the programs that do not compile. An error in the generated module itself is thrown.
  static func failing(_ programs: [String: String], with catalog: Catalog) throws -> Set<String> {
    var files = programs
    for file in SwiftEmitter.files(for: catalog) where file.name.hasSuffix(".swift") {
      files["Generated-\(file.name)"] = file.text
    }
    let errors = try TypeCheck(files, asModule: "WeDriveGenerated").errors
    if let broken = errors.first(where: { programs[$0.key] == nil }) {
      throw TypeCheck.Failure(description: "\(broken.key): \(broken.value)")
    }
    return Set(errors.keys)
  }
}
