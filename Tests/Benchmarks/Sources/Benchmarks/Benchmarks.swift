/// Prints what the generator and the client cost, each beside something public measured in the same run.
///
/// `swift run -c release --package-path Tests/Benchmarks Benchmarks [--quick]`, from the root of the repository.
@main
struct Benchmarks {
  static func main() async throws {
    let isQuick = CommandLine.arguments.contains("--quick")
    try Generation.measure(runs: isQuick ? 3 : 11)
    try await Calls.measure(calls: isQuick ? 2_000 : 20_000, rounds: isQuick ? 1 : 5)
  }
}

/// What makes a figure worthless, so that it is not printed.
struct BenchmarkFailure: Error, CustomStringConvertible {
  let description: String
}
