/// What can only be seen when the whole catalog is read. Each check is a function of its own, in its own file.
enum CatalogChecks {
  static func run(on catalog: Catalog, report: Report) {
    checkFamilies(catalog, report)
    checkPaths(catalog, report)
    checkMemberNames(catalog, report)
    checkTypeNames(catalog, report)
    checkRecursion(catalog, report)
    checkAllowedValues(catalog, report)
    checkQuotas(catalog, report)
    // A mistake elsewhere is often why nothing uses a declaration: it is said of a catalog without errors only.
    if !report.hasErrors { checkUse(catalog, report) }
  }
}
