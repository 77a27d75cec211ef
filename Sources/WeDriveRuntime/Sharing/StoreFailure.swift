/// Why a shared store did not do what it was asked.
public struct StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Kind: String, Sendable, Hashable {
    /// It does not answer, or cannot be connected to.
    case unreachable
    /// It refuses the user, the password or the command.
    case denied
    /// It has no room for another record, or cannot write its disk.
    case full
    /// It takes no writes: a replica, or a master without replicas.
    case readOnly
    /// It is occupied, loading, or others write under the same key all the time.
    case busy
    /// The key holds what this package did not write. It is left alone.
    case foreign
    /// What it answers cannot be understood.
    case protocolError
  }

  /// What kind of trouble it is.
  public let kind: Kind
  /// What happened; without values, addresses and secrets.
  public let reason: String
  /// Whether the operation may have been done although it failed.
  public let mayBeDone: Bool

  /// Describes a failure.
  public init(_ kind: Kind, _ reason: String, mayBeDone: Bool = false) {
    self.kind = kind
    self.reason = reason
    self.mayBeDone = mayBeDone
  }

  /// A key that holds something else.
  public init(foreign key: SharedKey) {
    self.init(.foreign, "the key \(key) holds what was not written for it; remove it, or choose another prefix")
  }

  /// The kind and the reason.
  public var description: String { "shared store \(kind.rawValue): \(reason)" }
}
