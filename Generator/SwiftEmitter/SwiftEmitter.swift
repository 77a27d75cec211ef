import Catalog

/// Turns a catalog into the files of the generated module.
public enum SwiftEmitter {
  /// Every file of the module, by name. The same catalog always gives the same bytes: nothing else goes in.
  public static func files(for catalog: Catalog) -> [GeneratedFile] {
    let typeIndex = TypeIndex(catalog)
    let sources = SourceFiles(typeIndex: typeIndex)
    let swift = sources.all.map { GeneratedFile(name: $0.name, text: Renderer.text(of: $0)) }
    let index = GeneratedFile(name: "API.md", text: APIIndex(sources).text)
    return (swift + [index]).sorted { $0.name < $1.name }
  }

  /// The file of the emulator that says what it checks of requests. Nothing of what it says comes from ``files(for:)``.
  public static func rules(for catalog: Catalog) -> GeneratedFile {
    let file = RuleTables(typeIndex: TypeIndex(catalog)).file
    return GeneratedFile(name: file.name, text: Renderer.text(of: file))
  }
}
