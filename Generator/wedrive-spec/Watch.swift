import ArgumentParser
import Catalog
import DocCentre
import DocPages
import WeDriveHTTP

/// `wedrive-spec watch`: fetches the pages, compares them, and reports, for a job that runs by the clock.
struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Fetches the documentation pages that the catalog names and compares them with it.",
    discussion: """
      Tells what `docs` tells, which pages are new in watched branches of the directory, and which are gone. Exits with 0 if \
      nothing reaches the threshold, with 1 if something does, with 2 for a wrong use, and with 3 if the documentation cannot \
      be reached or asks for a captcha, or the catalog cannot be read.
      """)

  @OptionGroup var options: FetchOptions

  @Option(help: "How to print what is found: text, json, github, markdown, sarif or html.")
  var format = PageReportFormat.text

  @Option(help: "Exit with 1 if anything is at least this: error, warning, info or never.")
  var failOn = Docs.Threshold.warning

  @Option(
    name: .customLong("branch"), parsing: .singleValue,
    help: "Words in the title of a branch whose new pages are told; may be repeated.")
  var branches = ["微盘", "选择器", "回调"]

  @Option(help: "A folder that the pages are written to as well.")
  var into: String?

  @Flag(help: "Keep the pages, and those of watched branches, as they are now in pages.lock.")
  var reviewed = false

  func validate() throws { try options.validate() }

  func run() async throws {
    let catalog = try options.load()
    let pages = DocumentedPage.all(of: catalog)
    let centre = DocumentationCentre(configuration: try options.configuration())
    var lock = try LockFile.read(in: options.spec)
    var inputs: [PageCheck.Input] = []
    var gone: [PageReport.DirectoryPage] = []
    var new: [PageReport.DirectoryPage] = []
    do throws(FetchFailure) {
      for page in pages {
        do throws(FetchFailure) {
          let fetched = try await centre.fetch(page)
          inputs.append(.bytes(name: page.fileName, Array(fetched.text.utf8)))
          try await write(fetched)
        } catch {
          if error.endsRun { throw error }
          if case .noPage = error {
            gone.append(PageReport.DirectoryPage(number: page.page, title: "", branches: [], address: page.address))
          } else {
            inputs.append(.unread(name: page.fileName, reason: "\(error)"))
          }
        }
      }
      if let numbered = pages.first(where: { $0.centre == .numbered }) {
        new = newPages(in: try await centre.directory(of: numbered), catalog: pages, lock: lock, like: numbered)
      }
    } catch {
      SpecOutput.complain("\(error)\n")
      throw ExitCode(3)
    }
    var report = PageCheck.run(inputs, catalog: catalog, lock: lock)
    report.add(new: new, gone: gone, isFirst: lock?.known.isEmpty ?? true)
    SpecOutput.print(format.render(report, folder: options.spec), isWorkflow: format == .github)
    if reviewed { try LockFile.update(&lock, with: report, known: new.map(\.number), in: options.spec) }
    if report.findings.contains(where: { failOn.isReached(by: $0.level) })
      || !report.failures.isEmpty && failOn != .never
    {
      throw ExitCode(1)
    }
  }

  /// Pages of watched branches that neither the catalog nor the lock knows.
  private func newPages(
    in directory: CentreDirectory, catalog pages: [DocumentedPage], lock: PagesLock?, like page: DocumentedPage
  ) -> [PageReport.DirectoryPage] {
    let named = Set(pages.map(\.page))
    return directory.entries.compactMap { entry in
      guard !named.contains(entry.number), lock?.holds(entry.number) != true,
        (entry.branches + [entry.title]).contains(where: { title in branches.contains(where: title.contains) })
      else { return nil }
      return PageReport.DirectoryPage(
        number: entry.number, title: entry.title, branches: entry.branches,
        address: page.address.replacing(page.page, with: entry.number))
    }
  }

  private func write(_ fetched: DocumentationCentre.Fetched) async throws(FetchFailure) {
    guard let into else { return }
    do throws(FolderError) {
      _ = try await BlockingWork.run { () throws(FolderError) in try PageFolder(into).write(fetched) }
    } catch {
      throw .unreadable(page: fetched.page.page, reason: "cannot be written: \(error.reason)")
    }
  }
}
