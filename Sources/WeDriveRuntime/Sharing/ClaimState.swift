/// What is known under a claimed key, for stores that keep records and know nothing of claims.
///
/// The store's clock is not read: a record says how much is left of its life, and every time in here is written as what
/// will be left of the record when it comes.
struct ClaimState: Sendable, Equatable {
  struct Timed: Sendable, Equatable {
    var bytes: [UInt8]
    var left: Int64
  }

  var number: UInt64 = 0
  var owner = ""
  /// Milliseconds, as all times here.
  var leaseLeft: Int64 = 0
  var value: Timed?
  var version = RecordVersion.none
  var note: Timed?

  private static let first = Array("wedrive-claim 1\n".utf8)

  /// The value as a record.
  var record: SharedRecord? {
    value.map { SharedRecord(value: $0.bytes, version: version, left: .milliseconds($0.left)) }
  }

  /// How long the state has to be kept.
  var life: Duration { .milliseconds(max(leaseLeft, value?.left ?? 0, note?.left ?? 0, 1)) }

  // MARK: - Transitions

  /// What a claimant is told; the state changes if the claim is granted.
  mutating func claim(by claimant: ClaimOwner, lease: Duration, unless wanted: WantedValue) -> Claim {
    if let record, record.left > wanted.minimumLeft, record.version != wanted.excluding { return .value(record) }
    if leaseLeft > 0, owner != claimant.text { return .held(.milliseconds(leaseLeft), previous: record) }
    if leaseLeft == 0, let note { return .noted(note.bytes, .milliseconds(note.left)) }
    if leaseLeft == 0 { number = number == 0 ? UInt64.random(in: 1..<(1 << 40)) : number + 1 }
    owner = claimant.text
    leaseLeft = lease.wholeMilliseconds
    return .yours(ClaimFence(number: number, owner: claimant), previous: record)
  }

  /// Ends or renews a claim; false if the fence is not the last one.
  mutating func settle(under fence: ClaimFence, with outcome: ClaimOutcome, version new: RecordVersion) -> Bool {
    guard number == fence.number, owner == fence.owner.text else { return false }
    switch outcome {
    case .value(let bytes, let life):
      value = Timed(bytes: bytes, left: life.wholeMilliseconds)
      version = new
      note = nil
      leaseLeft = 0
    case .progress(let bytes, let life, let lease):
      value = Timed(bytes: bytes, left: life.wholeMilliseconds)
      version = new
      leaseLeft = lease.wholeMilliseconds
    case .note(let bytes, let life):
      note = Timed(bytes: bytes, left: life.wholeMilliseconds)
      leaseLeft = 0
    case .release:
      leaseLeft = 0
    }
    return true
  }

  // MARK: - Bytes

  init() {}

  /// Reads what ``encoded()`` wrote, as it is when `left` is left of the record; nil for anything else, and for the last
  /// number there is: no claim could follow it.
  init?(_ bytes: [UInt8], left: Duration) {
    guard bytes.starts(with: Self.first) else { return nil }
    var rest = bytes[Self.first.count...]
    let left = left.wholeMilliseconds
    func integer() -> Int64? {
      guard rest.count >= 8 else { return nil }
      defer { rest = rest.dropFirst(8) }
      return rest.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }
    func text() -> [UInt8]? {
      guard let count = integer(), count >= 0, count <= Int64(rest.count) else { return nil }
      defer { rest = rest.dropFirst(Int(count)) }
      return Array(rest.prefix(Int(count)))
    }
    func timed() -> Timed?? {
      guard let tail = integer(), let bytes = text() else { return nil }
      return .some(tail >= 0 && left > tail ? Timed(bytes: bytes, left: left - tail) : nil)
    }
    guard let number = integer(), let owner = text(), let lease = integer(), let version = text(),
      let value = timed(), let note = timed(), rest.isEmpty, UInt64(bitPattern: number) < .max
    else { return nil }
    self.number = UInt64(bitPattern: number)
    self.owner = String(decoding: owner, as: UTF8.self)
    self.leaseLeft = lease >= 0 ? max(0, left - lease) : 0
    self.value = value
    self.version = value == nil ? .none : RecordVersion(String(decoding: version, as: UTF8.self))
    self.note = note
  }

  /// The bytes of a record that lives for ``life``.
  func encoded() -> [UInt8] {
    let end = life.wholeMilliseconds
    var bytes = Self.first
    func append(_ value: Int64) { bytes += (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) } }
    func append(_ text: [UInt8]) {
      append(Int64(text.count))
      bytes += text
    }
    func append(_ timed: Timed?) {
      append(timed.map { end - $0.left } ?? -1)
      append(timed?.bytes ?? [])
    }
    append(Int64(bitPattern: number))
    append(Array(owner.utf8))
    append(leaseLeft > 0 ? end - leaseLeft : -1)
    append(Array(version.text.utf8))
    append(value)
    append(note)
    return bytes
  }
}

extension Duration {
  /// Milliseconds, rounded down, from 0 to some hundred years.
  package var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return min(seconds, 1 << 33) * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
