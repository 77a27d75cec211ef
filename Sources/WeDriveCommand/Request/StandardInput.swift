import Foundation
import WeDrive

/// The stream that a command may be given content on.
enum StandardInput {
  /// Everything until its end. Blocks; nothing else runs in this process meanwhile.
  static func readAll() throws(FileFailure) -> [UInt8] { try Descriptor.readAll(STDIN_FILENO, named: "standard input") }

  /// Everything until its end, in pieces, without blocking anything else. Ends soon when the task is cancelled.
  struct Pieces: AsyncSequence, AsyncIteratorProtocol, Sendable {
    func makeAsyncIterator() -> Pieces { self }

    func next() async throws -> [UInt8]? {
      while true {
        try Task.checkCancellation()
        // A terminal or a pipe may give nothing for long, and a read that waits for it cannot be ended.
        let piece = try await BlockingWork.run { () throws(FileFailure) in try Self.piece(within: 100) }
        if let piece { return piece.isEmpty ? nil : piece }
      }
    }

    /// What is there; empty at the end; nil if there is nothing for so many milliseconds. Blocks.
    private static func piece(within milliseconds: Int32) throws(FileFailure) -> [UInt8]? {
      var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let (ready, code) = repeatingInterrupted { Int(poll(&request, 1, milliseconds)) }
      guard ready >= 0 else { throw FileFailure("read", "standard input", errno: code) }
      if ready == 0 { return nil }
      var room = [UInt8](repeating: 0, count: 1 << 18)
      let (count, failed) = repeatingInterrupted { read(STDIN_FILENO, &room, room.count) }
      guard count >= 0 else { throw FileFailure("read", "standard input", errno: failed) }
      return Array(room[..<count])
    }
  }
}

/// Files that are read whole, with the system's own words for what goes wrong.
enum Descriptor {
  /// All of a file. Blocks.
  static func readAll(path: String) throws(FileFailure) -> [UInt8] {
    let descriptor = CommandArgument.path(path).withCString { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw failure(path, "open") }
    defer { close(descriptor) }
    return try readAll(descriptor, named: path)
  }

  /// Everything until the end. Blocks.
  static func readAll(_ descriptor: Int32, named name: String) throws(FileFailure) -> [UInt8] {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(name, "read") }
      if count == 0 { return content }
      content += buffer[..<count]
    }
  }

  private static func failure(_ path: String, _ operation: String) -> FileFailure {
    let code = errno
    return FileFailure(path: path, operation: operation, errno: code, reason: String(cString: strerror(code)))
  }
}

/// Where the content of an option comes from.
enum InputSource: Equatable {
  case text(String)
  case file(String)
  case standardInput

  /// `@FILE`, `-` or `@-`, or the text itself.
  init(_ argument: String) {
    self =
      switch argument {
      case "-", "@-": .standardInput
      case _ where argument.hasPrefix("@"): .file(String(argument.dropFirst()))
      default: .text(argument)
      }
  }

  /// Whether the content itself stands on the command line.
  var isVisible: Bool { if case .text = self { true } else { false } }

  func read() throws(ErrorReport) -> [UInt8] {
    do throws(FileFailure) {
      return switch self {
      case .text(let text): Array(text.utf8)
      case .file(let path): try Descriptor.readAll(path: path)
      case .standardInput: try StandardInput.readAll()
      }
    } catch {
      throw ErrorReport(WeDriveError.file(error))
    }
  }
}
