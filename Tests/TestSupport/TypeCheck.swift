import Foundation

/// What the compiler says about programs that use the modules which were built with the tests.
public struct TypeCheck {
  /// Something else than the programs is wrong.
  public struct Failure: Error, CustomStringConvertible {
    /// What the compiler said.
    public let description: String
    /// Tells what it said.
    public init(description: String) { self.description = description }
  }

  /// The first error in each file that has one, by the file's name.
  public let errors: [String: String]

  /// Checks files of one module, together.
  ///
  /// - Parameters:
  ///   - files: Names of files and what is in them.
  ///   - module: The module that they are of. It must not be one that they import.
  /// - Throws: ``Failure`` if the compiler failed and does not say which file is wrong.
  public init(_ files: [String: String], asModule module: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "typecheck-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
    }
    let run = try CommandRun(program: "swiftc", Self.arguments(module) + files.keys.sorted(), in: folder)
    var errors: [String: String] = [:]
    for line in run.errors.split(separator: "\n") {
      guard let start = line.firstRange(of: ": error: ") else { continue }
      let file = String(line.prefix { $0 != ":" }.split(separator: "/").last ?? "")
      if files[file] == nil { throw Failure(description: run.errors) }
      if errors[file] == nil { errors[file] = String(line[start.upperBound...]) }
    }
    if run.status != 0, errors.isEmpty { throw Failure(description: run.errors) }
    self.errors = errors
  }

  private static func arguments(_ module: String) -> [String] {
    let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    // By one path, however the tests were started: the compiler takes a module found by two for two.
    let products = CommandRun.products.resolvingSymlinksInPath()
    return ["-frontend", "-typecheck", "-module-name", module, "-swift-version", "6"]
      + ["-enable-upcoming-feature", "ExistentialAny", "-I", products.appending(path: "Modules").path]
      + ["CLibcurl", "CLibcrypto"].flatMap { library in
        ["-Xcc", "-fmodule-map-file=\(package.path)/Sources/\(library)/module.modulemap"]
      } + ["-module-cache-path", products.appending(path: "ModuleCache").path]
  }
}
