import SwiftEmitter
import TestSupport
import Testing

@testable import Catalog

@Suite("Hostile input")
struct HostileInputTests {
  @Test("A catalog with random mistakes is either loaded or refused with a reason", arguments: 0..<8 as Range<UInt64>)
  func mutations(seed: UInt64) throws {
    let files = try Fixtures.files(in: Fixtures.base)
    let paths = files.keys.sorted()
    var generator = SplitMix64(seed: seed)
    for round in 0..<500 {
      var changed = files
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let path = try #require(paths.randomElement(using: &generator))
        changed[path] = mutate(try #require(changed[path]), &generator)
      }
      let (catalog, diagnostics) = Catalog.load(files: changed)
      let hasErrors = diagnostics.contains { $0.severity == .error }
      #expect((catalog == nil) == hasErrors, "seed \(seed), round \(round)")
      #expect(diagnostics == diagnostics.sorted())
      #expect(Set(diagnostics).count == diagnostics.count)
      for diagnostic in diagnostics {
        let lines = changed[diagnostic.position.file].map {
          $0.split(separator: 0x0A, omittingEmptySubsequences: false).count
        }
        #expect(diagnostic.position.line <= (lines ?? 1) + 1 && diagnostic.position.column >= 1, "\(diagnostic)")
      }
    }
  }

  /// What people and programs do to files: bytes go, come, change; lines move; pieces come twice.
  private func mutate(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    guard bytes.count > 2 else { return bytes }
    var bytes = bytes
    let at = Int.random(in: 0..<bytes.count, using: &generator)
    let upTo = min(bytes.count, at + Int.random(in: 1...30, using: &generator))
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes.removeSubrange(at..<upTo)
    case 2: bytes.insert(contentsOf: bytes[at..<upTo], at: Int.random(in: 0..<bytes.count, using: &generator))
    case 3: bytes.insert(Array(" \t\n:{}[],&*!#-'\"|>%@0~".utf8).randomElement(using: &generator) ?? 0, at: at)
    case 4: bytes = Array(bytes[..<at])
    case 5:
      var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      lines.swapAt(
        Int.random(in: 0..<lines.count, using: &generator), Int.random(in: 0..<lines.count, using: &generator))
      bytes = Array(lines.joined(separator: [0x0A]))
    default: bytes[at] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
    }
    return bytes
  }

  @Test("Aliases that would unfold into gigabytes are refused at once")
  func aliases() throws {
    var text = "a: &a [\(Array(repeating: "x", count: 9).joined(separator: ", "))]\n"
    for (name, previous) in zip("bcdefghijklmnop", "abcdefghijklmno") {
      text += "\(name): &\(name) [\(Array(repeating: "*\(previous)", count: 9).joined(separator: ", "))]\n"
    }
    let clock = ContinuousClock()
    var ids: Set<String> = []
    let time = try clock.measure {
      ids = Set(try Catalog.load(over: ["case/limits.yaml": text + "limits: *p\n"]).diagnostics.map(\.rule.id))
    }
    #expect(ids == ["yaml-alias"])
    #expect(time < .seconds(2))
  }

  @Test("A million aliases are not a million messages")
  func manyAliases() throws {
    let text = "limits: [&a 1\(String(repeating: ", *a", count: 1_000_000))]\n"
    #expect(try Catalog.load(over: ["case/limits.yaml": text]).diagnostics.count == NodeParser.maximumRefusals)
  }

  @Test(
    "Nesting is bounded before the stack is",
    arguments: [
      String(repeating: "[", count: 500_000), String(repeating: "{a: ", count: 200_000),
      String(repeating: "- ", count: 500_000), String(repeating: "? ", count: 200_000),
    ])
  func nesting(text: String) throws {
    let clock = ContinuousClock()
    let time = try clock.measure {
      let found = try Catalog.load(over: ["case/limits.yaml": text])
      #expect(found.diagnostics.map(\.rule.id) == ["too-deep"])
    }
    #expect(time < .seconds(5))
  }

  @Test("A chain of types as long as a file allows does not exhaust the stack")
  func longChain() throws {
    let count = 20_000
    let chain = (0..<count).map { index in
      "  T\(index): {about: A., fields: {next: {type: T\(index + 1), about: Next.}}}\n"
    }
    let end = "  T\(count): {about: A., fields: {next: {type: T0, about: And again.}}}\n"
    let found = try Catalog.load(over: ["case/types.yaml": "types:\n" + chain.joined() + end])
    #expect(found.diagnostics.map(\.rule.id) == ["recursive-type"])
  }

  @Test(
    "Figures at the ends of what a number holds are taken or refused, and generated from",
    arguments: [
      "-9223372036854775808", "-1", "0", "4294967296", "9223372036854775807", "9223372036854775808",
      "18446744073709551616", "99999999999999999999", "1e308", "0x7fffffffffffffff",
    ])
  func extremes(figure: String) throws {
    let cases = [
      "case/limits.yaml": "limits: {a: {value: \(figure), unit: bytes, about: A., docs: \(figure)}}\n",
      "case/errcodes.yaml": "service: wecom\nerrcodes: {\(figure): {name: a, about: A., action: fatal}}\n",
      "case/enums.yaml":
        "enums: {A: {raw: int32, about: A., values: {\(figure): {name: a}}}, B: {raw: uint32, about: B., values: {\(figure): {name: a}}}}\n",
      "case/types.yaml": """
      types:
        A:
          about: A.
          fields:
            a: {type: int64, range: [\(figure), \(figure)], about: A., default: \(figure), since: \(figure), until: \(figure).\(figure)}
            b: {type: string, weight: \(figure), length: [\(figure), \(figure)], about: B.}
            c: {type: [string], items: [null, \(figure)], about: C.}
            d: {type: base64, bytes: [\(figure), null], about: D.}
            e: {type: [AuthInfo], at-most: [{with: {type: person}, most: \(figure)}], about: E.}

      """,
      "case/endpoints.yaml": """
      family: cases
      service: wecom
      about: A.
      endpoints:
        a:
          summary: Lists a.
          path: /a
          docs: {internal: \(figure), updated: \(figure)}
          effect: read
          errcodes: [\(figure)]

      """,
    ]
    for (path, text) in cases {
      let (catalog, diagnostics) = try Catalog.load(over: [path: text])
      #expect(catalog != nil || !diagnostics.isEmpty)
      if let catalog { #expect(!SwiftEmitter.files(for: catalog).isEmpty) }
    }
  }

  @Test("A file that is too large is not read")
  func size() throws {
    var bounds = LoadBounds()
    bounds.fileBytes = 4000
    let text = "limits: {}\n" + String(repeating: "# filler\n", count: 1000)
    let found = try Catalog.load(over: ["case/limits.yaml": text], bounds: bounds)
    #expect(found.diagnostics.map(\.rule.id) == ["file-too-large"])
  }
}
