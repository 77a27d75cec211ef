#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A reader of something from outside, given whatever libFuzzer makes up.
///
/// Most of what is wrong ends the process by itself: a trap, an access that ASan sees, a time-out. What else must hold is
/// said with ``expect(_:_:)``.
protocol FuzzTarget: Sendable {
  /// Reads one input. Errors are part of the job: a target swallows those that its reader declares.
  func run(_ input: [UInt8])
}

/// `Fuzz TARGET [libFuzzer's arguments]`, or `Fuzz TARGET --replay FILE`, which runs one input without libFuzzer so that
/// Swift's own backtrace shows what it leads to. Without arguments: the names of the targets.
@main struct Fuzz {
  private static let targets: [String: any FuzzTarget] = [
    "addresses": Addresses(), "callbacks": Callbacks(), "catalogs": Catalogs(), "headers": Headers(),
    "journals": Journals(), "pages": Pages(), "replies": Replies(),
  ]

  /// What libFuzzer calls back has no context: the target is that of the command line.
  private static let target: (any FuzzTarget)? = CommandLine.arguments.dropFirst().first.flatMap { targets[$0] }

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count > 0 else {
      for name in targets.keys.sorted() { print(name) }
      return
    }
    guard let target else { fail("there is no target \(arguments.first ?? "")") }
    if arguments.count == 3, arguments.dropFirst().first == "--replay", let path = arguments.last {
      guard let input = read(path) else { fail("\(path) cannot be read") }
      target.run(input)
      print("nothing is found")
      return
    }
    var pointers: [UnsafeMutablePointer<CChar>?] =
      ([CommandLine.arguments[0]] + arguments.dropFirst()).map { strdup($0) } + [nil]
    let code = pointers.withUnsafeMutableBufferPointer { buffer -> CInt in
      var count = CInt(buffer.count - 1)
      var values = buffer.baseAddress
      return runDriver(&count, &values) { bytes, count in
        Fuzz.target?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
      }
    }
    exit(code)
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }

  private static func fail(_ words: String) -> Never {
    _ = "Fuzz: \(words)\n".withCString { write(2, $0, strlen($0)) }
    exit(64)
  }
}

/// libFuzzer's entry for programs that have a `main` of their own, as every executable of a Swift package has.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Ends the process, in every build, if something does not hold.
func expect(_ holds: Bool, _ words: @autoclosure () -> String) {
  if !holds { fatalError(words()) }
}

/// Takes figures and runs of bytes out of an input; zeros and nothing where it has ended.
struct InputReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ input: [UInt8]) { rest = input[...] }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// Eight bytes, or one of the ends of the type and its neighbours, which chance finds rarely.
  mutating func number() -> Int64 {
    let ends: [Int64] = [.min, .min + 1, -1, 0, 1, 1 << 40, .max - 1, .max]
    let kind = Int(byte())
    if kind < ends.count { return ends[kind] }
    return (0..<8).reduce(0) { number, _ in number << 8 | Int64(byte()) }
  }

  /// Up to 255 bytes behind their number.
  mutating func run() -> [UInt8] {
    let count = Int(byte())
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func text() -> String { String(decoding: run(), as: UTF8.self) }
}
