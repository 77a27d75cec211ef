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
    OutputPipe.drain([output, errors])
    (self.output, self.errors) = (output.content, errors.content)
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
  /// What was read so far.
  private(set) var content: [UInt8] = []

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

  /// Reads all that is written to several until the program closes its ends, from each as it comes: one that is full would stop the
  /// program while another is waited for. Blocks.
  static func drain(_ pipes: [OutputPipe]) {
    var open = pipes
    while !open.isEmpty {
      var ready = open.map { pollfd(fd: $0.beginning, events: Int16(POLLIN), revents: 0) }
      guard poll(&ready, nfds_t(ready.count), -1) >= 0 else {
        if errno == EINTR { continue }
        return
      }
      open = zip(open, ready).filter { pipe, state in state.revents == 0 || pipe.readSome() }.map(\.0)
    }
  }

  /// Reads what is there.
  ///
  /// - Returns: Whether there may be more.
  private func readSome() -> Bool {
    var room = [UInt8](repeating: 0, count: 64 * 1024)
    let count = read(beginning, &room, room.count)
    if count < 0 { return errno == EINTR }
    content += room[..<count]
    return count > 0
  }
}
