import Foundation
import Synchronization
import WeDrive

/// The file that `--observe` names: what this run saw is added to what others have seen.
struct ObservationFile: Sendable {
  /// The one of this run, if there is one: it is written when the command's work is over, however that ends.
  private static let current = Mutex<ObservationFile?>(nil)
  /// The path that was given before the subcommand.
  private static let chosen = Mutex<String?>(nil)

  /// Names the file for a subcommand that names none.
  static func choose(_ path: String) { chosen.withLock { $0 = path } }

  let path: String
  private let tally = DriftTally()

  /// Begins to observe, if that is asked for.
  ///
  /// - Throws: Why the file cannot be added to, which is better known before than after the work.
  static func begin(_ path: String?) throws(ErrorReport) -> (@Sendable (DriftObservation) -> Void)? {
    guard let path = path ?? chosen.withLock({ $0 }) ?? Environment["WEDRIVE_OBSERVE"] else { return nil }
    let file = ObservationFile(path: path)
    try file.locked { () throws(ErrorReport) in _ = try file.read() }
    current.withLock { $0 = file }
    return file.tally.record
  }

  /// Notes what was found out otherwise than from a reply, if anything is observed.
  static func record(_ observation: DriftObservation) { current.withLock { $0 }?.tally.record(observation) }

  /// Writes what was seen, if anything is observed.
  static func finish() throws(ErrorReport) {
    guard let file = current.withLock({ $0 }) else { return }
    try file.locked { () throws(ErrorReport) in try file.write(file.read()) }
  }

  private func read() throws(ErrorReport) -> ObservedDrift {
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try Descriptor.readAll(path: path)
    } catch {
      throw ErrorReport(.usage, "--observe: \(path): cannot be read: \(error.reason)")
    }
    if bytes.isEmpty { return ObservedDrift() }
    guard let report = try? JSONDecoder().decode(ObservedDrift.self, from: Data(bytes)) else {
      throw ErrorReport(.usage, "--observe: \(path) is not a drift report", advice: "Name another file.")
    }
    return report
  }

  private func write(_ before: ObservedDrift) throws(ErrorReport) {
    var report = before
    report.merge(tally.observed)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try Data(encoder.encode(report) + [0x0A]).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw ErrorReport(.failed, "--observe: \(path): cannot be written")
    }
  }

  /// Does `work` while no other run adds to the file.
  private func locked(_ work: () throws(ErrorReport) -> Void) throws(ErrorReport) {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        throw ErrorReport(.usage, "--observe: \(path): \(String(cString: strerror(errno)))")
      }
      defer { close(descriptor) }
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      // The process that had the lock has put another file in its place.
      var (mine, there) = (stat(), stat())
      guard fstat(descriptor, &mine) == 0, stat(path, &there) == 0, mine.st_ino == there.st_ino else { continue }
      return try work()
    }
  }
}
