import ArgumentParser
import WeDrive

struct BudgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget", abstract: "Shows how many calls of the month are used, by all machines together.",
    discussion: """
      A corp without a paid edition has 1,000 calls a month, one with a paid edition 100,000; each block of an upload is one. \
      The number is counted here, not asked from the service, which does not tell.

      \(SharedStoreOptions.help)
      """)

  @Option(help: ArgumentHelp("The corp's id. Default: WEDRIVE_CORP_ID.", valueName: "id"))
  var corpID: String?

  @OptionGroup var output: ResultOptions

  func run() async throws {
    try await reportingErrors {
      guard let corp = corpID ?? Environment["WEDRIVE_CORP_ID"] else {
        throw ErrorReport(.usage, "no corp id", advice: "Set WEDRIVE_CORP_ID or give --corp-id.")
      }
      guard let budget = try SharedStoreOptions.budget(of: corp) else {
        throw ErrorReport(
          .usage, "no budget", advice: "Set WEDRIVE_BUDGET to the calls of a month, and WEDRIVE_STORE to a Redis.")
      }
      let status: CallBudget.Status
      do throws(StoreFailure) {
        status = try await budget.status()
      } catch {
        throw ErrorReport(.failed, "\(error)")
      }
      guard !output.json else { return StandardOutput.print(try JSONLine.of(status)) }
      StandardOutput.print("\(status.month): \(status.used) of \(status.limit) calls are used, \(status.left) are left")
    }
  }
}
