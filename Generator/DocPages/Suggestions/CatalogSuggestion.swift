import Catalog

/// Lines of YAML that a file of the catalog lacks.
public struct CatalogSuggestion: Sendable, Hashable {
  /// The file, relative to the catalog's folder.
  public var file: String
  /// The line behind which they go.
  public var line: Int
  /// What they are.
  public var what: String
  /// The lines, indented as they have to be.
  public var yaml: [String]

  /// Drafts of what the findings of a report say is missing.
  public static func all(for report: PageReport, catalog: Catalog, directory: String) -> [CatalogSuggestion] {
    all(for: report, catalog: catalog) { file in
      guard case .success(let bytes) = FileBytes.read("\(directory)/\(file)", maximumBytes: LoadBounds().fileBytes)
      else {
        return nil
      }
      return bytes
    }
  }

  /// The same for a catalog whose files are somewhere else.
  public static func all(
    for report: PageReport, catalog: Catalog, read: @escaping (String) -> [UInt8]?
  ) -> [CatalogSuggestion] {
    let suggestions = SuggestionWriter.suggestions(for: report.findings.compactMap(\.missing), catalog: catalog) {
      file in
      read(file).map { bytes in
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
      }
    }
    // Behind one line, what belongs to the entry there comes before the next entry.
    return suggestions.enumerated().sorted { one, other in
      (one.element.file, one.element.line, -one.element.indent, one.offset)
        < (other.element.file, other.element.line, -other.element.indent, other.offset)
    }.map(\.element)
  }

  private var indent: Int { yaml.first { !$0.isEmpty }?.prefix { $0 == " " }.count ?? 0 }

  /// The suggestions as a person reads them.
  public static func render(_ suggestions: [CatalogSuggestion], folder: String) -> String {
    suggestions.map { suggestion in
      let file = folder.isEmpty ? suggestion.file : "\(folder)/\(suggestion.file)"
      return "# \(suggestion.what): \(file), behind line \(suggestion.line)\n"
        + suggestion.yaml.map { $0 + "\n" }.joined()
    }.joined(separator: "\n")
  }
}
