import WeDriveGenerated
import WeDriveRuntime

public struct WeDriveClient: WeDriveAPI, APICaller {
  let caller: ServiceCaller
  let transport: any Transport
  public func send<Request: APIRequest>(_ request: Request) async throws(WeDriveError) -> Request.Response {
    try await caller.send(request)
  }
}
