import TerminalOutput
import Testing

@testable import WeDriveCommand

@Suite("A line of progress")
struct ProgressLineTests {
  private let half = ProgressLine(
    done: 5 << 30, total: 10 << 30, bytesPerSecond: 112.5 * 1_048_576, remaining: .seconds(46), phase: nil)

  @Test("says how much, how fast and how long")
  func text() {
    #expect(half.text(label: "a.tar") == "a.tar   50%  5.0 GiB of 10.0 GiB  112.5 MiB/s  0:46 left")
    #expect(ProgressLine(done: 1023, total: nil, phase: "hashing").text(label: "a") == "a  hashing  1023 B")
    #expect(ProgressLine(done: 0, total: 0).text(label: "a") == "a  100%  0 B of 0 B")
  }

  @Test("fits the terminal, whatever the name", arguments: [1, 20, 40, 60, 80, 200])
  func bar(columns: Int) {
    for label in ["a.tar", String(repeating: "long", count: 40), String(repeating: "备份", count: 40)] {
      let bar = half.bar(label: label, columns: columns)
      let figures = half.text(label: "").count
      #expect(TerminalText.columns(bar) <= max(columns, figures), "\(bar)")
    }
    #expect(half.bar(label: "a", columns: 80).contains("####"))
  }

  @Test("shows control characters of a name instead of passing them on")
  func harmless() {
    #expect(!half.text(label: "a\u{1B}[2J").contains("\u{1B}"))
    #expect(!half.bar(label: "a\u{1B}[2J", columns: 80).contains("\u{1B}"))
  }

  @Test("counts hours and sizes as people do")
  func figures() {
    #expect(ProgressLine.time(.seconds(3723)) == "1:02:03")
    #expect(ProgressLine.time(.milliseconds(59_900)) == "0:59")
    #expect(ProgressLine.size(1_048_575) == "1023.9 KiB")
    #expect(ProgressLine.size(20 * 1_073_741_824) == "20.0 GiB")
  }
}
