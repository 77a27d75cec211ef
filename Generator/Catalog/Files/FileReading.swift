/// Reads the files of a catalog into declarations: `catalog.yaml` first, then the files that it lists, sorted by path.
struct FileReading {
  static let manifest = "catalog.yaml"

  private let sources: CatalogSources
  private var bounds: LoadBounds
  private let report: Report
  private var declarations = DeclarationNodes()

  static func read(_ sources: CatalogSources, bounds: LoadBounds, report: Report) -> DeclarationNodes {
    var reading = FileReading(sources: sources, bounds: bounds, report: report)
    reading.readManifest()
    return reading.declarations
  }

  private init(sources: CatalogSources, bounds: LoadBounds, report: Report) {
    self.sources = sources
    self.bounds = bounds
    // A place names its file by a number of 16 bits.
    self.bounds.files = min(bounds.files, Int(UInt16.max) - 1)
    self.report = report
  }

  // MARK: - catalog.yaml

  private mutating func readManifest() {
    let file = report.add(file: FileReading.manifest)
    guard let root = node(of: FileReading.manifest, file: file, listedAt: nil),
      let keys = KeyReader(root, .manifest, owner: "the catalog", at: .start(of: file), report: report)
    else {
      // Without the list, the folder's own files are read, so that their mistakes show in the same run.
      report.isIncomplete = true
      for path in sources.paths.prefix(bounds.files) where path != FileReading.manifest && !isGenerated(path) {
        readFile(path, listedAt: nil)
      }
      return
    }
    if let format = keys.entry("format"), format.value.scalarText != FileKind.supportedFormat {
      report.add(
        .unsupportedFormat, at: format.value.span,
        "format \(format.value.kindDescription) is not known; this program reads format \(FileKind.supportedFormat)")
    }
    if let entry = keys.entry("services") {
      declarations.services = keys.mapping("services") ?? []
      if entry.value.entries?.isEmpty == true {
        report.add(.emptyDeclaration, at: entry.keySpan, "the catalog has no services")
      }
    }
    guard let entry = keys.entry("files"), let listed = keys.texts("files") else { return }
    guard max(listed.count, sources.paths.count) <= bounds.files else {
      report.isIncomplete = true
      report.add(.tooManyFiles, at: entry.keySpan, "the catalog has more than \(bounds.files) files")
      return
    }
    var places: [String: Span] = [:]
    for (path, span) in listed {
      if path == FileReading.manifest {
        report.add(.duplicateEntry, at: span, "'\(path)' lists itself")
      } else if let first = places[path] {
        report.add(.duplicateEntry, at: span, "'\(path)' is listed twice", notes: [(first, "'\(path)' is first here")])
      } else {
        places[path] = span
      }
    }
    for path in places.keys.sorted() { readFile(path, listedAt: places[path]) }
    for path in sources.paths where path != FileReading.manifest && places[path] == nil && !isGenerated(path) {
      let unlisted = report.add(file: path)
      report.add(
        .unlistedFile, at: .start(of: unlisted), "'\(path)' is not listed in \(FileReading.manifest)",
        notes: keys.entry("files").map { [($0.keySpan, "the list is here")] } ?? [])
      report.isIncomplete = true
    }
  }

  /// Whether a file was written by the generator, whose output folder may lie in the catalog's.
  private func isGenerated(_ path: String) -> Bool {
    guard case .success(let bytes) = sources.read(path, bounds.fileBytes) else { return false }
    return bytes.starts(with: CatalogSources.generatedMark.utf8)
  }

  // MARK: - The other files

  private mutating func readFile(_ path: String, listedAt span: Span?) {
    let file = report.add(file: path)
    guard let root = node(of: path, file: file, listedAt: span) else { return }
    guard let entries = root.entries, !entries.isEmpty else {
      report.add(.fileKind, at: root.span, "'\(path)' holds \(root.kindDescription), not a mapping of declarations")
      report.isIncomplete = true
      return
    }
    guard let kind = FileKind(of: entries) else {
      let clause = Suggestion.clause(for: entries[0].key, among: FileKind.allCases.map(\.rawValue))
      let kinds = FileKind.allCases.map(\.rawValue).joined(separator: ", ")
      report.add(.fileKind, at: entries[0].keySpan, "'\(entries[0].key)' is no kind of file (\(kinds))\(clause)")
      report.isIncomplete = true
      return
    }
    guard let keys = KeyReader(root, kind.table, owner: kind.owner, at: .start(of: file), report: report) else {
      return
    }
    switch kind {
    case .family:
      guard let name = keys.entry("family") else { return }
      declarations.families.append(
        DeclarationNodes.Family(
          file: file, name: name, keys: keys, endpoints: declared("endpoints", keys)))
    case .pickers:
      guard let name = keys.entry("pickers") else { return }
      declarations.clients.append(
        DeclarationNodes.Client(
          file: file, name: name, keys: keys, hosts: declared("hosts", keys),
          interfaces: declared("interfaces", keys)))
    case .events:
      guard let entry = keys.entry("events") else { return }
      declarations.events.append(
        DeclarationNodes.Events(
          span: entry.keySpan, service: keys.entry("service"), events: declared("events", keys)))
    case .types, .identifiers:
      declarations.types += declared("types", keys)
      declarations.identifiers += declared("identifiers", keys)
    case .enums:
      declarations.enums += declared("enums", keys)
    case .limits:
      declarations.limits += declared("limits", keys)
    case .errcodes:
      guard let entry = keys.entry("errcodes") else { return }
      declarations.errcodes.append(
        DeclarationNodes.Errcodes(
          file: file, span: entry.keySpan, service: keys.entry("service"), codes: declared("errcodes", keys)))
    case .overlay:
      declarations.overlay += keys.list("overlay") ?? []
    }
  }

  /// The declarations under a key. What is no mapping may have been meant to hold anything.
  private func declared(_ key: String, _ keys: KeyReader) -> [Node.Entry] {
    guard keys.has(key) else { return [] }
    if let entries = keys.allMappings(key) { return entries }
    report.isIncomplete = true
    return []
  }

  /// The file's root; nil with a diagnostic if it cannot be read.
  private func node(of path: String, file: UInt16, listedAt span: Span?) -> Node? {
    switch FileBytes.leaves(path) ? .failure(.outside) : sources.read(path, bounds.fileBytes) {
    case .success(let bytes):
      switch NodeParser.parse(bytes, file: file, maximumDepth: bounds.depth, report: report) {
      case .root(let root): return root
      case .empty: report.add(.fileKind, at: .start(of: file), "'\(path)' is empty")
      case .failed: break
      }
    case .failure(.missing):
      report.add(.missingFile, at: span ?? .start(of: file), "'\(path)' is missing")
    case .failure(.outside):
      report.add(
        .fileOutside, at: span ?? .start(of: file),
        "'\(path)' leads out of the catalog's folder, and is not read; a catalog holds its own files")
    case .failure(.tooLarge):
      report.add(.fileTooLarge, at: .start(of: file), "'\(path)' is larger than \(bounds.fileBytes) bytes")
    case .failure(.unreadable(let reason)):
      report.add(.unreadableFile, at: span ?? .start(of: file), "'\(path)' cannot be read: \(reason)")
    }
    report.isIncomplete = true
    return nil
  }
}
