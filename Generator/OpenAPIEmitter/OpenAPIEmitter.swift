import Catalog
import SwiftEmitter

/// Turns a catalog into a description for tools of other languages: OpenAPI 3.1, as YAML.
public enum OpenAPIEmitter {
  /// The file beside the generated module. The same catalog always gives the same bytes: nothing else goes in.
  public static func file(for catalog: Catalog) -> GeneratedFile {
    GeneratedFile(name: "openapi.yaml", text: text(for: catalog))
  }

  /// The document of one service, or of all of them.
  ///
  /// - Parameter service: The id of a service; nil: all. A document of an id that the catalog does not have has no paths.
  public static func text(for catalog: Catalog, service id: String? = nil) -> String {
    let document = Document(catalog) { id == nil || $0.id == id }
    let notice = "\(GeneratedFile.notice). Do not edit: change the catalog and run `\(GeneratedFile.command)`."
    return YAMLWriter.text(of: document.map, comment: notice)
  }
}
