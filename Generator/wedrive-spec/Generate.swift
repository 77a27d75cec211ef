import ArgumentParser
import Catalog
import OpenAPIEmitter
import SwiftEmitter
import TerminalOutput

/// `wedrive-spec generate`: from the catalog to the generated module.
struct Generate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Generates the Swift module, and the OpenAPI document beside it, from the catalog.",
    discussion: """
      Files are written only when they change; files that are no longer generated are removed. A schema for editors that is \
      in the catalog's folder is brought up to date, too.
      """)

  @Flag(help: "Write nothing; print what differs and exit with 1 if anything does.")
  var check = false

  @Option(help: "The catalog's folder.")
  var spec = "Spec"

  @Option(help: "The folder of the generated module. (default: Sources/WeDriveGenerated)")
  var output: String?

  @Option(
    help: """
      The folder for what the emulator checks of requests. (default: Sources/WeDriveEmulator/Rules; with --output, none)
      """)
  var rules: String?

  @Option(help: "How to print what is wrong with the catalog: text, json or github.")
  var format = DiagnosticFormat.text

  func validate() throws { try CatalogFolder.validate(spec) }

  func run() async throws {
    let (catalog, diagnostics) = Catalog.load(directory: spec)
    SpecOutput.print(format.render(diagnostics, folder: spec))
    guard let catalog else { throw ExitCode(1) }
    // Beside the module, which takes longer than all of these.
    async let document = OpenAPIEmitter.file(for: catalog)
    async let emulated = SwiftEmitter.rules(for: catalog)
    async let schema = Schema.file
    var outputs = [(path: output ?? Self.module, files: SwiftEmitter.files(for: catalog) + [await document])]
    if let path = rules ?? (output == nil ? Self.emulatorRules : nil) { outputs.append((path, [await emulated])) }
    if check {
      try check(outputs, await schema)
    } else {
      try update(outputs, await schema)
    }
  }

  private static let module = "Sources/WeDriveGenerated"
  private static let emulatorRules = "Sources/WeDriveEmulator/Rules"

  private func update(_ outputs: [(path: String, files: [GeneratedFile])], _ schema: GeneratedFile) throws {
    var (unchanged, isUpToDate) = (0, true)
    for (path, files) in outputs {
      let changes = try OutputFolder(path: path).update(with: files)
      for name in changes.written { SpecOutput.print(line("wrote \(path)/\(name)")) }
      for name in changes.removed { SpecOutput.print(line("removed \(path)/\(name)")) }
      unchanged += changes.unchanged
      isUpToDate = isUpToDate && changes.isEmpty
    }
    let changes = try OutputFolder(path: spec).updateExisting(schema)
    for name in changes.written { SpecOutput.print(line("wrote \(spec)/\(name)")) }
    unchanged += changes.unchanged
    if isUpToDate && changes.isEmpty { SpecOutput.print("\(unchanged) files are up to date\n") }
  }

  private func check(_ outputs: [(path: String, files: [GeneratedFile])], _ schema: GeneratedFile) throws {
    var lines: [String] = []
    for (path, files) in outputs {
      for difference in try OutputFolder(path: path).check(files) {
        SpecOutput.print(difference.diff)
        lines.append(line("\(path)/\(difference.name): \(difference.kind.rawValue)"))
      }
    }
    if let difference = try OutputFolder(path: spec).checkExisting(schema) {
      SpecOutput.print(difference.diff)
      lines.append(line("\(spec)/\(difference.name): \(difference.kind.rawValue)"))
    }
    if lines.isEmpty { return }
    for text in lines { SpecOutput.print(text) }
    SpecOutput.print(line("To bring them up to date: \(command)"))
    throw ExitCode(1)
  }

  /// A line of text that may hold names from elsewhere.
  private func line(_ text: String) -> String { TerminalText.visible(text) + "\n" }

  /// The command that writes what this one checked.
  private var command: String {
    var words = [GeneratedFile.command]
    if spec != "Spec" { words += ["--spec", shellWord(spec)] }
    if let output { words += ["--output", shellWord(output)] }
    if let rules { words += ["--rules", shellWord(rules)] }
    if format != .text { words += ["--format", format.rawValue] }
    return words.joined(separator: " ")
  }

  /// The text as a shell reads it back.
  private func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
