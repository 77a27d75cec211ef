import WeDriveGenerated

/// A space that is there from the start, with folders of files: as many as a test of scale needs, for next to no memory.
///
/// Nothing of it is kept: an entry is made from its id when it is asked for, always the same. What a call changes is kept from then
/// on, as anything else is.
public struct SeededTree: Sendable, Hashable, LosslessStringConvertible {
  /// The space, which belongs to the app ``EmulatedApp/standard``.
  public static let space: SpaceID = "s.seeded"
  /// The most entries of all folders together.
  public static let maximumEntries = 10_000_000

  /// How many folders the root has.
  public let folders: Int
  /// How many files each of them has.
  public let files: Int

  /// - Returns: nil for fewer than one of either, or for more than ``maximumEntries`` together.
  public init?(folders: Int, files: Int) {
    guard folders > 0, files > 0 else { return nil }
    let (all, isOver) = folders.multipliedReportingOverflow(by: files)
    guard !isOver, all <= Self.maximumEntries - folders else { return nil }
    (self.folders, self.files) = (folders, files)
  }

  /// Reads `FOLDERSxFILES`, such as `1000x1000`.
  public init?(_ description: String) {
    let parts = description.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let folders = Int(parts[0]), let files = Int(parts[1]) else { return nil }
    self.init(folders: folders, files: files)
  }

  /// `FOLDERSxFILES`
  public var description: String { "\(folders)x\(files)" }

  /// Folders and files together.
  public var count: Int { folders + folders * files }

  /// The name of a folder, counted from 0.
  public static func folderName(_ folder: Int) -> String { "folder \(padded(folder))" }
  /// The name of a file, counted from 0 in its folder.
  public static func fileName(_ file: Int) -> String { "file \(padded(file)).txt" }

  /// What is in a file: other than in any other of the tree, and as long.
  public static func content(folder: Int, file: Int) -> [UInt8] {
    Array("folder \(padded(folder)), file \(padded(file))\n".utf8)
  }

  /// The size of each file.
  static let contentSize = UInt64(content(folder: 0, file: 0).count)

  /// So that names sort as numbers do.
  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
  }
}
