/// One call of a remote API.
public struct Endpoint: Sendable {
  /// The HTTP method.
  public enum Method: String, Sendable, CaseIterable { case get = "GET", post = "POST" }

  /// What a call does at the service; decides what may be sent twice.
  public enum Effect: String, Sendable, CaseIterable {
    case read, replace, append, delete, create

    /// Whether a call with this effect may be sent again when its reply was lost.
    public var isRepeatable: Bool { self != .create }
  }

  /// The kinds of app that a service tells apart.
  public enum AppKind: String, Sendable, CaseIterable {
    case `internal`
    case thirdParty = "third-party"
    case agency
    case miniProgram = "mini-program"
    case officialAccount = "official-account"

    /// All kinds that one platform has.
    public static let platforms: [Set<AppKind>] = [
      [.internal, .thirdParty, .agency], [.miniProgram, .officialAccount],
    ]
  }

  /// Where the call is documented.
  public struct Documentation: Sendable {
    /// What stands for `{page}` in the service's links, in the order of ``AppKind/allCases``; a kind may have several.
    public var pages: [(kind: AppKind, page: String)]
    /// The newest page's own date, `YYYY-MM-DD`.
    public var updated: String?

    /// The app kinds that have a page, each once.
    public var kinds: [AppKind] { AppKind.allCases.filter { kind in pages.contains { $0.kind == kind } } }
  }

  /// How the call is asked for its next page, and what a page holds.
  public struct Paging: Sendable {
    /// The request's field that says where the page starts.
    public var from: String
    /// The response's field from which `from` is filled for the next page.
    public var next: String
    /// The response's field that says whether another page follows.
    public var more: String
    /// The path of field names from the response to the list of items.
    public var items: [String]
    /// How pages by offset are joined without a gap; nil where `from` is a cursor, or nothing is known about the items.
    public var overlap: Overlap?
    /// Where it is declared.
    public var position: Position
  }

  /// What is needed to let each page begin with an item of the one before.
  public struct Overlap: Sendable {
    /// The request's field that says how many items a page may hold.
    public var size: String
    /// The item's field that tells it from all others.
    public var identity: String
    /// The item's fields that it may be sorted by: one of which they changed may stand somewhere else.
    public var order: [String]
  }

  /// How an upload in blocks that this call starts goes on.
  public struct BlockUpload: Sendable {
    /// A name, and where it is written.
    public struct Name: Sendable {
      /// The name.
      public var text: String
      /// Where it is written.
      public var position: Position
    }

    /// The call that sends one block.
    public var part: Name
    /// The call that completes the upload.
    public var finish: Name
    /// The starting request's field for the content's size.
    public var size: Name
    /// The starting request's field for the digests of the blocks.
    public var digests: Name
    /// The starting reply's field that says whether the service has the content already.
    public var exists: Name
    /// The field that names the upload: of the starting reply, and of the requests that follow.
    public var key: Name
    /// The part's field for the number of the block.
    public var index: Name
    /// The part's field for the bytes of the block.
    public var content: Name
    /// The field that the upload was made for: of the starting and of the completing reply.
    public var result: Name
    /// Errcodes of the calls that follow which say that the key is no longer good.
    public var expired: [Int]
    /// Where it is declared.
    public var position: Position
  }

  /// The id, for example `file_list`.
  public var id: String
  /// The name of the method, given or derived.
  public var swiftName: String
  /// One sentence in the third person.
  public var summary: String
  /// What else matters to a caller.
  public var about: String?
  /// The HTTP method.
  public var method: Method
  /// The path on the service's host.
  public var path: String
  /// Where it is documented.
  public var documentation: Documentation
  /// Which kinds of app may call it.
  public var apps: [AppKind]
  /// What it does at the service.
  public var effect: Effect
  /// Whether it may be sent again when its reply was lost.
  public var isRepeatable: Bool
  /// Why that differs from what the effect says.
  public var repeatableWhy: String?
  /// The kinds of tokens of which it carries one. Empty: it carries none.
  public var tokens: [TokenKind]
  /// Whether a reply has the envelope's fields only where the call was refused.
  public var hasBareReply: Bool
  /// Whether each call counts against the calls that a corp has in a month.
  public var isMetered: Bool
  /// What is asked, in the order of the file.
  public var request: [Field]
  /// What is answered, without the envelope.
  public var response: [Field]
  /// Alternatives of which a request fills exactly one; each names request fields. Empty: no such rule.
  public var alternatives: [[String]]
  /// How the next page is asked for; nil: there are no pages.
  public var paging: Paging?
  /// How the upload in blocks that it starts goes on; nil: it starts none.
  public var blocks: BlockUpload?
  /// Codes of the service worth naming in the call's documentation.
  public var errcodes: [Int]
  /// What to call instead.
  public var deprecated: String?
  /// Where it is declared.
  public var position: Position

  /// Whether it carries a token.
  public var carriesToken: Bool { !tokens.isEmpty }
}
