import Testing
import WeDriveRuntime

@Suite("Generated enums, identifiers and errcodes")
struct OpenEnumTests {
  @Test("A value that is not listed decodes, keeps its raw value, and encodes again")
  func unknown() throws {
    let book = try read(BookInfo.self, #"{"bookid":"b","kind":4294967295}"#)
    #expect(book.kind?.rawValue == 4_294_967_295 && book.kind?.isKnown == false)
    #expect(book.kind.map { "\($0)" } == "4294967295")
    #expect(try wire(book).contains(#""kind":4294967295"#))
    #expect(try read(ReaderInfo.self, #"{"number":1,"mood":-7,"debt":"everything"}"#).debt?.rawValue == "everything")
  }

  @Test("Listed values have names, and compare equal to what was decoded")
  func known() throws {
    let book = try read(BookInfo.self, #"{"bookid":"b","kind":70000}"#)
    #expect(book.kind == .other && "\(BookKind.other)" == "other" && BookKind.other.isKnown)
    #expect(Set(BookKind.names.keys) == [1, 2, 5, 9, 70_000])
    #expect(Mood(rawValue: -1) == .bad && "\(Mood.noMood)" == "none")
    #expect(Word.`default`.rawValue == "default" && "\(Word.`import`)" == "import")
    switch BookKind(rawValue: 2) {
    case .atlas: break
    default: Issue.record("a decoded value matches its constant")
    }
  }

  @Test("Identifiers convert where the catalog says so, and print unless they are secret")
  func identifiers() {
    let book: BookID = "b-1"
    #expect(ShelfID.pile(under: book).rawValue == "b-1" && ShelfID.shelf(book) == "b-1")
    #expect("\(book)" == "b-1" && "\(ReaderNumber(7))" == "7")
    let ticket: LoanTicket = "hidden-value"
    #expect(!"\(ticket)".contains("hidden-value") && !String(reflecting: ticket).contains("hidden-value"))
  }

  @Test("An errcode carries its service's advice; services with the same number do not mix")
  func errcodes() throws {
    #expect(LibraryErrcode.cardExpired.advice?.action == .refreshToken)
    #expect(Service.library.advice(7)?.name == "card_expired" && Service.archive.advice(7)?.name == "damp")
    #expect(Service.library.advice(12345) == nil)
    let hint = try #require(LibraryErrcode.shelfNotFound.advice?.hint)
    #expect(hint.contains("plan beside the door, which says where each shelf stands, and ask whoever sits"))
    #expect(hint.hasSuffix(#"Shelves called "new" are moved every month."#) && !hint.contains("\n"))
    let refusal = Refusal(endpoint: "old_book_find", service: "archive", code: 5, message: "", advice: nil)
    #expect(refusal.archiveErrcode == .closed && refusal.libraryErrcode == nil)
    #expect("\(ArchiveErrcode.damp)" == "damp" && !LibraryErrcode(rawValue: 12345).isKnown)
  }

  @Test("Limits are constants")
  func limits() {
    #expect(Limits.coverSize == 4096 && Limits.calls == 60_000)
  }
}
