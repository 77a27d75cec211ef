import ArgumentParser
import Catalog
import DocPages

/// `pages.lock` in the catalog's folder.
enum LockFile {
  private static let largest = 16 * 1024 * 1024

  /// The lock; nil if there is no such file.
  static func read(in spec: String) throws -> PagesLock? {
    let path = "\(spec)/\(PagesLock.fileName)"
    switch FileBytes.read(path, maximumBytes: largest) {
    case .success(let bytes):
      do throws(PagesLock.Flaw) {
        return try PagesLock(bytes)
      } catch {
        SpecOutput.complain("\(spec)/\(error)\n")
        throw ExitCode(3)
      }
    case .failure(.missing): return nil
    case .failure(let failure):
      SpecOutput.complain("\(path): the file cannot be read: \(failure)\n")
      throw ExitCode(3)
    }
  }

  /// Keeps every page of a report as it is now, and writes the file beside its place.
  static func update(_ lock: inout PagesLock?, with report: PageReport, known: [String] = [], in spec: String) throws {
    var new = lock ?? PagesLock()
    for entry in report.pages.compactMap(\.review) { new.update(entry) }
    for page in known { new.note(page) }
    guard new != lock else { return }
    do throws(FolderError) {
      try Folder(spec).replace(PagesLock.fileName, with: Array(new.text.utf8))
    } catch {
      SpecOutput.complain("\(spec)/\(PagesLock.fileName): the file cannot be written: \(error.reason)\n")
      throw ExitCode(3)
    }
    lock = new
  }
}

/// A page that the command line names.
enum PageInput {
  /// `-` is standard input, of which no more is taken than a page may have.
  static func read(_ name: String) -> PageCheck.Input {
    guard name == "-" else { return .file(name) }
    return .bytes(name: "(standard input)", StandardStreams.input(maximumBytes: PageBounds().bytes))
  }
}
