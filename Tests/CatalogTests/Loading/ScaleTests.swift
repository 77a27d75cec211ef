import SwiftEmitter
import Testing

@testable import Catalog

@Suite("Scale")
struct ScaleTests {
  /// A catalog with that many endpoints, each with ten fields.
  private func files(endpoints count: Int) -> [String: [UInt8]] {
    var text = "family: calls\nabout: Calls.\nendpoints:\n"
    for index in 0..<count {
      text += """
          call_\(index):
            summary: Does what call \(index) does.
            path: /call/\(index)
            docs: {internal: 1}
            effect: read
            request:

        """
      for field in 0..<10 { text += "      field_\(field): {type: SpaceID, about: The space number \(field).}\n" }
    }
    let manifest = """
      format: 1
      services:
        wecom:
          about: A service.
          host: https://qyapi.weixin.qq.com
          docs: https://example.com/{page}
          token: access_token
          envelope: {code: errcode, message: errmsg}
          swift: WeComErrcode
      files: [calls.yaml, types.yaml]
      """
    return [
      "catalog.yaml": Array(manifest.utf8), "calls.yaml": Array(text.utf8),
      "types.yaml": Array("identifiers:\n  SpaceID: {raw: string, about: A space.}\n".utf8),
    ]
  }

  @Test("Loading takes time in proportion to the number of endpoints")
  func linear() throws {
    let clock = ContinuousClock()
    let small = files(endpoints: 300)
    let large = files(endpoints: 3000)
    var times: [(small: Duration, large: Duration)] = []
    for _ in 0..<3 {
      let first = clock.measure { #expect(Catalog.load(files: small).catalog != nil) }
      let second = clock.measure { #expect(Catalog.load(files: large).catalog != nil) }
      times.append((first, second))
    }
    let ratio = times.map { $0.large / $0.small }.min() ?? .infinity
    #expect(ratio < 30, "ten times the endpoints took \(ratio) times as long")
  }

  @Test("Generating takes time in proportion to the number of endpoints")
  func linearGenerating() throws {
    let clock = ContinuousClock()
    let small = try #require(Catalog.load(files: files(endpoints: 200)).catalog)
    let large = try #require(Catalog.load(files: files(endpoints: 2000)).catalog)
    var ratio = Double.infinity
    for _ in 0..<2 {
      let first = clock.measure { #expect(!SwiftEmitter.files(for: small).isEmpty) }
      let second = clock.measure { #expect(!SwiftEmitter.files(for: large).isEmpty) }
      ratio = min(ratio, second / first)
    }
    #expect(ratio < 20, "ten times the endpoints took \(ratio) times as long")
  }

  @Test("Thousands of mistakes with suggestions do not take for ever")
  func manyMistakes() throws {
    var large = files(endpoints: 2000)
    let text = String(decoding: try #require(large["calls.yaml"]), as: UTF8.self)
    large["calls.yaml"] = Array(text.replacing("type: SpaceID", with: "type: SpaceId").utf8)
    let clock = ContinuousClock()
    let time = clock.measure { #expect(Catalog.load(files: large).diagnostics.count == 20_000) }
    #expect(time < .seconds(20))
  }
}
