import Foundation
import TestSupport
import Testing

@testable import Catalog

/// The schema that editors read says what the reader says, as far as a schema can.
@Suite("The schema of the catalog's language")
struct LanguageSchemaTests {
  private static let folders = [
    Fixtures.package.appending(path: "Spec"), Fixtures.folder.appending(path: "Emitter/Reference"),
  ]

  @Test("The project's catalog has it, and each of its files names it in the first line")
  func modelines() throws {
    let spec = Fixtures.package.appending(path: "Spec")
    let schema = spec.appending(path: LanguageSchema.fileName)
    let printed = try CommandRun(["schema"])
    let kept = try String(contentsOf: schema, encoding: .utf8)
    #expect(printed.status == 0 && printed.output == kept)
    for path in FolderListing.yamlFiles(below: spec.path) {
      let steps = String(repeating: "../", count: path.split(separator: "/").count - 1)
      let text = try String(contentsOf: spec.appending(path: path), encoding: .utf8)
      #expect(text.hasPrefix("# yaml-language-server: $schema=\(steps)\(LanguageSchema.fileName)\n"), "\(path)")
    }
  }

  @Test("generate brings it up to date where there is one, and --check tells that it is not")
  func generate() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: Fixtures.folder.appending(path: "Emitter/Reference").path, toPath: folder.path("Spec"))
    let arguments = ["generate", "--spec", "Spec", "--output", "Out"]
    #expect(try CommandRun(arguments, in: folder.url).status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path("Spec/\(LanguageSchema.fileName)")))
    try folder.write("{}\n", to: "Spec/\(LanguageSchema.fileName)")
    let check = try CommandRun(arguments + ["--check"], in: folder.url)
    #expect(check.status == 1 && check.output.contains("Spec/\(LanguageSchema.fileName): outdated\n"))
    #expect(try CommandRun(arguments, in: folder.url).output == "wrote Spec/\(LanguageSchema.fileName)\n")
    #expect(try CommandRun(arguments + ["--check"], in: folder.url).status == 0)
  }

  @Test("It takes every file that the reader takes", .enabled(if: SchemaCase.isInstalled, SchemaCase.missing))
  func validFiles() throws {
    var cases: [SchemaCase] = []
    for folder in Self.folders + [Fixtures.base] {
      for (path, bytes) in try Fixtures.files(in: folder).sorted(by: { $0.key < $1.key }) {
        cases.append(
          SchemaCase(name: "\(folder.lastPathComponent)/\(path)", file: path, root: try #require(Node.parsed(bytes))))
      }
    }
    for (one, isTaken) in zip(cases, try SchemaCase.verdicts(cases)) { #expect(isTaken, "\(one.name)") }
  }

  /// The rules of mistakes that a schema can tell. All others are about what names refer to, what fits what, what stands twice,
  /// and the text of a file.
  private static let expressible: Set<String> = [
    "bad-date", "bad-link", "bad-name", "bad-path", "bad-text", "conflicting-keys", "empty-declaration", "file-kind",
    "misplaced-key", "missing-about", "missing-key", "overlay-malformed", "summary-form", "unknown-key",
    "unknown-value",
    "unsupported-format", "wrong-shape",
  ]

  /// Where a schema takes what the reader refuses under one of these rules, or the other way round.
  private enum Exception {
    /// What is a mistake depends on the services of `catalog.yaml`, their tokens and how many there are, or on whether the file
    /// of an interface names one, which is what numbered pages belong to.
    static let services = [
      "endpoint.token: ", "family-file.service: ", "pickers-file.service: ", "events-file.service: ",
      "errcodes-file.service: ", "documentation-or-link.mini-program: ", "documentation-or-link.official-account: ",
      "missing-key/case/servant.yaml",
    ]
    /// Whether an object may say `required` depends on the replies that hold it.
    static let holders = ["misplaced-key/case/types.yaml"]
    /// The version `4.0` is the number 4 to an editor.
    static let versions = [".since: 5", ".until: 5"]
    /// What a type's name refers to, and what an item of a page has, may be in a file that is not there.
    static let references = ["request-field.type: ", "reply-field.type: ", "object-field.type: ", "paging.order: "]

    static func allowsTaking(_ name: String) -> Bool { (services + versions + holders).contains(where: name.contains) }
    static func allowsRefusing(_ name: String) -> Bool { references.contains(where: name.contains) }
  }

  private func expectAgreement(_ cases: [SchemaCase], _ found: (Int) -> [Diagnostic]) throws {
    for (index, isTaken) in try SchemaCase.verdicts(cases).enumerated() {
      let name = cases[index].name
      let found = found(index)
      if isTaken {
        let missed = found.filter { Self.expressible.contains($0.rule.id) }
        #expect(missed.isEmpty || Exception.allowsTaking(name), "\(name): taken, in spite of \(missed.map(\.text))")
      } else {
        #expect(!found.isEmpty || Exception.allowsRefusing(name), "\(name): refused")
      }
    }
  }

  @Test("It refuses what the reader refuses, at every key", .enabled(if: SchemaCase.isInstalled, SchemaCase.missing))
  func keys() throws {
    var changes = KeyChanges()
    var manifests: [String: [UInt8]] = [:]
    for folder in Self.folders {
      let files = try Fixtures.files(in: folder)
      for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
        let root = try #require(Node.parsed(bytes))
        let table = path == FileReading.manifest ? KeyTable.manifest : FileKind(of: root.entries ?? [])?.table
        changes.add(path, root, try #require(table))
        manifests[path] = manifests[path] ?? files[FileReading.manifest]
      }
    }
    changes.addOthers()
    for table in KeyTable.all {
      for key in table.names where !changes.keys.contains("\(table.name).\(key)") {
        #expect(table.misplaced.contains { $0.name == key }, "\(table.name).\(key) has not been tried")
      }
    }
    try expectAgreement(changes.cases) { changes.cases[$0].diagnostics(manifests[changes.cases[$0].file] ?? []) }
  }

  @Test(
    "It refuses the corpus of mistakes as the reader does", .enabled(if: SchemaCase.isInstalled, SchemaCase.missing))
  func corpus() throws {
    var cases: [SchemaCase] = []
    var found: [[Diagnostic]] = []
    for id in DiagnosticsCorpusTests.folders {
      let folder = Fixtures.diagnostics.appending(path: id)
      let diagnostics = Catalog.load(Fixtures.sources(folder, over: Fixtures.base)).diagnostics
      for path in FolderListing.yamlFiles(below: folder.path) {
        guard let bytes = try? Data(contentsOf: folder.appending(path: path)), let root = Node.parsed(Array(bytes))
        else { continue }
        cases.append(SchemaCase(name: "\(id)/\(path)", file: path, root: root))
        found.append(diagnostics.filter { $0.position.file == path })
      }
    }
    try #require(cases.count > 100)
    try expectAgreement(cases) { found[$0] }
  }
}
