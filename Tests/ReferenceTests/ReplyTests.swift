import Testing
import WeDriveRuntime

@Suite("Generated replies")
struct ReplyTests {
  @Test("A missing list is empty, and so is an object that holds nothing but lists; null is the same as missing")
  func lists() throws {
    for json in ["{}", #"{"page":null}"#, #"{"page":{}}"#, #"{"page":{"item":null}}"#] {
      let reply = try read(BookListResponse.self, json)
      #expect(reply.page.books.isEmpty && reply.page.missing.isEmpty && reply.hasMore == nil)
    }
    let book = try read(BookInfo.self, #"{"bookid":"b","loan":{"reader":7}}"#)
    #expect(book.authors.authors.isEmpty && book.loan?.reader == 7 && book.loan?.reminders.times.isEmpty == true)
  }

  @Test("What is not documented is ignored, at every depth")
  func unknownFields() throws {
    let reply = try read(
      BookListResponse.self, #"{"new":{"a":[1]},"page":{"item":[{"bookid":"b","new":1}],"new":[]}}"#)
    #expect(reply.page.books.map(\.bookID) == ["b"])
  }

  @Test("A number that may be a string is read as either, exactly")
  func lenientNumbers() throws {
    #expect(try read(CardGetResponse.self, #"{"card":"c","lent":"7200","count":"3"}"#).lent == 7200)
    #expect(try read(CardGetResponse.self, #"{"card":"c","lent":7200,"count":3}"#).count == 3)
    #expect(try read(CardGetResponse.self, #"{"card":"c","lent":"","count":1}"#).lent == nil)
    #expect(try read(CardGetResponse.self, #"{"card":"c","lent":null,"count":1}"#).lent == nil)
    let big = #"{"somebody_who_got_it_in_the_end":"18446744073709551615"}"#
    let reply = try read(BookGiveAwayToSomebodyWhoHasRoomForItAndWantsItResponse.self, big)
    #expect(reply.somebodyWhoGotItInTheEnd == ReaderNumber(.max))
    #expect(failure(reading: CardGetResponse.self, #"{"card":"c","lent":"1e300","count":1}"#)?.field == "lent")
    // A number that does not fit is refused; which one it was, Foundation's decoder does not tell.
    #expect(failure(reading: CardGetResponse.self, #"{"card":"c","lent":1e300,"count":1}"#) != nil)
    #expect(failure(reading: CardGetResponse.self, #"{"card":"c","count":-1}"#) != nil)
  }

  @Test("A bool that may be a number is read as either")
  func lenientFlags() throws {
    #expect(try read(BookListResponse.self, #"{"has_more":1}"#).hasMore == true)
    #expect(try read(BookListResponse.self, #"{"has_more":false}"#).hasMore == false)
    #expect(try read(ReaderListResponse.self, #"{"has_more":0}"#).hasMore == false)
    #expect(failure(reading: ReaderListResponse.self, "{}")?.field == "has_more")
    #expect(failure(reading: ReaderListResponse.self, #"{"has_more":"yes"}"#)?.field == "has_more")
  }

  @Test("Without what is always there, a reply is undecodable, and the failure names the field's path")
  func always() {
    #expect(failure(reading: BookGetResponse.self, "{}")?.field == "book")
    #expect(failure(reading: CardGetResponse.self, #"{"card":"c","count":""}"#)?.field == "count")
    #expect(
      failure(reading: BookListResponse.self, #"{"page":{"item":[{"bookid":"a"},{}]}}"#)?.field == "page.item[1].bookid"
    )
    #expect(
      failure(reading: BookInfo.self, #"{"bookid":"a","loan":{"reminders":{"times":[1,"x"]}}}"#)?.field == "loan.reader"
    )
    #expect(
      failure(reading: BookInfo.self, #"{"bookid":"a","loan":{"reader":1,"reminders":{"times":[1,"x"]}}}"#)?.field
        == "loan.reminders.times[1]")
  }

  @Test("Replies encode, so that a server can be written against the same types")
  func encoding() throws {
    var reply = BookListResponse()
    reply.hasMore = true
    reply.nextStart = 2
    var book = BookInfo(bookID: "b")
    book.kind = .novel
    reply.page.books = [book]
    let json = try wire(reply)
    #expect(
      json
        == #"{"has_more":true,"next_start":2,"page":{"item":[{"authors":{"author":[],"helper":[]},"bookid":"b","kind":1}],"missing":[]}}"#
    )
    #expect(try wire(read(BookListResponse.self, json)) == json)
  }

  @Test("Content arrives as bytes")
  func content() throws {
    let reply = try read(BookGetResponse.self, #"{"book":{"bookid":"b"},"cover":"AQID"}"#)
    #expect(reply.cover?.bytes == [1, 2, 3])
    #expect(failure(reading: BookGetResponse.self, #"{"book":{"bookid":"b"},"cover":"*"}"#)?.field == "cover")
  }
}
