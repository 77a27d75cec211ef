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
