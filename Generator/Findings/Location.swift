import Catalog

/// A place in a file of one of the two sides.
public struct Location: Sendable, Hashable, CustomStringConvertible {
  /// The revision of a version control system that the file is from; nil for a file in a folder.
  public var revision: String?
  /// The path of the file, from where the program runs or from the root of the revision.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, in Unicode scalars.
  public var column: Int

  /// A position in a catalog, in the catalog's folder.
  public init(_ position: Position) {
    file = position.file
    line = position.line
    column = position.column
  }

  /// `Spec/wecom/files.yaml:12:5`, or `HEAD:Spec/wecom/files.yaml:12:5`.
  public var description: String { "\(path):\(line):\(column)" }

  /// `Spec/wecom/files.yaml`, or `HEAD:Spec/wecom/files.yaml`.
  public var path: String { (revision.map { "\($0):" } ?? "") + file }
}
