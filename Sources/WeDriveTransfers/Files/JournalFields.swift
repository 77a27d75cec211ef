/// How journals hold numbers and runs of bytes: a number with its least significant byte first, a run behind its length.
package struct JournalFields {
  /// How many bytes the length of a run takes.
  let lengthSize: Int
  /// What of a run is kept, in bytes.
  let longestRun: Int

  package init(lengthSize: Int, longestRun: Int) {
    self.lengthSize = lengthSize
    self.longestRun = longestRun
  }

  package func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  package func append(_ run: [UInt8], to bytes: inout [UInt8]) {
    let run = run.prefix(longestRun)
    withUnsafeBytes(of: UInt64(run.count).littleEndian) { bytes += $0.prefix(lengthSize) }
    bytes += run
  }

  package func reader(of bytes: ArraySlice<UInt8>) -> Reader { Reader(rest: bytes, lengthSize: lengthSize) }

  /// Reads fields in the order in which they were written; nil where the bytes end before the field does.
  package struct Reader {
    package private(set) var rest: ArraySlice<UInt8>
    fileprivate let lengthSize: Int

    package mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }

    package mutating func number(_ size: Int) -> UInt64? { bytes(size)?.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    package mutating func run() -> [UInt8]? { number(lengthSize).flatMap { bytes(Int($0)) }.map { Array($0) } }

    /// A run that is a text; an empty one stands for none.
    package mutating func text() -> String?? { run().map { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) } }
  }
}

/// CRC-32 as in zip and Ethernet: finds any single damaged bit, and any run of up to 32.
package enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  package static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { value, byte in table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8 }
  }
}

/// Arithmetic on figures from outside, whose results end at the largest and the smallest number there is instead of the
/// process.
extension Int64 {
  /// The sum, or the number that is nearest to it.
  package func clampedSum(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the number that is nearest to it.
  package func clampedDifference(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }
}
