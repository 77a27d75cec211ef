import Foundation
import Testing

@testable import WeDriveRuntime

@Suite struct Base64Tests {
  @Test func `every short length goes there and back as Foundation has it`() {
    for count in 0..<200 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ count) }
      let text = Base64.encode(bytes)
      #expect(text == Data(bytes).base64EncodedString())
      #expect(Base64.decode(text) == bytes)
      #expect(text.utf8.count == Base64.encodedCount(count))
    }
  }

  @Test func `the vector registers write what Foundation writes, for each length and alignment, and nothing beyond`() {
    let content = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
    for start in 0..<16 {
      for count in 0..<300 {
        let bytes = Array(content[start..<(start + count)])
        let size = Base64.encodedCount(count)
        // One byte more, which is libcrypto's, and one that is not for it.
        var room = [UInt8](repeating: 0xEE, count: start + size + 2)
        let written = room.withUnsafeMutableBufferPointer {
          Base64.encode(
            bytes, into: UnsafeMutableBufferPointer(rebasing: $0[start..<(start + size + 1)]), usesVectors: true)
        }
        #expect(written == size)
        #expect(room[start..<(start + size)].elementsEqual(Data(bytes).base64EncodedString().utf8))
        #expect(room.last == 0xEE)
      }
    }
  }

  @Test(arguments: [
    "A", "AA", "AAA", "AAAAA", "====", "A===", "AA=A", "=AAA", "AA==AAAA", "AAA\n", "AAAA\n", " AAAA", "AA A",
    "AAAA AAA",
    "AA-_", "AAA\u{0}", "AAAé", "A=A=",
  ]) func `anything but base64 is refused`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func `random text is decoded as Foundation decodes it if it is base64, and refused otherwise`() {
    let alphabet = Array("AZaz09+/=- \n")
    for _ in 0..<3000 {
      let text = String((0..<Int.random(in: 0...12)).compactMap { _ in alphabet.randomElement() })
      // Foundation alone takes more than base64, for example `z/=A`.
      let isSound = text.wholeMatch(of: /(?:[A-Za-z0-9+\/]{4})*(?:[A-Za-z0-9+\/]{2}==|[A-Za-z0-9+\/]{3}=)?/) != nil
      let expected = isSound ? Data(base64Encoded: text).map { Array($0) } : nil
      #expect(Base64.decode(text) == expected, "\(text)")
    }
  }
}

@Suite struct ContentSpliceTests {
  private struct Part: Codable, Equatable {
    var z: Base64Content
    var a: Base64Content?
    var list: [Base64Content]
    var name: String
  }

  @Test func `contents take their places whatever the order, and the document is JSON`() throws {
    let part = Part(
      z: Base64Content((0..<1000).map { UInt8(truncatingIfNeeded: $0) }), a: Base64Content([]),
      list: (0..<50).map { Base64Content(Array(repeating: UInt8($0), count: $0)) }, name: "base64:x:0: \"é/")
    let bytes = try WireJSON.encode(part, endpoint: "e")
    let plain = try JSONDecoder().decode([String: Plain].self, from: Data(bytes))
    #expect(plain["z"] == .text(Data(part.z.bytes).base64EncodedString()))
    #expect(plain["a"] == .text(""))
    #expect(plain["name"] == .text(part.name))
    #expect(try WireJSON.decode(Part.self, from: bytes, endpoint: "e") == part)
  }

  private enum Plain: Decodable, Equatable {
    case text(String), list([String])
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .list(try container.decode([String].self))
      }
    }
  }

  @Test func `an ordinary encoder writes base64 as well`() throws {
    let data = try JSONEncoder().encode([Base64Content([1, 2, 3])])
    #expect(String(decoding: data, as: UTF8.self) == #"["AQID"]"#)
    #expect("\(Base64Content([1, 2, 3]))" == "3 bytes")
  }

  @Test func `a value that JSON cannot express is refused, not sent`() {
    #expect(throws: WeDriveError.self) { try WireJSON.encode([Double.nan], endpoint: "e") }
  }

  @Test func `secrets are noted while a document is encoded`() throws {
    let document = try WireJSON.document(CreateRequest(name: "n", key: "planted"), endpoint: "e")
    #expect(document.secrets == ["planted"])
    #expect(String(decoding: document.bytes, as: UTF8.self) == #"{"key":"planted","name":"n"}"#)
  }
}
