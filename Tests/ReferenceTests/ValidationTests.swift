import Testing
import WeDriveRuntime

@Suite("Generated checks")
struct ValidationTests {
  private func book(_ configure: (inout BookAddRequest) -> Void = { _ in }) -> BookAddRequest {
    BookAddRequest(
      shelfID: "A", title: "Atlas", cover: Base64Content([1]), kind: .atlas, authors: [.writer("Li")]
    ).configured(by: configure)
  }

  @Test("A request that keeps every rule passes")
  func passes() {
    #expect(broken(book()) == nil)
    #expect(broken(ReadersGreetRequest()) == nil)
  }

  @Test("A broken rule is reported with the field's path on the wire, before anything is sent")
  func paths() {
    func field(_ configure: (inout BookAddRequest) -> Void) -> String? { broken(book(configure))?.field }
    #expect(field { $0.title = "十一个汉字的书名太长了" } == "title")
    #expect(field { $0.isbn = "123" } == "isbn")
    #expect(field { $0.cover = Base64Content([]) } == "cover")
    #expect(field { $0.cover = Base64Content([UInt8](repeating: 0, count: 4097)) } == "cover")
    #expect(field { $0.kind = .dictionary } == "kind")
    #expect(field { $0.authors = [] } == "authors")
    #expect(field { $0.authors = [.painter(), .painter()] } == "authors")
    #expect(field { $0.authors = [.painter(), .writer("")] } == "authors[1].name")
    #expect(field { $0.authors = [.painter(), Author(role: .printer)] } == "authors[1].role")
    #expect(field { $0.authors = [.painter(), Author(role: AuthorRole(rawValue: 9))] } == nil)
    #expect(field { $0.authors[0].pupils = [.painter(), .writer("x"), .writer("")] } == "authors[0].pupils[2].name")
    #expect(field { $0.authors[0].share = 101 } == "authors[0].share")
    #expect(field { $0.keywords = ["ok", "too long a word"] } == "keywords[1]")
    #expect(field { $0.binding = .init(colour: "ultramarine") } == "binding.colour")
    #expect(
      field {
        $0.binding = .init(colour: "red")
        $0.binding?.clasp = .init()
        $0.binding?.clasp?.keys = [1, 2, 3]
      } == "binding.clasp.keys")
    #expect(field { $0.seal = 0 } == "seal")
    #expect(broken(book { $0.seal = 0 })?.owner == "book_add")
  }

  @Test("Bounds belong to what is allowed")
  func bounds() {
    #expect(broken(book { $0.title = "十个汉字的书名恰好好" }) == nil)
    #expect(broken(book { $0.seal = 9999 }) == nil)
    #expect(broken(book { $0.cover = Base64Content([UInt8](repeating: 0, count: 4096)) }) == nil)
    #expect(broken(BookListRequest(shelfID: "A", start: 0, limit: 500)) == nil)
    #expect(broken(BookListRequest(shelfID: "A", start: 0, limit: 501))?.field == "limit")
    #expect(broken(BookListRequest(shelfID: "A", start: 0, limit: 0))?.field == "limit")
  }

  @Test("An undocumented value of an enum passes: the service decides")
  func undocumentedValue() {
    #expect(broken(book { $0.kind = BookKind(rawValue: 77) }) == nil)
  }

  @Test("A rule for a secret is checked, and its breach tells nothing of the value")
  func secret() throws {
    let error = try #require(broken(CardGetRequest(reader: "li", password: "hunter2")))
    #expect(error.field == "password" && !"\(error)".contains("hunter2"))
  }

  @Test("Fields that have the names of a check's own variables are checked like others")
  func locals() {
    let request = LocalsRequest(locals: "", request: "", path: "p").configured {
      $0.item = [.of("ok"), .of("long")]
    }
    #expect(broken(request)?.field == "item[1].path")
    #expect(broken(request.configured { $0.index = [""] })?.field == "index[0]")
  }
}
