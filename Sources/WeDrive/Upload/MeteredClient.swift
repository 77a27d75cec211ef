import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// A client whose calls are counted for one upload, and which reports at once when the service asks for less.
struct MeteredClient: WeDriveAPI, APICaller {
  let drive: WeDriveClient
  let meter: UploadMeter

  func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
    try await send(PreparedCall(request), reportingThrottling: false)
  }

  func send<Request: APIRequest>(
    _ call: PreparedCall<Request>, reportingThrottling: Bool
  ) async throws(WeDriveError) -> Request.Response {
    let meter = meter
    let observer = CallObserver(
      reportsThrottling: reportingThrottling, willBegin: { () throws(WeDriveError) in try meter.takeCall() },
      wasNotSent: { meter.returnCall() })
    return try await drive.send(call, observedBy: observer)
  }
}
