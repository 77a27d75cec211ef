#if os(Linux)
  import Foundation
  import TestSupport

  /// A system call that fails in a program that is run: the n-th of its name, or all from there on, on files in one folder.
  struct FailingCall: CustomStringConvertible {
    let name: String
    let at: Int
    let error: Int32
    var andAllLater = false

    var description: String {
      "\(name) number \(at)\(andAllLater ? " and later" : ""): \(String(cString: strerror(error)))"
    }

    /// What the program's environment has to be for it, and the file that is there once the call has failed.
    func environment(in folder: String, note: String) -> [String: String] {
      [
        "LD_PRELOAD": PreloadedLibrary.failing ?? "", "FAILING_CALL": name,
        "FAILING_AT": "\(at)\(andAllLater ? "+" : "")",
        "FAILING_ERRNO": "\(error)", "FAILING_FOLDER": folder, "FAILING_NOTE": note, "SWIFT_BACKTRACE": "enable=no",
      ]
    }
  }
#endif
