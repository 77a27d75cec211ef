/// A space.
struct Space: Codable, Sendable {
  let id: String
  let corp: String
  /// The app that made it; no other app may touch it.
  let app: String
  var name: String
  var members = Members()
  var subType: UInt32 = 0
  var settings = SpaceSettings()
  let created: Int64
}

/// The security settings of a space, named as they are when they are read.
struct SpaceSettings: Codable, Sendable {
  var enableWatermark = false
  var addMemberOnlyAdmin = false
  var enableShareURL = false
  var shareURLNoApprove = false
  var shareURLNoApproveDefaultAuth: UInt32 = 1
  var enableShareExternal = true
  var enableShareExternalAdmin = true
  var enableSpaceAddExternalMember = false
  var enableSpaceAddExternalMemberAdmin = false
  var enableConfidentialMode = false
  var defaultFileScope: UInt32 = 1
  var createFileOnlyAdmin = false
}

/// Settings to be changed; what is absent stays as it is.
struct SpaceSettingsChange: Sendable {
  var enableWatermark: Bool?
  var enableConfidentialMode: Bool?
  var shareURLNoApprove: Bool?
  var shareURLNoApproveDefaultAuth: UInt32?
  var defaultFileScope: UInt32?
  var banShareExternal: Bool?
}

/// All spaces of all corps.
struct Spaces: Sendable {
  var table = Table<Space>("spaces")

  /// The space, if this app may touch it.
  func find(_ id: String, for caller: Caller) throws(ServiceError) -> Space {
    guard !id.isEmpty else { throw .badSpaceID }
    guard let space = table[id], space.corp == caller.corp else { throw .spaceNotFound }
    guard space.app == caller.app else { throw .noAccess }
    return space
  }

  mutating func create(_ space: Space) throws(ServiceError) {
    guard !space.name.isEmpty else { throw .badSpaceName }
    guard space.subType == 0 else { throw .badParameter.because("space_sub_type can only be 0") }
    table[space.id] = space
  }

  mutating func rename(_ id: String, to name: String, for caller: Caller) throws(ServiceError) {
    var space = try find(id, for: caller)
    guard !name.isEmpty else { throw .badSpaceName }
    space.name = name
    table[id] = space
  }

  mutating func dismiss(_ id: String, for caller: Caller) throws(ServiceError) {
    _ = try find(id, for: caller)
    table[id] = nil
  }

  mutating func change(
    _ id: String, for caller: Caller, _ body: (inout Space) throws(ServiceError) -> Void
  ) throws(ServiceError) {
    var space = try find(id, for: caller)
    try body(&space)
    table[id] = space
  }
}

extension SpaceSettings {
  /// Applies a change. The write side bans sharing, the read side allows it: opposite names for one switch.
  mutating func apply(_ change: SpaceSettingsChange, isPro: Bool) throws(ServiceError) {
    var result = self
    if let value = change.enableWatermark {
      guard isPro || !value else { throw .watermarkNeedsVIP }
      result.enableWatermark = value
    }
    if let value = change.shareURLNoApproveDefaultAuth {
      guard [1, 2, 4, 5, 200].contains(value) else { throw .badPermission }
      result.shareURLNoApproveDefaultAuth = value
    }
    if let value = change.defaultFileScope {
      guard [1, 2].contains(value) else { throw .badParameter.because("default_file_scope is 1 or 2") }
      result.defaultFileScope = value
    }
    if let value = change.enableConfidentialMode { result.enableConfidentialMode = value }
    if let value = change.shareURLNoApprove { result.shareURLNoApprove = value }
    if let value = change.banShareExternal { result.enableShareExternal = !value }
    self = result
  }
}

/// The app on whose behalf a call is made.
struct Caller: Hashable, Sendable {
  let corp: String
  /// A name for the app that is not its secret.
  let app: String
  let access: EmulatedApp.Access
}

extension EmulatorConfiguration {
  /// The app that a token was issued to, of a corp or in its own name; nil if it is not configured any more.
  func caller(corp: String, app: String) -> Caller? {
    if let own = apps.first(where: { $0.corpID == corp && $0.name == app }) {
      return Caller(corp: corp, app: app, access: own.access)
    }
    // A provider has a corp id and no app, a suite an id and no corp.
    if app.isEmpty, providers.contains(where: { $0.corpID.rawValue == corp }) {
      return Caller(corp: corp, app: app, access: .full)
    }
    guard let suite = suites.first(where: { $0.id.rawValue == app }) else { return nil }
    if corp.isEmpty { return Caller(corp: corp, app: app, access: .full) }
    guard let installation = suite.installations.first(where: { $0.corpID.rawValue == corp }) else { return nil }
    return Caller(corp: corp, app: app, access: installation.access)
  }
}
