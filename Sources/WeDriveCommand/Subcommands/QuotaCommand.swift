import ArgumentParser
import WeDrive

struct QuotaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quota", abstract: "Tells how much the corp may store, in bytes.",
    discussion: "What is left is shown where the service tells: it is no longer documented that it does.")

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions

  func run() async throws {
    try await reportingErrors {
      let capacity = try await service.client().capacity()
      guard !output.json else { return StandardOutput.print(try JSONLine.of(capacity)) }
      let rows = [
        ("total for everybody", capacity.totalCapacityForAll), ("left for everybody", capacity.restCapacityForAll),
        ("total for premium accounts", capacity.totalCapacityForVip),
        ("left for premium accounts", capacity.restCapacityForVip),
      ].compactMap { name, bytes in bytes.map { [name, "\($0)", "(\(ProgressLine.size(Double($0))))"] } }
      for line in TextTable.lines(rows) { StandardOutput.print(line) }
    }
  }
}
