import WeDriveEvents
import WeDriveRuntime

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
