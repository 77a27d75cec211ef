import CBaseline
import Foundation

/// A program that is run to its end.
struct Program {
  struct Cost: CustomStringConvertible {
    let seconds: Double
    let peak: Int64

    var description: String {
      String(format: "%.1f ms, %.1f MB at its peak", seconds * 1000, Double(peak) / 1_000_000)
    }
  }

  let path: String

  init(_ path: String) { self.path = path }

  /// Runs it once, with its output among the errors: standard output is for figures.
  func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle.standardError
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The median time of `runs` runs, after one that is not counted, and the largest peak.
  func cost(of arguments: [String], runs: Int) throws -> Cost {
    var seconds: [Double] = []
    var peak: Int64 = 0
    for run in 0...runs {
      var used: Int64 = 0
      var pointers = ([path] + arguments).map { strdup($0) } + [nil]
      defer { pointers.forEach { free($0) } }
      let time = baseline_run(path, &pointers, &used)
      guard time >= 0 else { throw BenchmarkFailure(description: "\(path) \(arguments[0]) failed") }
      guard run > 0 else { continue }
      seconds.append(time)
      peak = max(peak, used)
    }
    return Cost(seconds: seconds.sorted()[runs / 2], peak: peak)
  }
}
