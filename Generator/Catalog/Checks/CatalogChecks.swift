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
    // What is missing may be used by what could not be read.
    if !report.isIncomplete { checkUse(catalog, report) }
  }
}
