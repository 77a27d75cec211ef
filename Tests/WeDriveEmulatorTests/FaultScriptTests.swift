import Foundation
import Testing

@testable import WeDriveEmulator

@Suite("The script of faults")
struct FaultScriptTests {
  private func hits(_ selection: FaultSelection, calls: Int = 10) -> [Int] {
    let script = FaultScript()
    script.add(.garbage, selection)
    return (1...calls).filter { _ in !script.take(for: "file_list").isEmpty }
  }

  @Test("The n-th, every n-th, a number of them, all of them")
  func selections() {
    #expect(hits(FaultSelection()) == [1])
    #expect(hits(FaultSelection("file_list", first: 3)) == [3])
    #expect(hits(FaultSelection("file_list", first: 2, every: 3, count: nil)) == [2, 5, 8])
    #expect(hits(FaultSelection("file_list", first: 2, every: 3, count: 2)) == [2, 5])
    #expect(hits(.all("file_list")) == Array(1...10))
    #expect(hits(.all("file_info")).isEmpty)
  }

  @Test("Faults count independently and can be taken back")
  func independence() {
    let script = FaultScript()
    let first = script.add(.errcode(-1), .all())
    script.add(.closeBeforeActing, FaultSelection("a", first: 2))
    #expect(script.take(for: "a") == [.errcode(-1)])
    #expect(script.take(for: "a") == [.errcode(-1), .closeBeforeActing])
    script.remove(first)
    #expect(script.take(for: "a").isEmpty)
    #expect(script.entries.map(\.happened) == [1])
    script.removeAll()
    #expect(script.entries.isEmpty)
  }

  @Test(
    "Every fault survives the control route's JSON",
    arguments: [
      Fault.errcode(-1), .errcode(640_019, acting: true), .closeBeforeActing, .closeAfterActing, .truncate(after: 3),
      .garbage, .reply("{}"), .status(503, retryAfter: "1"), .status(500), .delay(milliseconds: 5),
      .drip(bytes: 1, everyMilliseconds: 2), .expiredToken, .corrupt, .ignoreRange,
    ])
  func json(fault: Fault) throws {
    for selection in [FaultSelection(), FaultSelection("file_list", first: 2, every: 3, count: nil)] {
      let bytes = try JSONEncoder().encode(FaultOrder(fault: fault, selection: selection))
      let order = try JSONDecoder().decode(FaultOrder.self, from: bytes)
      #expect(order.fault == fault)
      #expect(order.selection == selection)
    }
  }

  @Test(
    "Nonsense is refused",
    arguments: [#"{}"#, #"{"fault":"x"}"#, #"{"fault":"truncate","bytes":-1}"#, #"{"fault":"status","status":99}"#])
  func nonsense(json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(FaultOrder.self, from: Data(json.utf8)) }
  }
}
