import Foundation

/// Prints what the generator and the client cost, each beside something public measured in the same run.
///
/// `swift run -c release --package-path Tests/Benchmarks Benchmarks [--quick] [NAME…]`, from the root of the repository,
/// where a name is `transfers`, `downloads`, `digests`, `generation`, `calls`, `listings`, `trees` or `stores`; none stands for
/// all, and `downloads` for a part of `transfers`. Fails if something could not be measured; a target that is missed is reported
/// and fails nothing, because a busy machine misses it, too.
@main
struct Benchmarks {
  static func main() async {
    let isQuick = CommandLine.arguments.contains("--quick")
    let names = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("-") }
    func isWanted(_ name: String) -> Bool { names.isEmpty || names.contains(name) }
    do {
      if isWanted("transfers") || isWanted("downloads") {
        let transfers = try Transfers(size: isQuick ? 256 << 20 : 1 << 30)
        defer { transfers.end() }
        if isWanted("transfers") { try await transfers.measureUploads(rounds: isQuick ? 1 : 5) }
        try await transfers.measureDownloads(rounds: isQuick ? 1 : 5)
      }
      if isWanted("digests") { try await Digests.measure(rounds: isQuick ? 1 : 5) }
      if isWanted("generation") { try Generation.measure(runs: isQuick ? 3 : 11) }
      if isWanted("calls") { try await Calls.measure(calls: isQuick ? 2_000 : 20_000, rounds: isQuick ? 1 : 5) }
      if isWanted("listings") { try await Listings.measure(pages: isQuick ? 20 : 200) }
      if isWanted("trees") { try await Trees.measure(folders: isQuick ? 100 : 1_000, rounds: isQuick ? 1 : 5) }
      if isWanted("stores") { try await SharedStores.measure(trips: isQuick ? 4_000 : 40_000, rounds: isQuick ? 1 : 5) }
    } catch {
      // An error that leaves `main` ends the process by a signal, with a stack in place of the reason.
      FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
      exit(1)
    }
  }
}

/// What makes a figure worthless, so that it is not printed.
struct BenchmarkFailure: Error, CustomStringConvertible {
  let description: String
}
