// Draws which folders of a module use which, from the declarations and uses in their Swift sources, and fails where they
// use each other in a circle. Checks the arrows between modules too.
//
//   rooms [--uses] <package.json>        the output of `swift package dump-package`, from the package's folder
//
// `--uses` prints one use for each arrow, and for each pair of files of different folders.
import Foundation

// MARK: Tokens

struct Token {
  enum Kind { case word, symbol }
  let kind: Kind
  let text: Substring
  let line: Int
}

/// The words and symbols of a Swift source, without comments and literals. What stands in an interpolation is kept.
struct Lexer {
  private let source: String
  private var index: String.Index
  private var line = 1
  private var tokens: [Token] = []

  init(_ source: String) {
    self.source = source
    index = source.startIndex
  }

  static func tokens(of source: String) -> [Token] {
    var lexer = Lexer(source)
    lexer.readCode(untilParenthesis: false)
    return lexer.tokens
  }

  private var rest: Substring { source[index...] }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < source.endIndex {
      if source[index].isNewline { line += 1 }
      index = source.index(after: index)
    }
  }

  private mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while index < source.endIndex {
      let character = source[index]
      if character.isWhitespace {
        advance()
      } else if rest.hasPrefix("//") {
        while index < source.endIndex, !source[index].isNewline { advance() }
      } else if rest.hasPrefix("/*") {
        skipBlockComment()
      } else if character == "\"" || (character == "#" && opensRawString) {
        skipString()
      } else if character == "`" {
        advance()
        let start = index
        while index < source.endIndex, source[index] != "`" { advance() }
        tokens.append(Token(kind: .word, text: source[start..<index], line: line))
        advance()
      } else if character.isLetter || character == "_" {
        let start = index
        while index < source.endIndex, source[index].isLetter || source[index].isNumber || source[index] == "_" {
          advance()
        }
        tokens.append(Token(kind: .word, text: source[start..<index], line: line))
      } else if character.isNumber {
        while index < source.endIndex, source[index].isLetter || source[index].isNumber || source[index] == "_" {
          advance()
        }
      } else {
        if character == "(" { depth += 1 }
        if character == ")" {
          if depth == 0, untilParenthesis { return }
          depth -= 1
        }
        let start = index
        advance()
        tokens.append(Token(kind: .symbol, text: source[start..<index], line: line))
      }
    }
  }

  private var opensRawString: Bool { rest.drop { $0 == "#" }.first == "\"" }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if rest.hasPrefix("/*") {
        depth += 1
        advance(2)
      } else if rest.hasPrefix("*/") {
        depth -= 1
        advance(2)
      } else {
        advance()
      }
    } while depth > 0 && index < source.endIndex
  }

  private mutating func skipString() {
    var hashes = ""
    while source[index] == "#" {
      hashes += "#"
      advance()
    }
    let quote = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
    advance(quote.count)
    while index < source.endIndex {
      if rest.hasPrefix(quote + hashes) {
        advance(quote.count + hashes.count)
        return
      }
      if rest.hasPrefix("\\" + hashes) {
        advance(1 + hashes.count)
        if index < source.endIndex, source[index] == "(" {
          advance()
          readCode(untilParenthesis: true)
        }
      }
      advance()
    }
  }
}

// MARK: Declarations and uses

struct Place {
  let file: String
  let line: Int
}

/// A name that other files can use.
struct Declaration {
  /// The type that it is nested in, by its last name; none at the top of a file.
  let owner: String?
  let name: String
  let place: Place
}

struct Use {
  let name: String
  /// The name before the dot; empty after a dot with something else before it.
  let qualifier: String?
  /// The types whose scopes it stands in, the innermost last.
  let scopes: [String]
  let line: Int
}

struct SourceFile {
  let path: String
  var imports: [(module: String, line: Int)] = []
  var types: [Declaration] = []
  var functions: [Declaration] = []
  /// Members that an extension adds.
  var members: [Declaration] = []
  /// Members that are declared in the type itself, or in an extension: what a name after a dot may mean.
  var memberNames: Set<String> = []
  var uses: [Use] = []
  /// Names of generic parameters and of what only this file can see.
  var ownNames: Set<String> = []
}

/// Reads one file. It needs no grammar: a declaration is a keyword with a name, a scope is what stands in braces.
struct SourceReader {
  private enum Scope {
    case type(String, isExtension: Bool)
    case other
  }

  private static let typeKeywords: Set<Substring> = [
    "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype",
  ]
  private static let modifiers: Set<Substring> = [
    "public", "package", "internal", "private", "fileprivate", "static", "final", "mutating", "nonisolated", "override",
    "class", "indirect", "lazy", "weak", "consuming", "borrowing", "isolated",
  ]

  private let tokens: [Token]
  private var file: SourceFile
  private var scopes: [Scope] = []
  /// What the next brace opens.
  private var pending: Scope?

  init(path: String, text: String) {
    tokens = Lexer.tokens(of: text)
    file = SourceFile(path: path)
  }

  static func read(path: String, text: String) -> SourceFile {
    var reader = SourceReader(path: path, text: text)
    reader.read()
    return reader.file
  }

  private var typeScopes: [String] {
    scopes.compactMap { if case .type(let name, _) = $0 { name } else { nil } }
  }

  private var isInFunction: Bool {
    scopes.contains { if case .other = $0 { true } else { false } }
  }

  private func word(at index: Int) -> Substring? {
    tokens.indices.contains(index) && tokens[index].kind == .word ? tokens[index].text : nil
  }

  private func symbol(at index: Int) -> Substring? {
    tokens.indices.contains(index) && tokens[index].kind == .symbol ? tokens[index].text : nil
  }

  private func isPrivate(_ index: Int) -> Bool {
    var before = index - 1
    while before >= 0 {
      let text = tokens[before].text
      if text == "private" || text == "fileprivate" { return symbol(at: before + 1) != "(" }
      guard Self.modifiers.contains(text) else { return false }
      before -= 1
    }
    return false
  }

  private mutating func read() {
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      if token.kind == .symbol {
        switch token.text {
        case "{":
          scopes.append(pending ?? .other)
          pending = nil
        case "}":
          _ = scopes.popLast()
        default: break
        }
        index += 1
        continue
      }
      index = readWord(at: index)
    }
  }

  /// Reads a declaration or a use, and answers where to go on.
  private mutating func readWord(at index: Int) -> Int {
    let token = tokens[index]
    let afterDot = symbol(at: index - 1) == "."
    if !afterDot, symbol(at: index + 1) != ":" || token.text.first!.isUppercase {
      switch token.text {
      case "import":
        if let module = word(at: index + 1) {
          file.imports.append((String(module), token.line))
          return index + 2
        }
      case "extension":
        return readExtension(at: index)
      case _ where Self.typeKeywords.contains(token.text):
        if let name = word(at: index + 1), !["func", "var", "let", "subscript"].contains(name) {
          return readType(named: name, at: index)
        }
      case "func":
        readFunction(at: index)
        return index + 2
      case "var" where scopes.isEmpty, "let" where scopes.isEmpty:
        if let name = word(at: index + 1) {
          declareFunction(String(name), at: index)
          return index + 2
        }
      case "var", "let", "case":
        if !isInFunction, let name = word(at: index + 1) {
          declareMember(String(name), at: index)
        }
      default: break
      }
    }
    readUse(at: index, afterDot: afterDot)
    return index + 1
  }

  private mutating func readExtension(at index: Int) -> Int {
    var next = index + 1
    var name = ""
    while let part = word(at: next) {
      readUse(at: next, afterDot: next > index + 1)
      name = String(part)
      next += 1
      guard symbol(at: next) == "." else { break }
      next += 1
    }
    pending = .type(name, isExtension: true)
    return next
  }

  private mutating func readType(named name: Substring, at index: Int) -> Int {
    if isInFunction || isPrivate(index) || tokens[index].text == "associatedtype" {
      file.ownNames.insert(String(name))
    } else {
      file.types.append(
        Declaration(
          owner: typeScopes.last, name: String(name), place: Place(file: file.path, line: tokens[index].line)))
    }
    readGenericParameters(at: index + 2)
    if tokens[index].text != "typealias", tokens[index].text != "associatedtype" {
      pending = .type(String(name), isExtension: false)
    }
    return index + 2
  }

  private mutating func readFunction(at index: Int) {
    guard let name = word(at: index + 1) else { return }
    readGenericParameters(at: index + 2)
    if scopes.isEmpty {
      declareFunction(String(name), at: index)
    } else if !isInFunction {
      declareMember(String(name), at: index)
    }
  }

  private mutating func readGenericParameters(at index: Int) {
    guard symbol(at: index) == "<" else { return }
    var next = index + 1
    var expectsName = true
    while next < tokens.count, symbol(at: next) != ">" {
      if let name = word(at: next), expectsName, name != "each" {
        file.ownNames.insert(String(name))
        expectsName = false
      } else if symbol(at: next) == "," {
        expectsName = true
      }
      next += 1
    }
  }

  private mutating func declareFunction(_ name: String, at index: Int) {
    if isPrivate(index) {
      file.ownNames.insert(name)
    } else {
      file.functions.append(
        Declaration(owner: nil, name: name, place: Place(file: file.path, line: tokens[index].line)))
    }
  }

  private mutating func declareMember(_ name: String, at index: Int) {
    file.memberNames.insert(name)
    guard case .type(let owner, isExtension: true)? = scopes.last, !isPrivate(index), tokens[index].text != "case"
    else {
      return
    }
    file.members.append(
      Declaration(owner: owner, name: name, place: Place(file: file.path, line: tokens[index].line)))
  }

  private mutating func readUse(at index: Int, afterDot: Bool) {
    let token = tokens[index]
    // A label is no use, unless it is a type's name in a conditional expression.
    if !afterDot, symbol(at: index + 1) == ":", token.text.first?.isLowercase == true { return }
    file.uses.append(
      Use(
        name: String(token.text), qualifier: afterDot ? word(at: index - 2).map(String.init) ?? "" : nil,
        scopes: typeScopes, line: token.line))
  }
}

// MARK: Rooms

/// One use of a declaration of another file.
struct Arrow {
  let from: Place
  let to: Place
  let name: String
}

struct Module {
  let name: String
  let path: String
  let files: [SourceFile]
  let arrows: [Arrow]

  /// - Parameter foreign: Names of members of other modules, which a name after a dot may mean as well.
  init(name: String, path: String, files: [SourceFile], foreign: Set<String>) {
    self.name = name
    self.path = path
    self.files = files
    arrows = Self.arrows(of: files, foreign: foreign)
  }

  /// Resolves each use as far as names allow it. A name with several meanings is no arrow: rather an arrow too few than
  /// one that is not there.
  private static func arrows(of files: [SourceFile], foreign: Set<String>) -> [Arrow] {
    var topLevel: [String: [Declaration]] = [:]
    var nested: [String: [Declaration]] = [:]
    var members: [String: [Declaration]] = [:]
    var memberFiles: [String: Set<String>] = [:]
    for file in files {
      for type in file.types {
        if type.owner == nil {
          topLevel[type.name, default: []].append(type)
        } else {
          nested[type.name, default: []].append(type)
        }
      }
      for function in file.functions { topLevel[function.name, default: []].append(function) }
      for member in file.members { members[member.name, default: []].append(member) }
      for name in file.memberNames { memberFiles[name, default: []].insert(file.path) }
    }
    // Only a name that one file declares, by an extension, says which extension a member comes from.
    members = members.filter { name, _ in memberFiles[name]?.count == 1 && !foreign.contains(name) }

    func declarations(for use: Use, in file: SourceFile) -> [Declaration] {
      if use.qualifier == nil {
        if file.ownNames.contains(use.name) { return [] }
        if let found = nested[use.name] {
          for scope in use.scopes.reversed() {
            let own = found.filter { $0.owner == scope }
            if !own.isEmpty { return own }
          }
        }
        if let found = topLevel[use.name] { return found }
        return members[use.name]?.filter { use.scopes.contains($0.owner ?? "") } ?? []
      }
      if let found = nested[use.name] {
        let own = found.filter { $0.owner == use.qualifier }
        if !own.isEmpty { return own }
        return use.qualifier == "Self" ? found.filter { use.scopes.contains($0.owner ?? "") } : []
      }
      return members[use.name] ?? []
    }

    var arrows: [Arrow] = []
    for file in files {
      for use in file.uses {
        let found = declarations(for: use, in: file)
        guard let declaration = found.first, !found.contains(where: { $0.place.file == file.path }),
          Set(found.map(\.place.file)).count == 1
        else { continue }
        arrows.append(
          Arrow(from: Place(file: file.path, line: use.line), to: declaration.place, name: use.name))
      }
    }
    return arrows
  }
}

/// The folders and loose files of one folder, and which of them use which.
struct FolderGraph {
  /// An arrow's first use.
  private(set) var arrows: [String: [String: Arrow]] = [:]
  private(set) var rooms: [String]

  init(of folder: String, in module: Module) {
    func room(_ path: String) -> String? {
      guard path.hasPrefix(folder + "/") else { return nil }
      let rest = path.dropFirst(folder.count + 1)
      return rest.firstIndex(of: "/").map { String(rest[..<$0]) } ?? "."
    }
    rooms = Set(module.files.compactMap { room($0.path) }).sorted()
    for arrow in module.arrows {
      guard let from = room(arrow.from.file), let to = room(arrow.to.file), from != to else { continue }
      if arrows[from]?[to] == nil { arrows[from, default: [:]][to] = arrow }
    }
  }

  /// Rooms that use each other in a circle, each set once.
  var circles: [[String]] {
    func reachable(from start: String) -> Set<String> {
      var found: Set<String> = []
      var next = [start]
      while let room = next.popLast() {
        for other in (arrows[room] ?? [:]).keys where found.insert(other).inserted { next.append(other) }
      }
      return found
    }
    let reach = Dictionary(uniqueKeysWithValues: rooms.map { ($0, reachable(from: $0)) })
    var seen: Set<String> = []
    var circles: [[String]] = []
    for room in rooms where !seen.contains(room) && reach[room]!.contains(room) {
      let circle = rooms.filter { reach[room]!.contains($0) && reach[$0]!.contains(room) }
      seen.formUnion(circle)
      circles.append(circle)
    }
    return circles
  }

  /// Those that use others first.
  var ordered: [String] {
    var depth: [String: Int] = [:]
    func level(_ room: String, _ path: Set<String>) -> Int {
      if let known = depth[room] { return known }
      let below = (arrows[room] ?? [:]).keys.filter { !path.contains($0) }
      let level = (below.map { level($0, path.union([room])) }.max() ?? -1) + 1
      depth[room] = level
      return level
    }
    return rooms.sorted { (level($1, [$1]), $0) < (level($0, [$0]), $1) }
  }
}

/// Members of the standard library that types of ours have as well.
let standardMembers: Set<String> = [
  "add", "append", "clamped", "contains", "count", "debugDescription", "description", "encode", "first", "hash", "init",
  "insert", "map", "remove", "removeAll", "removeFirst", "removeLast", "replacing", "run", "text", "union", "value", "withLock",
]

// MARK: The package

struct Package: Decodable {
  struct Target: Decodable {
    struct Dependency: Decodable {
      let byName: [String?]?
      let product: [String?]?
      let target: [String?]?

      private enum CodingKeys: String, CodingKey { case byName, product, target }

      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func names(_ key: CodingKeys) throws -> [String?]? {
          guard values.contains(key) else { return nil }
          var list = try values.nestedUnkeyedContainer(forKey: key)
          return [try list.decodeIfPresent(String.self)]
        }
        byName = try names(.byName)
        product = try names(.product)
        target = try names(.target)
      }
    }
    let name: String
    let path: String?
    let type: String
    let dependencies: [Dependency]
  }
  let targets: [Target]
}

func swiftFiles(under folder: String) -> [String] {
  guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
  return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }.sorted()
}

var arguments = Array(CommandLine.arguments.dropFirst())
let printsUses = arguments.first == "--uses"
if printsUses { arguments.removeFirst() }
guard let description = arguments.first, let json = FileManager.default.contents(atPath: description) else {
  print("usage: rooms [--uses] <output of `swift package dump-package`>")
  exit(64)
}
let package = try JSONDecoder().decode(Package.self, from: json)
var mistakes: [String] = []
let ownModules = Set(package.targets.map(\.name))

/// The modules that README's layout says each folder uses.
var pictured: [String: Set<String>] = [:]
for line in ((try? String(contentsOfFile: "README.md", encoding: .utf8)) ?? "").split(separator: "\n") {
  let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  guard cells.count == 3, cells[2].hasPrefix("→") else { continue }
  let names = cells[2].split(separator: "`").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  pictured[cells[0].trimmingCharacters(in: ["`"])] = Set(names.dropFirst())
}

print("Modules")
var read: [(name: String, path: String, files: [SourceFile])] = []
for target in package.targets where target.type != "system" && target.type != "test" {
  let path = target.path ?? "Sources/\(target.name)"
  let files = swiftFiles(under: path).map { file in
    SourceReader.read(path: file, text: (try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
  }
  let declared = Set(target.dependencies.flatMap { [$0.byName, $0.target].compactMap { $0?.first ?? nil } })
    .intersection(ownModules)
  var used: Set<String> = []
  for file in files {
    for entry in file.imports where ownModules.contains(entry.module) {
      used.insert(entry.module)
      if !declared.contains(entry.module) {
        mistakes.append(
          "\(file.path):\(entry.line): \(target.name) imports \(entry.module), which it does not depend on")
      }
    }
  }
  // Two are there for the message that they stop a build with, one for what it does when a test program starts.
  for module in declared.subtracting(used).subtracting(["ToolsTrait", "ObservabilityTrait", "TestPace"]).sorted() {
    mistakes.append("Package.swift: \(target.name) depends on \(module), which none of its files imports")
  }
  if !path.hasPrefix("Tests/") {
    let drawn = pictured[path] ?? []
    let uses = Set(target.dependencies.flatMap { [$0.byName, $0.target].compactMap { $0?.first ?? nil } })
      .intersection(package.targets.map(\.name)).subtracting(["ToolsTrait", "ObservabilityTrait"])
    if drawn != uses {
      mistakes.append(
        "README.md: the layout shows \(path) → \(drawn.sorted().joined(separator: " ")), and Package.swift has "
          + uses.sorted().joined(separator: " "))
    }
    print("  \(target.name) → \(declared.isEmpty ? "nothing" : declared.sorted().joined(separator: " "))")
    read.append((target.name, path, files))
  }
}

let modules = read.map { module in
  let others = read.filter { $0.name != module.name }.flatMap(\.files)
  let names = others.reduce(into: standardMembers) { $0.formUnion($1.memberNames) }
  return Module(name: module.name, path: module.path, files: module.files, foreign: names)
}

for module in modules {
  var folders = [module.path]
  while let folder = folders.popLast() {
    let graph = FolderGraph(of: folder, in: module)
    let inner = graph.rooms.filter { $0 != "." }
    folders += inner.reversed().map { "\(folder)/\($0)" }
    guard !inner.isEmpty else { continue }
    print("\n\(folder)")
    for room in graph.ordered {
      let below = (graph.arrows[room] ?? [:]).sorted { $0.key < $1.key }
      print("  \(room) → \(below.isEmpty ? "nothing" : below.map(\.key).joined(separator: " "))")
      if printsUses {
        for (other, arrow) in below {
          print(
            "      \(other): \(arrow.from.file):\(arrow.from.line) uses \(arrow.name) of \(arrow.to.file):\(arrow.to.line)"
          )
        }
      }
    }
    for circle in graph.circles {
      mistakes.append("\(folder): \(circle.joined(separator: ", ")) use each other in a circle:")
      for room in circle {
        for (other, arrow) in (graph.arrows[room] ?? [:]).sorted(by: { $0.key < $1.key }) where circle.contains(other) {
          mistakes.append(
            "  \(room) → \(other): \(arrow.from.file):\(arrow.from.line) uses \(arrow.name) of \(arrow.to.file):\(arrow.to.line)"
          )
        }
      }
    }
  }
}

if printsUses {
  print("\nFiles")
  for module in modules {
    var seen: Set<String> = []
    for arrow in module.arrows {
      let from = arrow.from.file.dropFirst(module.path.count + 1)
      let to = arrow.to.file.dropFirst(module.path.count + 1)
      guard (from as NSString).deletingLastPathComponent != (to as NSString).deletingLastPathComponent else { continue }
      if seen.insert("\(from) \(to) \(arrow.name)").inserted {
        print("  \(module.name) \(from) → \(to): \(arrow.name)")
      }
    }
  }
}

if !mistakes.isEmpty {
  print("")
  mistakes.forEach { print("rooms: \($0)") }
  exit(1)
}
