import WeDriveEvents
import WeDriveGenerated
import WeDriveRuntime

/// An app of a corp, as the emulator knows it.
public struct EmulatedApp: Sendable {
  /// What an app may do.
  public enum Access: String, Sendable, Codable {
    /// Every call.
    case full
    /// Only calls that change nothing; others are refused with `console_denies_editing`.
    case readOnly
    /// It is not among the apps that may call WeDrive at all: `api_forbidden`.
    case none
  }

  /// The corp's id.
  public let corpID: CorpID
  /// The app's secret.
  public let secret: Secret
  /// The app's name: what it made belongs to it. It survives a change of the secret.
  public let name: String
  /// What it may do.
  public let access: Access

  /// Names an app.
  public init(corpID: CorpID, secret: Secret, name: String = "app", access: Access = .full) {
    self.corpID = corpID
    self.secret = secret
    self.name = name
    self.access = access
  }

  /// The app that an emulator has if none is configured.
  public static let standard = EmulatedApp(corpID: "ww-emulator", secret: "emulator-secret")
}

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

/// Where an emulator pushes events, and the secrets that the console would show for that URL.
public struct EmulatedCallback: Sendable {
  let url: String
  let secrets: CallbackSecrets

  /// - Parameters:
  ///   - url: `http://…` on this very machine, or `https://…`; without a query.
  ///   - secrets: What both sides know.
  public init(url: String, secrets: CallbackSecrets) {
    self.url = url
    self.secrets = secrets
  }
}

/// An event that an emulator pushed.
public struct PushedEvent: Sendable, Codable, Hashable {
  /// What the message calls it: its `Event` or `InfoType`.
  public let event: String
  /// Whom it was meant for: a corp's id, or a suite's.
  public let receiver: String
  /// The status of the last answer; nil if none came.
  public let status: Int?
  /// How often it was sent.
  public let attempts: Int
}
