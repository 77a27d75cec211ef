import Foundation
import Testing
import WeDriveRuntime

@Suite("Generated events")
struct EventTests {
  private var message: EventNode {
    EventNode(
      "xml",
      children: [
        EventNode("kind", text: "event"), EventNode("what", text: "book \"returned\""),
        EventNode("reader", text: "li"), EventNode("book", text: "1"), EventNode("book", text: "2"),
        EventNode("mood", text: "-1"), EventNode("time", text: "1700000000"), EventNode("shelf", text: "7"),
        EventNode("default", text: ""), EventNode("pass", text: "planted"), EventNode("later", text: "x"),
      ])
  }

  @Test("An event is read from its nodes, and writes them again")
  func roundTrip() throws {
    #expect(ReturnedEvent.signature.matches(message) && !ClosingEvent.signature.matches(message))
    let event = try ReturnedEvent(from: message)
    #expect(event.reader == "li" && event.books == ["1", "2"] && event.mood == .bad && event.time == 1_700_000_000)
    #expect(event.date == Date(timeIntervalSince1970: 1_700_000_000))
    #expect(event.shelf == [7] && event.default == "" && event.pass == "planted")
    var expected = message
    expected.children.removeLast()
    #expect(EventNode(event) == expected)
    #expect(!"\(event)".contains("planted"))
    #expect(libraryEvents.map { $0.signature.name } == ["book_returned", "closing"])
  }

  @Test("What is missing is nil or empty where it may be, and a defect by its name where not")
  func missing() throws {
    var bare = message
    bare.children.removeAll { $0.name != "reader" }
    let event = try ReturnedEvent(from: bare)
    #expect(event.books.isEmpty && event.mood == nil && event.time == nil && event.date == nil)
    bare.children = []
    #expect(throws: EventDecodingError(field: "reader", reason: "is missing")) { try ReturnedEvent(from: bare) }
    for (name, text) in [("shelf", "-1"), ("time", "1.5"), ("mood", "good")] {
      bare.children = [EventNode("reader", text: "li"), EventNode(name, text: text)]
      #expect(throws: EventDecodingError(field: name, reason: "is not a number that fits")) {
        try ReturnedEvent(from: bare)
      }
    }
  }
}
