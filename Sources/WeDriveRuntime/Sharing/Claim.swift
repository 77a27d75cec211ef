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
