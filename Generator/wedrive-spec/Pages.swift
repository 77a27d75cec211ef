import ArgumentParser
import Catalog
import DocCentre
import WeDriveHTTP

/// `wedrive-spec pages`: the documentation pages that the catalog names.
struct Pages: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pages", abstract: "Fetches the documentation pages that the catalog names.", subcommands: [Fetch.self]
  )

  /// `wedrive-spec pages fetch`: writes the pages into a folder.
  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fetch", abstract: "Fetches pages into a folder, one every 1.2 seconds at most.",
      discussion: """
        Each page gets a file of its own, with its title, numbers and date in front; one whose content is the same is left as \
        it is. Exits with 0 if all pages are there, with 1 if some are not, with 3 if the documentation cannot be reached, and \
        with 4 if it asks for a captcha, which is for a person to pass: no way around it is tried.
        """)

    @Option(help: "The folder that the pages go to.")
    var into = "pages"

    @OptionGroup var options: FetchOptions

    @Argument(help: "Numbers of pages; without any, all that the catalog names.")
    var numbers: [String] = []

    func validate() throws { try options.validate() }

    func run() async throws {
      let catalog = try options.load()
      var pages = DocumentedPage.all(of: catalog)
      if !numbers.isEmpty {
        let known = Set(pages.map(\.page))
        if let stranger = numbers.first(where: { !known.contains($0) }) {
          throw ValidationError(
            "The catalog names no page '\(stranger)'. Pages of other calls are fetched once it does.")
        }
        pages = pages.filter { numbers.contains($0.page) }
      }
      let centre = DocumentationCentre(configuration: try options.configuration())
      let folder = PageFolder(into)
      var missing = 0
      for page in pages {
        do throws(FetchFailure) {
          let fetched = try await centre.fetch(page)
          let outcome = try await write(fetched, to: folder)
          SpecOutput.print("\(into)/\(page.fileName): \(outcome.rawValue)\n")
        } catch {
          SpecOutput.complain("\(page.page): \(error)\n")
          if error.endsRun { throw ExitCode(error.isCaptcha ? 4 : 3) }
          missing += 1
        }
      }
      if missing > 0 { throw ExitCode(1) }
    }

    private func write(
      _ fetched: DocumentationCentre.Fetched, to folder: PageFolder
    ) async throws(FetchFailure) -> PageFolder.Outcome {
      do throws(FolderError) {
        return try await BlockingWork.run { () throws(FolderError) in try folder.write(fetched) }
      } catch {
        throw .unreadable(page: fetched.page.page, reason: "cannot be written: \(error.reason)")
      }
    }
  }
}

/// How pages are fetched.
struct FetchOptions: ParsableArguments {
  @Option(help: "The catalog's folder.")
  var spec = "Spec"

  @Option(help: "Seconds between two requests, 1.2 at least.")
  var pause = 1.2

  @Option(help: "A file with cookies of your own, as curl writes them or in one line as a browser sends it.")
  var cookies: String?

  @Option(help: "Ask this address, a copy of the documentation, instead of the documentation's own.")
  var mirror: String?

  func validate() throws {
    try CatalogFolder.validate(spec)
    // A copy on this machine may be asked as often as one likes.
    let isLocal = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { mirror?.hasPrefix($0) ?? false }
    guard pause >= (isLocal ? 0 : 1.2), pause <= 3600 else {
      throw ValidationError("--pause is \(pause); the documentation is asked every 1.2 to 3600 seconds.")
    }
    guard mirror.map({ $0.hasPrefix("https://") || isLocal }) ?? true else {
      throw ValidationError("--mirror has to begin with https://, or to lead to this machine.")
    }
  }

  /// The catalog, or exit code 3.
  func load() throws -> Catalog {
    let (catalog, diagnostics) = Catalog.load(directory: spec)
    guard let catalog else {
      SpecOutput.print(DiagnosticFormat.text.render(diagnostics, folder: spec))
      throw ExitCode(3)
    }
    return catalog
  }

  func configuration() throws -> DocumentationCentre.Configuration {
    var configuration = DocumentationCentre.Configuration()
    configuration.pause = .seconds(pause)
    configuration.mirror = mirror
    // What is far away is given time; a copy at hand answers at once.
    if mirror != nil { configuration.backoff = .seconds(max(pause, 0.01)) }
    do throws(FetchFailure) {
      if let cookies { configuration.cookies = try CookieFile(path: cookies) }
    } catch {
      throw ValidationError("\(error).")
    }
    return configuration
  }
}
