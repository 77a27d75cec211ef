import WeDriveGenerated
import WeDriveRuntime

/// A third-party app, as the emulator knows it.
public struct EmulatedSuite: Sendable {
  /// A corp that installed it.
  public struct Installation: Sendable {
    /// The corp's id.
    public let corpID: CorpID
    /// What the corp gave when it installed the app.
    public let permanentCode: PermanentCode
    /// What the app may do there.
    public let access: EmulatedApp.Access

    /// Names a corp.
    public init(corpID: CorpID, permanentCode: PermanentCode, access: EmulatedApp.Access = .full) {
      self.corpID = corpID
      self.permanentCode = permanentCode
      self.access = access
    }
  }

  /// The suite's id. What the app makes belongs to it.
  public let id: SuiteID
  /// The suite's secret.
  public let secret: Secret
  /// Who has installed it.
  public let installations: [Installation]

  /// Names a suite.
  public init(id: SuiteID, secret: Secret, installations: [Installation]) {
    self.id = id
    self.secret = secret
    self.installations = installations
  }

  /// The suite that an emulator has if none is configured, installed by one corp.
  public static let standard = EmulatedSuite(
    id: "ww-suite", secret: "suite-secret",
    installations: [Installation(corpID: "ww-customer", permanentCode: "permanent-code")])
}

/// A provider of third-party apps, as the emulator knows it.
public struct EmulatedProvider: Sendable {
  /// Its own corp id.
  public let corpID: CorpID
  /// Its secret.
  public let secret: Secret

  /// Names a provider.
  public init(corpID: CorpID, secret: Secret) {
    self.corpID = corpID
    self.secret = secret
  }

  /// The provider that an emulator has if none is configured.
  public static let standard = EmulatedProvider(corpID: "ww-provider", secret: "provider-secret")
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
