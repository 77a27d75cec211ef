import TestSupport
import Testing

@testable import Catalog

/// A value of YAML as an editor's schema sees it, and as a text that reads back as the same nodes.
extension Node {
  /// By the rules of YAML 1.2, which knows numbers and bools where the catalog's reader knows texts.
  var json: String {
    switch content {
    case .scalar(let text, let isPlain): isPlain ? Self.plain(text) : JSONText.quoted(text)
    case .sequence(let elements): "[\(elements.map(\.json).joined(separator: ","))]"
    case .mapping(let entries):
      "{\(entries.map { "\(JSONText.quoted($0.key)):\($0.value.json)" }.joined(separator: ","))}"
    }
  }

  private static func plain(_ text: String) -> String {
    switch text {
    case "", "~", "null", "Null", "NULL": "null"
    case "true", "True", "TRUE": "true"
    case "false", "False", "FALSE": "false"
    default:
      // Most are no numbers, which is seen at once.
      if !text.utf8.allSatisfy("0123456789+-.eE".utf8.contains) {
        JSONText.quoted(text)
      } else {
        Int64(text).map { "\($0)" } ?? Double(text).map { "\($0)" } ?? JSONText.quoted(text)
      }
    }
  }

  /// Flow style, in which a text is quoted unless it may be more than a text.
  var yaml: String {
    switch content {
    case .scalar(let text, let isPlain):
      isPlain && Self.plain(text) != JSONText.quoted(text) ? (text.isEmpty ? "null" : text) : JSONText.quoted(text)
    case .sequence(let elements): "[\(elements.map(\.yaml).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\(JSONText.quoted($0.key)): \($0.value.yaml)" }.joined(separator: ", "))}"
    }
  }

  /// The root of a file; nil where it cannot be read.
  static func parsed(_ text: [UInt8]) -> Node? {
    let report = Report()
    guard case .root(let root) = NodeParser.parse(text, file: report.add(file: "a.yaml"), report: report) else {
      return nil
    }
    return report.hasErrors ? nil : root
  }
}

/// One file that a change has made, and its name in the catalog.
struct SchemaCase {
  let name: String
  let file: String
  let root: Node

  /// What the reader says about the file on its own: what it names may be in others, which are not there.
  func diagnostics(_ manifest: [UInt8]) -> [Diagnostic] {
    var files = ["catalog.yaml": manifest]
    files[file] = Array(root.yaml.utf8)
    return Catalog.load(files: files).diagnostics.filter { $0.position.file == file }
  }

  /// Whether the schema takes each of them.
  static func verdicts(_ cases: [SchemaCase]) throws -> [Bool] {
    let program = """
      import json, sys, jsonschema_rs
      validator = jsonschema_rs.Draft7Validator(json.load(open(sys.argv[1], encoding="utf-8")))
      for line in open(sys.argv[2], encoding="utf-8"): print(int(validator.is_valid(json.loads(line))))
      """
    let folder = try TemporaryFolder()
    try folder.write(cases.map { $0.root.json + "\n" }.joined(), to: "cases.jsonl")
    try folder.write(LanguageSchema.text(notice: ""), to: "schema.json")
    let run = try CommandRun(
      program: Self.python, ["-c", program, folder.path("schema.json"), folder.path("cases.jsonl")])
    let verdicts = run.output.split(separator: "\n").map { $0 == "1" }
    try #require(run.status == 0 && verdicts.count == cases.count, "\(run.errors)")
    return verdicts
  }

  static let python = Fixtures.package.appending(path: ".build/venv/bin/python").path
  static let isInstalled = CommandRun.succeeds(python, ["-c", "import jsonschema_rs"])
  static let missing: Comment = "jsonschema-rs is not in .build/venv; .ci/setup --tests installs it"
}

/// Files that differ from a right one at one key, for every key of every table.
struct KeyChanges {
  /// Table and key of what has been changed.
  private(set) var keys: Set<String> = []
  private(set) var cases: [SchemaCase] = []

  /// What makes a file of a mapping of each table.
  private var places: [String: (table: KeyTable, node: Node, file: String, whole: (Node) -> Node)] = [:]

  private static let values = [
    "null", "\"\"", "word", "Word", "5", "-1", "4.1", "true", "[]", "[word]", "[word, word]", "[5, 6]", "[null, null]",
    "[[word], [other]]", "{}", "{word: word}", "{word: {}}",
  ].compactMap { text in Node.parsed(Array(text.utf8)).map { (text: text, node: $0) } }

  /// Changes a file whose root is read by a table, wherever a key has not been changed before.
  mutating func add(_ file: String, _ root: Node, _ table: KeyTable) {
    visit(root, table, file) { $0 }
  }

  /// Adds every key that no mapping had.
  mutating func addOthers() {
    for (_, place) in places.sorted(by: { $0.key < $1.key }) {
      for key in place.table.keys where keys.insert("\(place.table.name).\(key.name)").inserted {
        for (text, value) in Self.values {
          let entry = Node.Entry(key: key.name, keySpan: place.node.span, value: value)
          let node = Node(content: .mapping((place.node.entries ?? []) + [entry]), span: place.node.span)
          cases.append(
            SchemaCase(name: "\(place.table.name).\(key.name): \(text)", file: place.file, root: place.whole(node)))
        }
      }
    }
  }

  /// - Parameter whole: The file with a value in the place of this one.
  private mutating func visit(_ node: Node, _ table: KeyTable, _ file: String, _ whole: @escaping (Node) -> Node) {
    guard let entries = node.entries else { return }
    let isFile = FileKind.allCases.contains { $0.table.name == table.name }
    func changed(_ change: (inout [Node.Entry]) -> Void) -> Node {
      var entries = entries
      change(&entries)
      return whole(Node(content: .mapping(entries), span: node.span))
    }
    func add(_ key: String, _ name: String, _ root: Node) {
      cases.append(SchemaCase(name: "\(table.name).\(key): \(name)", file: file, root: root))
    }
    if keys.insert(table.name).inserted {
      places[table.name] = (table, node, file, whole)
      let value = Node(content: .scalar("x", isPlain: true), span: node.span)
      add(
        "frobnicate", "unknown", changed { $0.append(Node.Entry(key: "frobnicate", keySpan: node.span, value: value)) })
    }
    for (index, entry) in entries.enumerated() {
      guard let key = table.key(entry.key) else { continue }
      if keys.insert("\(table.name).\(key.name)").inserted {
        add(key.name, "absent", changed { $0.remove(at: index) })
        for (text, value) in Self.values { add(key.name, text, changed { $0[index].value = value }) }
      }
      let inner = { value in changed { $0[index].value = value } }
      switch key.shape {
      case .mapping(let table): visit(entry.value, table(), file, inner)
      case .list(let table):
        for (place, element) in (entry.value.elements ?? []).enumerated() {
          visit(element, table(), file) { value in
            var elements = entry.value.elements ?? []
            elements[place] = value
            return inner(Node(content: .sequence(elements), span: entry.value.span))
          }
        }
      case .entries(_, let table, _), .clients(let table):
        for (place, member) in (entry.value.entries ?? []).enumerated() {
          visit(member.value, table(), file) { value in
            var members = entry.value.entries ?? []
            members[place].value = value
            // Declarations do not need their neighbours.
            if isFile { members = [members[place]] }
            return inner(Node(content: .mapping(members), span: entry.value.span))
          }
        }
      default: break
      }
    }
  }
}
