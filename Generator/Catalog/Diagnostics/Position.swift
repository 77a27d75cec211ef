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
