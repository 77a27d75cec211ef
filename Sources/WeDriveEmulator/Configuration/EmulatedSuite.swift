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
