import Catalog

/// Where one side of a comparison is read from.
public enum CatalogRevision: Sendable, Equatable {
  /// A folder.
  case folder(String)
  /// A folder in a revision that git knows: `HEAD:Spec`.
  case git(revision: String, folder: String)

  /// A folder that exists is meant as such; anything else has to be `<revision>:<folder>`.
  public init(_ argument: String) throws(RevisionError) {
    if let isFolder = Folder.exists(at: argument) {
      if !isFolder { throw RevisionError("'\(argument)' is not a folder; a catalog is a folder of files") }
      self = .folder(argument.count > 1 && argument.hasSuffix("/") ? String(argument.dropLast()) : argument)
      return
    }
    guard let colon = argument.lastIndex(of: ":"), colon != argument.startIndex, !argument.hasPrefix("-") else {
      throw RevisionError("there is no folder '\(argument)'; a revision is written <revision>:<folder>, as HEAD:Spec")
    }
    var folder = String(argument[argument.index(after: colon)...])
    while folder.hasSuffix("/") { folder.removeLast() }
    self = .git(revision: String(argument[..<colon]), folder: folder)
  }

  /// What stands before the paths of its files.
  public var side: DriftReport.Side {
    switch self {
    case .folder(let folder): DriftReport.Side(revision: nil, folder: folder)
    case .git(let revision, let folder): DriftReport.Side(revision: revision, folder: folder)
    }
  }

  /// Its files.
  public func sources() throws(RevisionError) -> CatalogSources {
    switch self {
    case .folder(let folder): CatalogSources(directory: folder)
    case .git(let revision, let folder):
      CatalogSources(files: try GitArchive.files(of: folder, at: revision))
    }
  }
}

/// Why a side cannot be read at all.
public struct RevisionError: Error, CustomStringConvertible {
  /// One sentence without a full stop.
  public let description: String

  init(_ description: String) { self.description = description }
}
