import CLibcrypto

/// Names what is kept without giving it away.
public struct SharedKey: Sendable, Hashable, CustomStringConvertible {
  /// What kind of thing it is, a word, and 64 hexadecimal digits that depend on what it is about.
  public let text: String

  /// Digests what a record is about: host, corp, secret, path.
  ///
  /// - Parameters:
  ///   - kind: A short word of lower-case letters.
  ///   - parts: What tells one record of the kind from another.
  public init(kind: String, _ parts: [String]) {
    // The length before each part keeps ("ab", "c") and ("a", "bc") apart.
    let bytes = parts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256(bytes, bytes.count, &digest)
    text = "\(kind.filter { $0.isASCII && $0.isLowercase }):\(Hexadecimal.text(digest))"
  }

  /// The text.
  public var description: String { text }
}

/// Tells one state of a record from all others. Versions are compared for equality only: a failover can bring an older
/// one back.
public struct RecordVersion: Sendable, Hashable {
  /// Chosen by the store; printable ASCII.
  public let text: String

  /// That of no record.
  public static let none = RecordVersion("")

  /// Takes a store's name for a version.
  public init(_ text: String) { self.text = text }

  /// One that no record has had yet.
  public static func unique() -> RecordVersion { RecordVersion(ClaimOwner().text) }
}

/// A value in a store.
public struct SharedRecord: Sendable, Hashable {
  /// What was written.
  public let value: [UInt8]
  /// Changes with each write.
  public let version: RecordVersion
  /// How long it will still be kept, by the store's clock.
  public let left: Duration

  /// Joins a value, its version and what is left of its life.
  public init(value: [UInt8], version: RecordVersion, left: Duration) {
    self.value = value
    self.version = version
    self.left = left
  }
}

/// Who claims. Random, so that it says nothing of the host or process.
public struct ClaimOwner: Sendable, Hashable {
  /// 32 hexadecimal digits for owners made here.
  public let text: String

  /// An owner that no other process has.
  public init() {
    var generator = SystemRandomNumberGenerator()
    let halves = [generator.next(), generator.next()]
    text = Hexadecimal.text(halves.flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> ($0 * 8)) } })
  }

  /// An owner of that name.
  public init(_ text: String) { self.text = text }
}

/// The right that a claim gave. A later claim makes it void.
public struct ClaimFence: Sendable, Hashable {
  /// Grows with each claim of a key, as long as the store keeps its record.
  public let number: UInt64
  /// Who claimed.
  public let owner: ClaimOwner

  /// Joins a number and an owner.
  public init(number: UInt64, owner: ClaimOwner) {
    self.number = number
    self.owner = owner
  }
}

/// Which values make a claim unnecessary.
public struct WantedValue: Sendable, Hashable {
  /// The least that must be left of its life.
  public var minimumLeft: Duration
  /// One that is not good enough, since the service refused it for example.
  public var excluding: RecordVersion?

  /// Describes what is wanted: any value, unless restricted.
  public init(minimumLeft: Duration = .zero, excluding: RecordVersion? = nil) {
    self.minimumLeft = minimumLeft
    self.excluding = excluding
  }
}

/// What a claimant is told.
public enum Claim: Sendable, Hashable {
  /// There is a value that is good enough.
  case value(SharedRecord)
  /// Make a new value and settle the claim under the fence. A value that is there, and not good enough, comes along.
  case yours(ClaimFence, previous: SharedRecord?)
  /// Another owner has the claim for at most as long as this. A value that is there comes along.
  case held(Duration, previous: SharedRecord?)
  /// The last claim ended with a note that is kept for as long as this.
  case noted([UInt8], Duration)
}

/// How a claim goes on or ends.
public enum ClaimOutcome: Sendable, Hashable {
  /// Ends with a value, kept for `life`. A note is dropped.
  case value([UInt8], life: Duration)
  /// Keeps a value for `life`, and the claim for another `lease`.
  case progress([UInt8], life: Duration, lease: Duration)
  /// Ends with a note for those who claim within `life`. The value stays.
  case note([UInt8], life: Duration)
  /// Ends as if nothing had been claimed. The value stays.
  case release
}
