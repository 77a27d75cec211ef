#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a program could not be run.
struct ProgramFailure: Error {
  /// The system's error number.
  let code: Int32

  /// Whether there is no such program.
  var isMissing: Bool { code == ENOENT }
  /// What the system says, for example `Permission denied`.
  var reason: String { String(cString: strerror(code)) }
}

/// What a program printed, and how it ended.
struct ProgramResult {
  /// The exit code; nil for one that a signal ended.
  let status: Int32?
  let output: [UInt8]
  let errors: [UInt8]

  /// Runs a program that is looked for in `PATH`, with nothing to read. Blocks until it has ended.
  ///
  /// What it says about errors has to fit into a pipe: it is read after the output.
  ///
  /// - Parameter command: The program's name and its arguments.
  init(of command: [String]) throws(ProgramFailure) {
    let (output, errors) = (try OutputPipe(), try OutputPipe())
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.end, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.end, STDERR_FILENO)
    let words = Self.strings(command)
    let variables = Self.strings(ProcessInfo.processInfo.environment.map { "\($0)=\($1)" })
    defer { for text in words + variables { free(text) } }
    var child = pid_t()
    let code = posix_spawnp(&child, command.first ?? "", &actions, nil, words, variables)
    output.closeEnd()
    errors.closeEnd()
    guard code == 0 else { throw ProgramFailure(code: code) }
    self.output = output.content()
    self.errors = errors.content()
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw ProgramFailure(code: errno) }
    }
    self.status = status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }

  /// The texts as C takes a list of them. To be freed by the caller.
  private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }
}

/// A pipe from a program to this one. Neither end is given to a program by itself.
private final class OutputPipe {
  private let beginning: Int32
  private(set) var end: Int32

  init() throws(ProgramFailure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw ProgramFailure(code: errno) }
    (beginning, end) = (ends[0], ends[1])
    for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(beginning)
    closeEnd()
  }

  /// Lets go of what the program writes to, so that the content has an end.
  func closeEnd() {
    if end >= 0 { close(end) }
    end = -1
  }

  /// All that is written until the program closes its end. Blocks.
  func content() -> [UInt8] {
    var content: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = read(beginning, &room, room.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return content }
      content += room[..<count]
    }
  }
}
