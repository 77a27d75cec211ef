/// The lines of a page.
struct PageLines {
  /// The lines, without their ends; one that is too long is empty.
  private(set) var lines: [Excerpt] = []
  /// The beginnings of lines that are too long to be read.
  private(set) var tooLong: [Excerpt] = []
  private let bounds: PageBounds

  /// Splits the bytes of a page, and refuses what is no text.
  init(_ bytes: [UInt8], bounds: PageBounds) throws(PageError) {
    self.bounds = bounds
    guard bytes.count <= bounds.bytes else { throw .tooLarge(bounds.bytes) }
    guard bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
    var scalars: [Unicode.Scalar] = []
    var previous: Unicode.Scalar = "\n"
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    reading: while true {
      switch decoder.decode(&iterator) {
      case .emptyInput:
        break reading
      case .error:
        throw notText(scalars, "it holds a byte that is not UTF-8")
      case .scalarValue("\n") where previous == "\r":
        previous = "\n"
      case .scalarValue(let scalar) where scalar == "\n" || scalar == "\r":
        add(scalars)
        scalars.removeAll(keepingCapacity: true)
        previous = scalar
      case .scalarValue(let scalar):
        if scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F {
          throw notText(scalars, "it holds the control character U+\(String(scalar.value, radix: 16, uppercase: true))")
        }
        scalars.append(scalar.plain)
        previous = scalar
      }
    }
    add(scalars)
  }

  private func notText(_ before: [Unicode.Scalar], _ what: String) -> PageError {
    .notText(line: lines.count + 1, column: before.count + 1, what: what)
  }

  private mutating func add(_ scalars: [Unicode.Scalar]) {
    let line = Excerpt(line: lines.count + 1, scalars: scalars[...])
    let isTooLong = scalars.count > bounds.lineLength
    if isTooLong { tooLong.append(line.upTo(40)) }
    lines.append(isTooLong ? line.upTo(0) : line)
  }
}
