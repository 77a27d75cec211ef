import WeDriveEvents
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
  var behaviour: ServiceBehaviour { backend.configuration.behaviour }
  var now: Int64 { backend.clock.now }

  /// Answers a request of a caller.
  func answer<Request: APIRequest>(
    _ request: Request, _ body: (Caller) async throws(ServiceError) -> Request.Response
  ) async throws(WeDriveError) -> Request.Response {
    try await refusing(request) { () throws(ServiceError) in
      guard let caller else { throw .weCom(.missingAccessToken) }
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

  /// Does file work; a disk that fails is a service that is busy.
  func disk<Value>(_ work: () async throws -> Value) async throws(ServiceError) -> Value {
    do {
      return try await work()
    } catch {
      throw .weCom(.systemBusy, "the disk of the emulator: \(error)")
    }
  }

  /// How many entries a page has: as many as are asked for, or what the catalog says is assumed.
  func pageSize<Request: APIRequest>(_ limit: UInt32?, of request: Request) -> Int {
    limit.map(Int.init) ?? RequestRules.assumed("limit", in: Request.endpoint.name) ?? Int(Limits.fileListPageSize)
  }
}

// MARK: - Events

// The real service tells an app what its administrators change in a client; the emulator has no client, and tells it what the
// app itself changes.
extension EmulatedDrive {
  /// Tells the app what has changed about a space.
  func tell(_ change: SpaceChange, _ spaces: [SpaceID]) {
    guard let caller else { return }
    var event = SpaceChangeEvent(changeType: change)
    event.corpID = caller.corp
    event.creationTime = now
    event.spaceIDs = spaces
    backend.pusher.push(EventNode(event), to: caller.corp.rawValue)
  }

  /// Tells the app what has changed about files.
  func tell(_ change: FileChange, _ files: [FileID]) {
    guard let caller else { return }
    var event = FileChangeEvent(changeType: change)
    event.corpID = caller.corp
    event.creationTime = now
    event.fileIDs = files
    backend.pusher.push(EventNode(event), to: caller.corp.rawValue)
  }
}
