import Catalog

/// A file that the generator writes.
public struct GeneratedFile: Sendable, Equatable {
  /// The name in the output folder.
  public let name: String
  /// The whole content.
  public let text: String

  /// A file of that name and content.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The command that brings the output folder up to date.
  public static let command = "swift run wedrive-spec generate"

  /// What the first comment of every generated file begins with.
  public static let notice = CatalogSources.generatedNotice

  /// How every generated Swift file begins.
  static let swiftMark = "// \(notice)"
  /// How every generated Markdown file begins.
  static let markdownMark = "<!-- \(notice)"
  /// How every generated YAML file begins.
  static let yamlMark = CatalogSources.generatedMark

  /// Whether a file with this content was written by the generator.
  static func isGenerated(_ content: some Collection<UInt8>) -> Bool {
    [swiftMark, markdownMark, yamlMark].contains { content.starts(with: $0.utf8) }
  }
}
