/// What can only be seen when the whole catalog is read. Each check is a function of its own, in its own file.
///
/// A catalog with errors may hold two declarations of one name: the first is what the name stands for.
enum CatalogChecks {
  static func run(on catalog: Catalog, untyped: Set<Position>, report: Report) {
    checkFamilies(catalog, report)
    checkPaths(catalog, report)
    checkMemberNames(catalog, report)
    checkTypeNames(catalog, report)
    checkRecursion(catalog, report)
    checkAllowedValues(catalog, report)
    checkEvents(catalog, report)
    checkElements(catalog, untyped, report)
    checkBlocks(catalog, report)
    // A mistake elsewhere is often why nothing uses a declaration: it is said of a catalog without errors only.
    if !report.hasErrors { checkUse(catalog, report) }
  }
}
