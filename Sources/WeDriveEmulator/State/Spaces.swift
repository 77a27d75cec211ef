import WeDriveGenerated
import WeDriveRuntime

/// A space.
struct Space: Codable, Sendable {
  let id: SpaceID
  let corp: CorpID
  /// The app that made it; no other app may touch it.
  let app: String
  var name: String
  var members = Members()
  var subType = SpaceSubType.ordinary
  var settings = SpaceSettings()
  let created: Int64
}

/// The security settings of a space, named as they are when they are read.
struct SpaceSettings: Codable, Sendable {
  var enableWatermark = false
  var addMemberOnlyAdmin = false
  var enableShareURL = false
  var shareURLNoApprove = false
  var shareURLNoApproveDefaultAuth = DefaultSharePermission.download
  var enableShareExternal = true
  var enableShareExternalAdmin = true
  var enableSpaceAddExternalMember = false
  var enableSpaceAddExternalMemberAdmin = false
  var enableConfidentialMode = false
  var defaultFileScope = DefaultFileScope.members
  var createFileOnlyAdmin = false
}

/// Settings to be changed; what is absent stays as it is.
struct SpaceSettingsChange: Sendable {
  var enableWatermark: Bool?
  var enableConfidentialMode: Bool?
  var shareURLNoApprove: Bool?
  var shareURLNoApproveDefaultAuth: DefaultSharePermission?
  var defaultFileScope: DefaultFileScope?
  var banShareExternal: Bool?
}

/// All spaces of all corps.
struct Spaces: Sendable {
  var table = Table<SpaceID, Space>("spaces")

  /// The space, if this app may touch it.
  func find(_ id: SpaceID, for caller: Caller) throws(ServiceError) -> Space {
    guard !id.rawValue.isEmpty else { throw .weCom(.invalidSpaceID) }
    guard let space = table[id], space.corp == caller.corp else { throw .weCom(.spaceNotFound) }
    guard space.app == caller.app else { throw .weCom(.accessDenied) }
    return space
  }

  mutating func create(_ space: Space) throws(ServiceError) {
    guard !space.name.isEmpty else { throw .weCom(.invalidSpaceName) }
    guard space.subType == .ordinary else {
      throw .weCom(.invalidArgument, "space_sub_type is not of an ordinary space")
    }
    table[space.id] = space
  }

  mutating func rename(_ id: SpaceID, to name: String, for caller: Caller) throws(ServiceError) {
    var space = try find(id, for: caller)
    guard !name.isEmpty else { throw .weCom(.invalidSpaceName) }
    space.name = name
    table[id] = space
  }

  mutating func dismiss(_ id: SpaceID, for caller: Caller) throws(ServiceError) {
    _ = try find(id, for: caller)
    table[id] = nil
  }

  mutating func change(
    _ id: SpaceID, for caller: Caller, _ body: (inout Space) throws(ServiceError) -> Void
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
      guard isPro || !value else { throw .weCom(.watermarkNeedsVip) }
      result.enableWatermark = value
    }
    if let value = change.shareURLNoApproveDefaultAuth {
      guard value.isKnown else { throw .weCom(.invalidPermission) }
      result.shareURLNoApproveDefaultAuth = value
    }
    if let value = change.defaultFileScope {
      guard value.isKnown else { throw .weCom(.invalidArgument, "default_file_scope does not exist") }
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
  /// Empty for a suite in its own name.
  let corp: CorpID
  /// A name for the app that is not its secret, or a suite's id; empty for a provider in its own name.
  let app: String
  let access: EmulatedApp.Access
}

extension EmulatorConfiguration {
  /// The app that a token was issued to, of a corp or in its own name; nil if it is not configured any more.
  func caller(corp: CorpID, app: String) -> Caller? {
    if let own = apps.first(where: { $0.corpID == corp && $0.name == app }) {
      return Caller(corp: corp, app: app, access: own.access)
    }
    // A provider has a corp id and no app, a suite an id and no corp.
    if app.isEmpty, providers.contains(where: { $0.corpID == corp }) {
      return Caller(corp: corp, app: app, access: .full)
    }
    guard let suite = suites.first(where: { $0.id.rawValue == app }) else { return nil }
    if corp.rawValue.isEmpty { return Caller(corp: corp, app: app, access: .full) }
    guard let installation = suite.installations.first(where: { $0.corpID == corp }) else { return nil }
    return Caller(corp: corp, app: app, access: installation.access)
  }
}
