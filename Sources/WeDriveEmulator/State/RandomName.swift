import WeDriveRuntime

/// Names that cannot be guessed.
enum RandomName {
  static func make(bytes count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return Hexadecimal.text((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }
}
