import Synchronization
import Testing
import WeDriveRuntime

/// Sends nothing: answers from what was laid out for it, and keeps what it was asked.
private final class Desk: LibraryAPI, APICaller {
  let asked = Mutex<[String]>([])
  let replies: Mutex<[String]>

  init(_ replies: [String] = []) { self.replies = Mutex(replies) }

  func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
    let body = String(decoding: try WireJSON.encode(request, endpoint: Request.endpoint.name), as: UTF8.self)
    asked.withLock { $0.append("\(Request.endpoint.name) \(body)") }
    let reply = replies.withLock { $0.isEmpty ? "{}" : $0.removeFirst() }
    return try WireJSON.decode(Request.Response.self, from: Array(reply.utf8), endpoint: Request.endpoint.name)
  }
}

/// Implements one call, as a server or a stub might.
private struct Librarian: LibraryAPI {
  func bookGet(_ request: BookGetRequest) async throws(WeDriveError) -> BookGetResponse {
    BookGetResponse(book: BookInfo(bookID: request.bookID ?? "none"))
  }
}

@Suite("Generated calls")
struct CallTests {
  @Test("A caller sends what it has no method of its own for")
  func sending() async throws {
    let desk = Desk([#"{"bookid":"new"}"#])
    let reply = try await desk.bookAdd(
      shelfID: "A", title: "Atlas", cover: Base64Content([1]), kind: .atlas, authors: [.painter()]
    ) {
      $0.isbn = "1234567890"
    }
    #expect(reply.bookID == "new")
    try await desk.readersGreet()
    _ = try await desk.`import`(import: "x") { $0.decoder = "d" }
    #expect(
      desk.asked.withLock { $0 } == [
        #"book_add {"authors":[{"pupils":[],"role":2}],"cover":"AQ==","isbn":"1234567890","kind":2,"shelfid":"A","title":"Atlas"}"#,
        "readers_greet {}", #"import {"decoder":"d","import":"x"}"#,
      ])
  }

  @Test("Each alternative has a method of its own")
  func alternatives() async throws {
    let desk = Desk(Array(repeating: #"{"book":{"bookid":"b"}}"#, count: 3))
    _ = try await desk.bookGet(bookID: "b")
    _ = try await desk.bookGet(ticket: "t") { $0.withCover = true }
    _ = try await desk.bookGet(shelfID: "s", place: 3)
    #expect(
      desk.asked.withLock { $0 } == [
        #"book_get {"bookid":"b"}"#, #"book_get {"ticket":"t","with_cover":true}"#,
        #"book_get {"place":3,"shelfid":"s"}"#,
      ])
  }

  @Test("A conformer that sends nothing has what it implements, and throws for everything else")
  func notImplemented() async throws {
    let librarian: any LibraryAPI = Librarian()
    #expect(try await librarian.bookGet(bookID: "b").book.bookID == "b")
    await #expect {
      _ = try await librarian.cardGet(reader: "li", password: "long enough")
    } throws: { error in
      guard case .notImplemented(let endpoint) = error as? WeDriveError else { return false }
      return endpoint == "card_get"
    }
  }

  @Test("Every endpoint has a route, which decodes, calls the method and encodes")
  func routes() async throws {
    #expect(libraryRoutes.count == 16)
    #expect(Set(libraryRoutes.map(\.endpoint.path)).count == libraryRoutes.count)
    let route = try #require(libraryRoutes.first { $0.endpoint.name == "book_get" })
    let reply = try await route.answer(Librarian(), Array(#"{"bookid":"z"}"#.utf8))
    #expect(String(decoding: reply, as: UTF8.self).contains(#""bookid":"z""#))
    await #expect(throws: WeDriveError.self) { _ = try await route.answer(Librarian(), Array("[]".utf8)) }
  }
}

@Suite("Generated paging")
struct PagingTests {
  @Test("Items come page after page; the page's size defaults to the largest")
  func items() async throws {
    let desk = Desk([
      #"{"has_more":true,"next_start":2,"page":{"item":[{"bookid":"1"},{"bookid":"2"}]}}"#,
      #"{"has_more":true,"next_start":3,"page":{}}"#,
      #"{"has_more":false,"page":{"item":[{"bookid":"3"}]}}"#,
    ])
    var books: [BookID] = []
    for try await book in desk.bookListItems(shelfID: "A", configure: { $0.order = .title }) {
      books.append(book.bookID)
    }
    #expect(books == ["1", "2", "3"])
    #expect(
      desk.asked.withLock { $0 }
        == [0, 2, 3].map { #"book_list {"limit":500,"order":"title","shelfid":"A","start":\#($0)}"# })
  }

  @Test("A cursor of text is absent at first")
  func cursor() async throws {
    let desk = Desk([
      #"{"has_more":true,"next_cursor":"c","reader_list":[{"number":1}]}"#,
      #"{"has_more":false,"reader_list":[{"number":2}]}"#,
    ])
    var numbers: [ReaderNumber] = []
    for try await reader in desk.readerListItems() { numbers.append(reader.number) }
    #expect(numbers == [1, 2])
    #expect(desk.asked.withLock { $0 } == ["reader_list {}", #"reader_list {"cursor":"c"}"#])
  }

  @Test(
    "A cursor that does not move ends in an error, not in a loop",
    arguments: [
      #"{"has_more":true,"next_start":0,"page":{"item":[{"bookid":"1"}]}}"#,
      #"{"has_more":true,"page":{"item":[{"bookid":"1"}]}}"#,
    ])
  func stuck(reply: String) async {
    let desk = Desk(Array(repeating: reply, count: 5))
    await #expect(throws: WeDriveError.self) {
      for try await _ in desk.bookListItems(shelfID: "A") {}
    }
    #expect(desk.asked.withLock { $0.count } == 1)
  }
}
