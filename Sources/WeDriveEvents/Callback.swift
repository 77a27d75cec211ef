import WeDriveRuntime

/// What a callback said.
public struct Callback: Sendable {
  /// What happened: a type of the generated module, or ``UnknownEvent``.
  public let event: any CallbackEvent
  /// Whom the callback is meant for: a corp's id, or for what concerns a third-party app as such, the suite's.
  public let receiver: String
  /// When it was sent, in seconds since 1970.
  public let time: Int64
  /// The message, with everything that the event does not name.
  public let node: EventNode
}
