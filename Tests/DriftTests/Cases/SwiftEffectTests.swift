import Catalog
import Drift
import Foundation
import SwiftEmitter
import TestCommand
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
    let failing = try await Compiler.failing(callers, with: base)
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
    var failing = try await Compiler.failing(callers, with: head)
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
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static func everything() throws -> String {
    try String(contentsOf: DriftFixtures.folder.appending(path: "Everything.swift"), encoding: .utf8)
  }

  /// The names of the programs that do not compile. An error in the generated module itself is thrown.
  static func failing(_ programs: [String: String], with catalog: Catalog) async throws -> Set<String> {
    let folder = FileManager.default.temporaryDirectory.appending(path: "drift-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var files: [String] = []
    for file in SwiftEmitter.files(for: catalog) where file.name.hasSuffix(".swift") {
      try file.text.write(to: folder.appending(path: "Generated-\(file.name)"), atomically: false, encoding: .utf8)
      files.append("Generated-\(file.name)")
    }
    for (name, text) in programs {
      try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
      files.append(name)
    }
    let output = try run(files.sorted(), in: folder)
    var failing: Set<String> = []
    for line in output.split(separator: "\n") where line.contains(": error: ") {
      let file = String(line.prefix { $0 != ":" }.split(separator: "/").last ?? "")
      if programs[file] == nil { throw Failure(description: output) }
      failing.insert(file)
    }
    return failing
  }

  private static func run(_ files: [String], in folder: URL) throws -> String {
    let package = DriftFixtures.package
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.currentDirectoryURL = folder
    process.arguments =
      ["swiftc", "-frontend", "-typecheck", "-module-name", "WeDriveGenerated", "-swift-version", "6"]
      + ["-enable-upcoming-feature", "ExistentialAny", "-I", CommandRun.products.appending(path: "Modules").path]
      + ["CLibcurl", "CLibcrypto"].flatMap { library in
        ["-Xcc", "-fmodule-map-file=\(package.path)/Sources/\(library)/module.modulemap"]
      } + ["-module-cache-path", CommandRun.products.appending(path: "ModuleCache").path] + files
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let data = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let output = String(decoding: data, as: UTF8.self)
    if process.terminationStatus != 0, !output.contains(": error: ") { throw Failure(description: output) }
    return output
  }
}
