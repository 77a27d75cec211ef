// What modules declare publicly, from their symbol graphs: `public MEMBERS FOLDER`.
import Foundation

struct Graph: Decodable {
  struct Module: Decodable { let name: String }
  struct Symbol: Decodable {
    struct Kind: Decodable { let identifier: String }
    struct Fragment: Decodable { let spelling: String }
    let kind: Kind
    let pathComponents: [String]
    let declarationFragments: [Fragment]?
    let identifier: Identifier
    struct Identifier: Decodable { let precise: String }
  }
  let module: Module
  let symbols: [Symbol]
}

/// What one module declares, by the outermost type; extensions of another module's type are with that type's name.
struct Surface {
  let module: String
  var kinds: [String: String] = [:]
  var members: [String: [String]] = [:]
  var count: Int { members.values.reduce(kinds.count) { $0 + $1.count } }
}

let showsMembers = CommandLine.arguments[1] == "1"
let folder = URL(fileURLWithPath: CommandLine.arguments[2])
var surfaces: [String: Surface] = [:]
let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
for file in files where file.lastPathComponent.hasSuffix(".symbols.json") {
  let graph = try JSONDecoder().decode(Graph.self, from: Data(contentsOf: file))
  var surface = surfaces[graph.module.name] ?? Surface(module: graph.module.name)
  for symbol in graph.symbols {
    // What a conformance brings by itself is not declared.
    if symbol.identifier.precise.contains("::SYNTHESIZED::") { continue }
    let text = (symbol.declarationFragments ?? []).map(\.spelling).joined()
    let declaration = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let outermost = symbol.pathComponents[0]
    if symbol.pathComponents.count == 1, !file.lastPathComponent.contains("@") {
      surface.kinds[outermost] = symbol.kind.identifier.replacing("swift.", with: "")
    } else {
      let place = symbol.pathComponents.dropLast().joined(separator: ".")
      surface.members[outermost, default: []].append("\(place): \(declaration)")
    }
  }
  surfaces[graph.module.name] = surface
}

for surface in surfaces.values.sorted(by: { $0.module < $1.module }) {
  print("\n\(surface.module): \(surface.count) declarations")
  // The names of what is generated are in API.md.
  if surface.module == "WeDriveGenerated", !showsMembers { continue }
  for name in Set(surface.kinds.keys).union(surface.members.keys).sorted() {
    let members = surface.members[name] ?? []
    print("  \(surface.kinds[name] ?? "extension") \(name)\(members.isEmpty ? "" : " \(members.count)")")
    if showsMembers { for member in members.sorted() { print("    \(member)") } }
  }
}
let all = surfaces.values.filter { $0.module != "WeDriveGenerated" }.reduce(0) { $0 + $1.count }
print("\npublic declarations, without the generated: \(all)")
