import Foundation

/// Reads a folder of a revision through `git archive`, which needs no working tree and one process.
enum GitArchive {
  /// Path in the folder → bytes. Hidden files are left out, as they are of a folder.
  static func files(of folder: String, at revision: String) throws(RevisionError) -> [String: [UInt8]] {
    let name = "\(revision):\(folder)"
    let archive = try output(of: ["git", "archive", "--format=tar", name], reading: name)
    guard let files = TarArchive.files(in: archive) else {
      throw RevisionError("git's archive of '\(name)' cannot be read")
    }
    return files.filter { path, _ in !path.split(separator: "/").contains { $0.hasPrefix(".") } }
  }

  private static func output(of command: [String], reading name: String) throws(RevisionError) -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let (output, errors) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    do { try process.run() } catch {
      throw RevisionError("git could not be started to read '\(name)': \(error.localizedDescription)")
    }
    // What git says when it fails fits into the pipe.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let message = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus == 127 { throw RevisionError("'\(name)' needs git, which is not installed") }
    guard process.terminationStatus == 0 else {
      let lines = String(decoding: message, as: UTF8.self).split(separator: "\n")
      throw RevisionError("git cannot read '\(name)': \(lines.first.map(String.init) ?? "it says no more")")
    }
    return [UInt8](data)
  }
}
