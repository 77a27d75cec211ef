import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// A client whose calls are counted for one upload, and whose calls with blocks can report at once that the service asks
/// for less.
struct MeteredClient: WeDriveAPI, APICaller {
  let drive: WeDriveClient
  let meter: UploadMeter

  /// Sets aside so many calls of the month's budget, if there is one.
  func reserve(_ calls: Int) async throws(WeDriveError) {
    guard let budget = drive.budget else { return }
    do throws(BudgetFailure) {
      meter.notePaid(try await budget.reserve(calls))
    } catch {
      throw .budget(error)
    }
  }

  /// Gives back what was set aside and not used.
  func giveBack() async {
    guard let (count, reservation) = meter.takeRestPaid() else { return }
    await drive.budget?.giveBack(count, of: reservation)
  }

  func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
    try await send(PreparedCall(request), reportingThrottling: false)
  }

  func send<Request: APIRequest>(
    _ call: PreparedCall<Request>, reportingThrottling: Bool
  ) async throws(WeDriveError) -> Request.Response {
    let meter = meter
    let observer = CallObserver(
      reportsThrottling: reportingThrottling, willBegin: { () throws(WeDriveError) in try meter.takeCall() },
      isPaid: { meter.usePaidCall() }, wasNotSent: { meter.returnCall() })
    return try await drive.send(call, observedBy: observer)
  }
}
