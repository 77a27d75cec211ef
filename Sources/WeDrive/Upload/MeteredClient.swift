import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// A client whose calls are counted for one upload, and whose calls with blocks can report at once that the service asks
/// for less.
struct MeteredClient: WeDriveAPI, APICaller {
  let drive: WeDriveClient
  let meter: UploadMeter

  /// Uploads as an activity that instrumentation is told of.
  ///
  /// - Parameter endpoint: The call that begins the upload.
  func uploading<Value>(
    by endpoint: Endpoint, _ work: () async throws(WeDriveError) -> Value
  ) async throws(WeDriveError) -> Value {
    let activity = ClientActivity(.upload, endpoint: endpoint.name, service: endpoint.service.name)
    return try await instrumented(by: drive.instrumentation, as: activity) { (moved) async throws(WeDriveError) in
      defer { moved = meter.transferred }
      return try await work()
    }
  }

  /// Sets aside so many calls of the month's budget, if there is one.
  func reserve(_ calls: Int) async throws(WeDriveError) {
    guard let budget = drive.budget else { return }
    do throws(BudgetFailure) {
      meter.notePaid(try await budget.reserve(calls))
    } catch {
      drive.instrumentation?.note(.quotaExhausted(.budget), within: ClientActivity.current)
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
    let accounting = CallAccounting(
      reportsThrottling: reportingThrottling, willBegin: { () throws(WeDriveError) in try meter.takeCall() },
      isPaid: { meter.usePaidCall() }, wasNotSent: { meter.returnCall() })
    return try await drive.send(call, accountedBy: accounting)
  }
}
