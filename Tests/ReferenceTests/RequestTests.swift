import Testing
import WeDriveRuntime

@Suite("Generated requests")
struct RequestTests {
  @Test("What is required is in the initialiser, what is not set is not sent")
  func required() throws {
    var request = BookListRequest(shelfID: "A", start: 0, limit: 20)
    #expect(try wire(request) == #"{"limit":20,"shelfid":"A","start":0}"#)
    request.order = .titleDescending
    #expect(try wire(request) == #"{"limit":20,"order":"-title","shelfid":"A","start":0}"#)
  }

  @Test("A request without fields is an empty object")
  func empty() throws {
    #expect(try wire(ReadersGreetRequest()) == "{}")
    #expect(try wire(ReadersGreetResponse()) == "{}")
    _ = try read(ReadersGreetResponse.self, #"{"code":0,"text":"ok"}"#)
  }

  @Test("Every request survives the way to the wire and back")
  func roundTrips() throws {
    var add = BookAddRequest(
      shelfID: .pile(under: "b"), title: "书", cover: Base64Content([1, 2, 3]), kind: .atlas,
      authors: [.writer("Li Bai", -1), .painter()])
    add.binding = .init(colour: "red")
    add.binding?.clasp = .init()
    add.binding?.clasp?.keys = [1, 2]
    add.keywords = ["maps"]
    add.seal = 12
    let json = try wire(add)
    #expect(try wire(read(BookAddRequest.self, json)) == json)
    #expect(json.contains(#""cover":"AQID""#) && json.contains(#""clasp":{"keys":[1,2]}"#))

    let words = DefaultRequest(
      as: "1", associatedtype: "2", async: "3", await: "4", actor: "5", borrowing: "6", break: "7", case: "8",
      catch: "9", class: "10", consuming: "11", continue: "12", convenience: "13", default: "14", defer: "15",
      didSet: "16", do: "17", dynamic: "18", each: "19", else: "20"
    ).configured {
      $0.func = ["a"]
      $0.`in` = ["b"]
      $0.`throws` = []
    }
    let text = try wire(words)
    #expect(text.contains(#""func":["a"]"#) && text.contains(#""in":["b"]"#) && text.contains(#""throws":[]"#))
    #expect(try wire(read(DefaultRequest.self, text)) == text)
  }

  @Test("Each alternative has an initialiser of its own, and only its fields are sent")
  func alternatives() throws {
    #expect(try wire(BookGetRequest(bookID: "b")) == #"{"bookid":"b"}"#)
    #expect(try wire(BookGetRequest(ticket: "t")) == #"{"ticket":"t"}"#)
    #expect(try wire(BookGetRequest(shelfID: "s", place: 1)) == #"{"place":1,"shelfid":"s"}"#)
    #expect(broken(BookGetRequest(bookID: "b")) == nil)
  }

  @Test(
    "A decoded request that fills none of the alternatives, several, or half of one, is refused",
    arguments: ["{}", #"{"bookid":"b","ticket":"t"}"#, #"{"shelfid":"s"}"#, #"{"bookid":"b","place":1}"#])
  func wrongAlternatives(json: String) throws {
    let error = try #require(broken(read(BookGetRequest.self, json)))
    #expect(error.owner == "book_get" && error.field.isEmpty)
    #expect(error.reason == "give exactly one: bookid, or ticket, or shelfid with place")
  }

  @Test("A required field that is missing is named")
  func missing() {
    #expect(failure(reading: BookListRequest.self, #"{"shelfid":"s","start":0}"#)?.field == "limit")
    #expect(failure(reading: BookAddRequest.self, #"{"shelfid":"s","title":"t","kind":1}"#)?.field == "cover")
  }

  @Test("What a request is sent to is a property of its type")
  func endpoints() {
    let endpoint = CardGetRequest.endpoint
    #expect(endpoint.name == "card_get" && endpoint.path == "/readers/card" && endpoint.method == .get)
    #expect(!endpoint.carriesToken && endpoint.isRepeatable && endpoint.effect == .read)
    #expect(endpoint.hasBareReply && !BookAddRequest.endpoint.hasBareReply)
    #expect(ReadersGreetRequest.endpoint.isMetered && !endpoint.isMetered && !BookAddRequest.endpoint.isMetered)
    #expect(ReadersGreetRequest.endpoint.tokens == [.dayPass, .card])
    #expect(BookAddRequest.endpoint.tokens == [.card] && OldBookFindRequest.endpoint.tokens == [.key])
    #expect(BookAddRequest.endpoint.isRepeatable == false && BookRemoveRequest.endpoint.isRepeatable == false)
    #expect(OldBookFindRequest.endpoint.service.name == "archive")
    #expect(OldBookFindRequest.endpoint.service.codeField == "status")
  }

  @Test("A request that holds secrets prints none of them")
  func secrets() {
    let request = CardGetRequest(reader: "li", password: "do-not-print-me")
    #expect(!"\(request)".contains("do-not-print-me") && !String(reflecting: request).contains("do-not-print-me"))
    let book = BookGetRequest(ticket: "do-not-print-me")
    #expect(!"\(book)".contains("do-not-print-me") && !String(reflecting: book).contains("do-not-print-me"))
  }
}
