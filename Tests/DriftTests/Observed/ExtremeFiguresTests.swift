import TestSupport
import Testing

@testable import Catalog
@testable import Drift

/// Figures from outside at the ends of what a number holds: nothing traps.
@Suite("Extreme figures")
struct ExtremeFiguresTests {
  @Test("In a file of observations", arguments: ExtremeFigures.texts)
  func observations(figure: String) {
    let json = """
      {"format": 1, "observations": [{"endpoint": "a", "kind": "unknown-errcode", "errcode": \(figure), "replies": \(figure)}]}
      """
    let format = "{\"format\": \(figure), \"observations\": []}"
    // A figure that the type does not hold is refused, and one that it holds is taken as it is.
    let fits = Int(figure) != nil
    #expect(((try? ObservedReplies(Array(json.utf8))) != nil) == fits)
    #expect(((try? ObservedReplies(Array(format.utf8))) != nil) == (figure == "1"))
  }

  @Test("In the headers of a tar archive", arguments: ExtremeFigures.texts)
  func archives(figure: String) {
    func entry(_ kind: Character, size: String, _ content: String) -> [UInt8] {
      var header = [UInt8](repeating: 0, count: 512)
      header.replaceSubrange(0..<1, with: Array("a".utf8))
      header.replaceSubrange(
        124..<136, with: Array(size.utf8.prefix(12)) + Array(repeating: 0, count: max(0, 12 - size.utf8.count)))
      header[156] = kind.asciiValue ?? 0
      let bytes = Array(content.utf8)
      return header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
    }
    let end = [UInt8](repeating: 0, count: 1024)
    for size in [figure, "777777777777", "-1", "+7", ""] {
      #expect(TarArchive.files(in: entry("0", size: size, "abcdefg") + end)?["a"]?.count ?? 0 <= 7)
    }
    // An extended header whose records give a length of their own: true, too long, too short, and shorter than its digits.
    for length in [figure, "1", "2", "0", "11", "12", "13"] {
      let record = "\(length) path=long"
      let size = String(record.utf8.count, radix: 8)
      let files = TarArchive.files(in: entry("x", size: size, record) + entry("0", size: "3", "abc") + end)
      #expect(files?.count == 1)
    }
    let right = TarArchive.files(in: entry("x", size: "15", "13 path=long\n") + entry("0", size: "3", "abc") + end)
    #expect(right == ["long": Array("abc".utf8)])
  }
}
