import CBaseline
import Foundation

/// Generating the module from the full catalog: wall time and peak memory of the whole process, and a file's worth of
/// `cat` for scale.
enum Generation {
  static func measure(runs: Int) throws {
    let program = ".build/release/wedrive-spec"
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw BenchmarkFailure(description: "build it first: swift build -c release --product wedrive-spec")
    }
    let output = NSTemporaryDirectory() + "wedrive-benchmark-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: output) }
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)

    let generate = try Process.median(of: runs, program, ["generate", "--spec", "Spec", "--output", output])
    let nothing = try Process.median(of: runs, "/bin/sh", ["-c", "cat Spec/*.yaml Spec/*/*.yaml"])
    print("generate, full catalog: \(generate.description), target 150 ms and 30 MB")
    print("  reading the same files with cat: \(nothing.description)")
  }
}

/// A program run several times.
enum Process {
  struct Cost: CustomStringConvertible {
    let seconds: Double
    let peak: Int64

    var description: String {
      String(format: "%.1f ms, %.1f MB at its peak", seconds * 1000, Double(peak) / 1_000_000)
    }
  }

  /// The median time of `runs` runs, after one that is not counted, and the largest peak.
  static func median(of runs: Int, _ program: String, _ arguments: [String]) throws -> Cost {
    var seconds: [Double] = []
    var peak: Int64 = 0
    for run in 0...runs {
      var used: Int64 = 0
      var pointers = ([program] + arguments).map { strdup($0) } + [nil]
      defer { pointers.forEach { free($0) } }
      let time = baseline_run(program, &pointers, &used)
      guard time >= 0 else { throw BenchmarkFailure(description: "\(program) failed") }
      guard run > 0 else { continue }
      seconds.append(time)
      peak = max(peak, used)
    }
    return Cost(seconds: seconds.sorted()[runs / 2], peak: peak)
  }
}
