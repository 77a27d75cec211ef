extension Catalog {
  /// Loads the catalog in a folder.
  ///
  /// - Returns: The catalog, or nil if anything in it is an error, and everything found, sorted by position.
  public static func load(
    directory: String, bounds: LoadBounds = LoadBounds()
  ) -> (catalog: Catalog?, diagnostics: [Diagnostic]) {
    load(CatalogSources(directory: directory), bounds: bounds)
  }

  /// Loads a catalog from memory: path relative to its folder → bytes.
  public static func load(
    files: [String: [UInt8]], bounds: LoadBounds = LoadBounds()
  ) -> (catalog: Catalog?, diagnostics: [Diagnostic]) {
    load(CatalogSources(files: files), bounds: bounds)
  }

  /// Reads the files, applies the overlay, reads the model and checks it as a whole.
  public static func load(
    _ sources: CatalogSources, bounds: LoadBounds = LoadBounds()
  ) -> (catalog: Catalog?, diagnostics: [Diagnostic]) {
    let report = Report(upkeep: bounds.upkeep)
    var declarations = FileReading.read(sources, bounds: bounds, report: report)
    let corrections = Overlay.apply(to: &declarations, report: report)
    let read = ModelReader.read(declarations, report: report)
    var catalog = read.catalog
    catalog.corrections = corrections
    CatalogChecks.run(on: catalog, untyped: read.untyped, report: report)
    return (report.hasErrors ? nil : catalog, report.sorted)
  }
}
