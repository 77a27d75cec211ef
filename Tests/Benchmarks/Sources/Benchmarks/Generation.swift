import Foundation

/// Generating the module from the full catalog, and comparing two such catalogs: wall time and peak memory of the whole process,
/// and a file's worth of `cat` for scale.
enum Generation {
  static let maximumSeconds = 0.03
  static let maximumDriftSeconds = 0.06
  static let maximumBytes: Int64 = 30_000_000

  static func measure(runs: Int) throws {
    // Always, and not only where it is missing: one from an older revision refuses the catalog, or measures another.
    let build = try Program("/usr/bin/env").run(["swift", "build", "-c", "release", "--product", "wedrive-spec"])
    guard build == 0 else { throw BenchmarkFailure(description: "the generator does not build: run this at the root") }
    let output = NSTemporaryDirectory() + "wedrive-benchmark-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: output) }
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)

    let generator = Program(".build/release/wedrive-spec")
    let generate = try generator.cost(of: ["generate", "--spec", "Spec", "--output", output], runs: runs)
    let drift = try generator.cost(of: ["diff", "Spec", "Spec"], runs: runs)
    let nothing = try Program("/bin/sh").cost(of: ["-c", "cat Spec/*.yaml Spec/*/*.yaml"], runs: runs)
    print("generate, full catalog: \(generate.description)")
    if generate.seconds > maximumSeconds { print("  TARGET MISSED: at most \(Int(maximumSeconds * 1000)) ms") }
    if generate.peak > maximumBytes { print("  TARGET MISSED: at most \(maximumBytes / 1_000_000) MB") }
    print("drift of two full catalogs: \(drift.description)")
    if drift.seconds > maximumDriftSeconds {
      print("  TARGET MISSED: at most \(Int(maximumDriftSeconds * 1000)) ms")
    }
    print("  reading the same files with cat: \(nothing.description)")
  }
}
