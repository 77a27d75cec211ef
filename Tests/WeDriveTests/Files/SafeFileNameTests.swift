import Testing

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("A server's file name")
struct SafeFileNameTests {
  @Test(
    "stays as it is when it is harmless",
    arguments: ["report.pdf", "年度 报告.xlsx", "a b-c_d.tar.gz", "-rf", "CONTENT.txt", "COM10", "😀.txt"])
  func harmless(_ name: String) {
    #expect(SafeFileName(name).text == name)
  }

  @Test(
    "becomes one visible component of a path",
    arguments: [
      ("../../etc/passwd", "_._.._etc_passwd"), ("/etc/passwd", "_etc_passwd"), ("..", "__"), (".", "_"), ("", "file"),
      ("CON", "_CON"), ("com1.txt", "_com1.txt"),
      ("a. .", "a___"), ("...", "___"),
      (".bashrc", "_bashrc"), ("a\u{0}b", "a_b"), ("a\nb\u{1B}[2J", "a_b_[2J"), ("a\\b", "a_b"),
      ("\u{85}x\u{7F}", "_x_"),
      ("invoice\u{202E}fdp.exe", "invoice_fdp.exe"), ("a\u{2028}b", "a_b"),
    ])
  func hostile(_ name: String, _ expected: String) {
    #expect(SafeFileName(name).text == expected)
  }

  @Test("is cut to what a file system takes, at a character and before its extension")
  func overLong() {
    let long = SafeFileName(String(repeating: "汉", count: 200) + ".xlsx").text
    #expect(long == String(repeating: "汉", count: 83) + ".xlsx")
    #expect(long.utf8.count <= 255)
    #expect(SafeFileName(String(repeating: "a", count: 300)).text == String(repeating: "a", count: 255))
    #expect(SafeFileName(String(repeating: "a", count: 255)).text.utf8.count == 255)
    #expect(SafeFileName("x." + String(repeating: "e", count: 400)).text.utf8.count == 255)
  }

  @Test("is cut even within a character that is longer than a name may be")
  func endlessCharacter() {
    let name = SafeFileName("e" + String(repeating: "\u{301}", count: 1000)).text
    #expect(name.utf8.count <= 255)
    #expect(name.utf8.count > 250)
  }

  @Test("ends with neither a dot nor a space, whatever its length and wherever it is cut")
  func ends() {
    let ends = [
      " b", ". b", " .b", "...", "   ", " . . .", "\u{301}", " \u{301}x", ".\u{301}\u{301}x", "é b", "👨‍👩‍👧 b",
      " \u{200D} ",
    ]
    for count in 240...260 {
      for end in ends {
        for filler in ["a", "汉", "e\u{301}", " ", "."] {
          let name = String(repeating: filler, count: count / filler.utf8.count) + end
          for text in [SafeFileName(name).text, SafeFileName(name + ".pdf").text, SafeFileName("a" + name).text] {
            #expect(text.utf8.count <= 255 && !text.isEmpty, "\(name.debugDescription)")
            #expect(text.unicodeScalars.last != "." && text.unicodeScalars.last != " ", "\(name.debugDescription)")
          }
        }
      }
    }
    #expect(SafeFileName(String(repeating: "a", count: 254) + " b").text == String(repeating: "a", count: 254) + "_")
    // A single character that is cut within.
    let endless = "e" + String(repeating: " \u{301}", count: 200)
    for count in 250...255 {
      let text = SafeFileName.shortened(endless, to: count)
      #expect(text.unicodeScalars.last != " " && text.utf8.count <= count)
    }
  }

  @Test("still ends plainly when a number tells it from a twin")
  func twins() {
    for extensionLength in [1, 5, 15, 16, 100, 248, 249, 250] {
      let name = SafeFileName(
        String(repeating: "a", count: 250 - extensionLength) + "." + String(repeating: "e", count: extensionLength))
      var names = UniqueFileNames()
      for _ in 0..<12 {
        let text = names.take(name)
        #expect(text.utf8.count <= 255 && text.last != "." && text.last != " ", "\(text)")
      }
    }
  }
}
