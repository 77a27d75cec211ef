import Catalog

/// One difference between two catalogs: what it is, whom it concerns, and where it stands.
public struct Finding: Sendable {
  /// Which way the value travels that a difference is about.
  public enum Direction: String, Sendable { case request, response, both }

  /// A call.
  public struct Call: Sendable, Equatable {
    /// The id in the catalog, for example `file_list`.
    public var id: String
    /// The HTTP method.
    public var method: String
    /// The path on the service's host.
    public var path: String

    /// A call.
    public init(id: String, method: String, path: String) {
      self.id = id
      self.method = method
      self.path = path
    }
  }

  /// The kind of difference.
  public var rule: DriftRule
  /// The declaration in the words of the overlay: `endpoints.file_list.request.limit`.
  public var target: String
  /// The documentation family, or the kind of a shared declaration: `files`, `types`, `enums`.
  public var family: String
  /// The call that is concerned; nil for what several calls share.
  public var call: Call?
  /// The path of names below the call or the shared declaration, for example `request.limit`; nil for all of it.
  public var field: String?
  /// Which way the value travels; nil for what does not travel.
  public var direction: Direction?
  /// What was; nil for what is new.
  public var old: String?
  /// What is; nil for what is gone.
  public var new: String?
  /// Where it stands in the base; for what is new, where its owner stands, if there is one.
  public var base: Location?
  /// Where it stands in the head; for what is gone, where its owner stands, if there is one.
  public var head: Location?
  /// The Swift symbol that is affected, as a program names it; nil if there is none.
  public var symbol: String?
  /// The link to the page that documents it.
  public var page: String?
  /// The ids of the calls that a shared declaration is part of.
  public var usedBy: [String] = []
  /// How many replies it was observed in; nil for what was not observed.
  public var replies: Int?

  package init(
    rule: DriftRule, target: String, family: String, call: Call? = nil, field: String? = nil,
    direction: Direction? = nil, old: String? = nil, new: String? = nil, base: Location? = nil, head: Location? = nil,
    symbol: String? = nil, page: String? = nil, usedBy: [String] = [], replies: Int? = nil
  ) {
    self.rule = rule
    self.target = target
    self.family = family
    self.call = call
    self.field = field
    self.direction = direction
    self.old = old
    self.new = new
    self.base = base
    self.head = head
    self.symbol = symbol
    self.page = page
    self.usedBy = usedBy
    self.replies = replies
  }

  /// How much it matters.
  public var level: FindingLevel { rule.level }

  /// A number that stays the same when texts are reworded, declarations move and this program words things differently.
  public var fingerprint: String { Fingerprint.of([rule.id, target, old ?? "", new ?? ""]) }

  /// What it is about, as a sentence begins: `request.limit of file_list`.
  public var subject: String {
    guard let call else { return target }
    return field.map { "\($0) of \(call.id)" } ?? call.id
  }

  /// What was and what is, if either is said: `1...1000 → 1...500`.
  public var change: String? {
    switch (old, new) {
    case (let old?, let new?): "\(old) → \(new)"
    case (let old?, nil): old
    case (nil, let new?): new
    case (nil, nil): nil
    }
  }

  /// One sentence without a full stop.
  public var text: String {
    let often = replies.map { " (\($0) \($0 == 1 ? "reply" : "replies"))" } ?? ""
    return "\(subject) \(rule.phrase)" + (change.map { ": \($0)" } ?? "") + often
  }
}

extension Finding: Comparable {
  /// What matters most comes first; then by target.
  public static func < (one: Finding, other: Finding) -> Bool {
    if one.level != other.level { return one.level > other.level }
    return one.key.lexicographicallyPrecedes(other.key)
  }

  /// Two findings are the same if they say the same about the same declaration.
  public static func == (one: Finding, other: Finding) -> Bool { one.level == other.level && one.key == other.key }

  private var key: [String] { [family, target, rule.id, old ?? "", new ?? ""] }
}

/// Short numbers that tell findings apart.
package enum Fingerprint {
  /// 16 hexadecimal digits: FNV-1a over the parts, 64 bits wide. It identifies and protects nothing, so no more is needed.
  package static func of(_ parts: [String]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      // The end of a part, which is no byte of UTF-8.
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A place in a file of one of the two sides.
public struct Location: Sendable, Hashable, CustomStringConvertible {
  /// The revision of a version control system that the file is from; nil for a file in a folder.
  public var revision: String?
  /// The path of the file, from where the program runs or from the root of the revision.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, in Unicode scalars.
  public var column: Int

  /// A position in a catalog, in the catalog's folder.
  public init(_ position: Position) {
    file = position.file
    line = position.line
    column = position.column
  }

  /// `Spec/wecom/files.yaml:12:5`, or `HEAD:Spec/wecom/files.yaml:12:5`.
  public var description: String { "\(path):\(line):\(column)" }

  /// `Spec/wecom/files.yaml`, or `HEAD:Spec/wecom/files.yaml`.
  public var path: String { (revision.map { "\($0):" } ?? "") + file }
}
