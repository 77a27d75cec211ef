import WeDriveGenerated
import WeDriveRuntime

/// How an ``Emulator`` is set up.
public struct EmulatorConfiguration: Sendable {
  /// The port of the API on 127.0.0.1; 0: the system chooses one.
  public var port = 0
  /// The port of the second origin, from which content is downloaded; 0: the system chooses one.
  public var downloadPort = 0
  /// The port of the page that shows the emulator in a browser; 0: the system chooses one; nil: there is no page.
  public var pagePort: Int?
  /// The folder that keeps the state. nil: a temporary one that is removed when the emulator stops.
  public var root: String?
  /// The apps that may ask for tokens.
  public var apps = [EmulatedApp.standard]
  /// The third-party apps, and who has installed them.
  public var suites = [EmulatedSuite.standard]
  /// The providers that may ask for a token of their own.
  public var providers = [EmulatedProvider.standard]
  /// Where to push events: suite tickets on demand, and whatever apps change about their spaces and files. nil: nowhere.
  public var callback: EmulatedCallback?
  /// WeChat's cloud storage beside it.
  public var cloud = EmulatedCloudConfiguration()
  /// What a corp has bought, and how far things go.
  public var limits = EmulatorLimits()
  /// What it does where the documentation is silent.
  public var behaviour = ServiceBehaviour()
  /// A space with a tree of files that is there from the start. Not with ``root``: nothing of it is on disk; nil: none.
  public var seededTree: SeededTree?
  /// Whether spaces of apps have an invitation link. The real service switches it off and an app cannot switch it on.
  public var hasInvitationLinks = false

  /// The settings as they are in the absence of others.
  public init() {}
}

/// Lifetimes and quotas of an emulator.
public struct EmulatorLimits: Sendable {
  /// How long an access token lives.
  public var tokenLife: Duration = .seconds(Limits.accessTokenLife)
  /// How long a download link lives.
  public var linkLife: Duration = .seconds(Limits.downloadLinkLife)
  /// How long an upload in blocks may take. The documentation does not say; this is the emulator's own.
  public var uploadLife: Duration = .seconds(86_400)
  /// Bytes that a corp may store.
  public var capacity: UInt64 = 100 << 30
  /// Whether corps have the professional edition.
  public var isPro = true
  /// Seats of the professional edition that a corp has.
  public var seats = 10
  /// When the professional edition ends, in seconds since 1970.
  public var proExpiry: UInt32 = 4_102_444_800
  /// Calls that a corp may make in a calendar month; nil: any number.
  public var monthlyCalls: Int?
  /// Calls to one endpoint that may be under way at once; nil: any number.
  public var concurrentCalls: Int?
  /// Members that a space or a file may have.
  public var membersPerSpace = 1000
  /// Files and folders that a space may hold.
  public var entriesPerSpace = 1_000_000
  /// Calls that the journal remembers.
  public var journalLength = 100_000
  /// How much of each body the journal keeps for the last 500 calls, in bytes. The values of secret fields are left out.
  public var journalBodyLength = 0

  /// The limits as they are in the absence of others.
  public init() {}
}

extension EmulatorLimits {
  /// Adds what a tree holds to what there is room for.
  mutating func makeRoom(for tree: SeededTree) {
    let (entries, areTooMany) = entriesPerSpace.addingReportingOverflow(tree.count)
    entriesPerSpace = areTooMany ? .max : entries
    let (bytes, isTooMuch) = capacity.addingReportingOverflow(tree.bytes)
    capacity = isTooMuch ? .max : bytes
  }
}

/// How an ``EmulatedCloud`` is set up.
public struct EmulatedCloudConfiguration: Sendable {
  /// The port of the API on 127.0.0.1; 0: the system chooses one.
  public var port = 0
  /// The port of the object storage; 0: the system chooses one.
  public var storagePort = 0
  /// The account that may ask for tokens.
  public var appID: WeChatAppID = "wx-emulator"
  /// The account's secret.
  public var appSecret: Secret = "emulator-secret"
  /// The account's cloud environment.
  public var environment: CloudEnvironmentID = "emulator-1a2b3c"
  /// The token of the cloud that calls may carry; nil for none.
  public var cloudToken: Secret?
  /// Whether calls may come without a token, as from a container whose open-interface service is switched on.
  public var trustsNetwork = false
  /// How long an access token lives.
  public var tokenLife: Duration = .seconds(Limits.accessTokenLife)
  /// How long the token before is still good when `token` has issued another.
  public var tokenHandover: Duration = .seconds(Limits.stableTokenOverlap)
  /// How long the form of an upload is good. The documentation does not say; this is the emulator's own.
  public var formLife: Duration = .seconds(900)

  /// The settings as they are in the absence of others.
  public init() {}
}

/// Why an emulator did not start.
public enum EmulatorFailure: Error, Sendable {
  /// The address is in use or may not be used.
  case cannotListen(port: Int, reason: String)
  /// The folder that keeps the state cannot be read or written.
  case cannotUseRoot(path: String, reason: String)
}

extension EmulatorFailure: DescribedError {
  /// The port or folder, and what is wrong with it.
  public var description: String {
    switch self {
    case .cannotListen(let port, let reason): "the emulator cannot listen on port \(port): \(reason)"
    case .cannotUseRoot(let path, let reason): "the emulator cannot use \(path): \(reason)"
    }
  }
}
