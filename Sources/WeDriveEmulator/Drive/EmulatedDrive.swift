import WeDriveGenerated
import WeDriveRuntime

/// The API as one app sees it. The methods are in one file for each family of the catalog.
struct EmulatedDrive: WeDriveAPI {
  let backend: Backend
  /// nil for a call that carries no token.
  let caller: Caller?
  /// Where content is downloaded from, without a trailing slash.
  let downloadOrigin: String

  var store: DriveStore { backend.store }
  var limits: EmulatorLimits { backend.configuration.limits }
  var now: Int64 { backend.clock.now }

  /// Answers a request that keeps to the documentation's rules. What has an errcode more fitting than that of the rules
  /// is checked before them, in `first`.
  func answer<Request: APIRequest>(
    _ request: Request, first: () throws(ServiceError) -> Void = {},
    _ body: (Caller) async throws(ServiceError) -> Request.Response
  ) async throws(WeDriveError) -> Request.Response {
    try await refusing(request) { () throws(ServiceError) in
      guard let caller else { throw .missingToken }
      try first()
      try check(request)
      return try await body(caller)
    }
  }

  /// Answers a request, or says why not in the words of the service.
  func refusing<Request: APIRequest>(
    _ request: Request, _ body: () async throws(ServiceError) -> Request.Response
  ) async throws(WeDriveError) -> Request.Response {
    do throws(ServiceError) {
      return try await body()
    } catch {
      throw error.refusal(of: Request.endpoint.name, at: Request.endpoint.service)
    }
  }

  private func check(_ request: some APIRequest) throws(ServiceError) {
    do throws(InvalidArgument) {
      try request.validate()
    } catch {
      throw ServiceError(.invalidArgument(error))
    }
  }

  /// Does file work; a disk that fails is a service that is busy.
  func disk<Value>(_ work: () async throws -> Value) async throws(ServiceError) -> Value {
    do {
      return try await work()
    } catch {
      throw .systemBusy.because("the disk of the emulator: \(error)")
    }
  }

  // MARK: New ids

  func newSpaceID() -> String { "s." + RandomName.make(bytes: 12) }

  func newFileID(in spaceID: String) -> String { "\(spaceID)_f." + RandomName.make(bytes: 12) }
}
