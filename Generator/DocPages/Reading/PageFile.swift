import Catalog

/// Reads the bytes of a page.
enum PageFile {
  static func read(_ path: String, bounds: PageBounds) -> Result<[UInt8], PageError> {
    FileBytes.read(path, maximumBytes: bounds.bytes).mapError { failure in
      switch failure {
      case .missing: .missing
      case .tooLarge: .tooLarge(bounds.bytes)
      case .outside: .unreadable("it leads out of its folder")
      case .unreadable(let reason): .unreadable(reason)
      }
    }
  }
}

/// How much a page may be, so that none makes reading it run out of time, memory or stack.
public struct PageBounds: Sendable {
  /// Most bytes of a page.
  public var bytes = 8 * 1024 * 1024
  /// Most characters of a line that is read; a longer one is named as not read.
  public var lineLength = 64 * 1024
  /// Deepest nesting of a sample.
  public var depth = 64
  /// Most places of one kind that are named; further ones are counted.
  public var remarks = 100

  /// Bounds that every real page keeps.
  public init() {}
}
