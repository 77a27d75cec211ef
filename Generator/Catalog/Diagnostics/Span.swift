/// Where a key or a value stands: file, first and last place. Lines and columns start at 1, columns count Unicode scalars.
///
/// It is kept small, because every key and every value of a catalog has one; ``Report/position(_:)`` makes it readable.
package struct Span: Hashable {
  /// The index of the file in the report's list.
  var file: UInt16
  var line: UInt32
  var column: UInt32
  /// The place behind the last character; the same as the first for a mapping or a list.
  var endLine: UInt32
  var endColumn: UInt32

  init(file: UInt16, line: UInt32, column: UInt32, endLine: UInt32? = nil, endColumn: UInt32? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.endLine = endLine ?? line
    self.endColumn = endColumn ?? column
  }

  /// The first place of a file.
  package static func start(of file: UInt16) -> Span { Span(file: file, line: 1, column: 1) }
}

/// A place in a catalog file. Lines and columns start at 1; columns count Unicode scalars.
public struct Position: Hashable, Sendable, Comparable {
  /// The file's path relative to the folder that was loaded, with `/` between components.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int

  /// A place in a file.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// By file, then line, then column.
  public static func < (a: Position, b: Position) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}
