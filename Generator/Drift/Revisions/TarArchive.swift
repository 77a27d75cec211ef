/// Reads the plain files of a tar archive as git writes it: ustar headers, with extended ones for long names.
enum TarArchive {
  private static let blockSize = 512

  /// Path → bytes; nil if the archive is cut off or malformed.
  static func files(in archive: [UInt8]) -> [String: [UInt8]]? {
    var files: [String: [UInt8]] = [:]
    var longName: String?
    var offset = 0
    while offset + blockSize <= archive.count {
      let header = archive[offset..<offset + blockSize]
      offset += blockSize
      // The archive ends with blocks of zeros.
      if header.allSatisfy({ $0 == 0 }) { return files }
      guard let size = octal(header, at: 124, count: 12), size <= archive.count - offset else { return nil }
      let content = archive[offset..<offset + size]
      switch header[header.startIndex + 156] {
      case UInt8(ascii: "0"), 0:
        files[longName ?? name(header)] = Array(content)
        longName = nil
      case UInt8(ascii: "x"): longName = path(inExtended: content)
      case UInt8(ascii: "g"): break
      default: longName = nil
      }
      offset += (size + blockSize - 1) / blockSize * blockSize
    }
    return nil
  }

  private static func name(_ header: ArraySlice<UInt8>) -> String {
    let (prefix, name) = (text(header, at: 345, count: 155), text(header, at: 0, count: 100))
    return prefix.isEmpty ? name : "\(prefix)/\(name)"
  }

  /// Records of an extended header: `28 path=wecom/some/long/name\n`, where the number is the record's length.
  private static func path(inExtended content: ArraySlice<UInt8>) -> String? {
    var rest = content
    while let space = rest.firstIndex(of: UInt8(ascii: " ")),
      let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length <= rest.count,
      length > space - rest.startIndex
    {
      let record = String(decoding: rest[(space + 1)..<(rest.startIndex + length)], as: UTF8.self)
      if record.hasPrefix("path=") { return String(record.dropFirst(5).dropLast()) }
      rest = rest.dropFirst(length)
    }
    return nil
  }

  private static func text(_ header: ArraySlice<UInt8>, at offset: Int, count: Int) -> String {
    let start = header.startIndex + offset
    return String(decoding: header[start..<start + count].prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func octal(_ header: ArraySlice<UInt8>, at offset: Int, count: Int) -> Int? {
    let digits = text(header, at: offset, count: count).filter { $0 != " " }
    return Int(digits, radix: 8).flatMap { $0 < 0 ? nil : $0 }
  }
}

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
    let result: ProgramResult
    do throws(ProgramFailure) {
      result = try ProgramResult(of: command)
    } catch {
      if error.isMissing { throw RevisionError("'\(name)' needs git, which is not installed") }
      throw RevisionError("git could not be started to read '\(name)': \(error.reason)")
    }
    guard result.status == 0 else {
      let lines = String(decoding: result.errors, as: UTF8.self).split(separator: "\n")
      throw RevisionError("git cannot read '\(name)': \(lines.first.map(String.init) ?? "it says no more")")
    }
    return result.output
  }
}
