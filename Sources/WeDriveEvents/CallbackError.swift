import WeDriveRuntime

/// Why a callback was not taken.
///
/// None of it ever holds a token, a key, a ticket or the text of a message. What could not be decrypted is one case, whatever
/// was wrong, so that a sender learns nothing from the difference.
public enum CallbackError: Error, Sendable, Hashable {
  /// The encoding key is not what the console shows: 43 letters and digits that are 32 bytes in base64.
  case malformedKey
  /// A parameter of the URL is missing, or is not what it has to be.
  case malformedQuery(parameter: String)
  /// It was sent or changed by a stranger, or the token is not that of the console.
  case wrongSignature
  /// It was sent too long ago, or has a time to come.
  case outsideTimeWindow
  /// It has been taken before.
  case replayed
  /// It is longer than is accepted.
  case tooLarge(bytes: Int, maximum: Int)
  /// It is not XML as a callback has it, and why.
  case malformedXML(reason: String)
  /// It cannot be decrypted with this key.
  case undecryptable
  /// It is meant for another receiver: another corp, another suite.
  case wrongReceiver
  /// It is an event whose message lacks something, or has something else in its place.
  case malformedEvent(name: String, EventDecodingError)
}

extension CallbackError: DescribedError {

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .malformedKey: "the encoding key has to be the 43 characters that the console shows"
    case .malformedQuery(let parameter): "the callback's `\(parameter)` is missing or malformed"
    case .wrongSignature: "the callback's signature is wrong"
    case .outsideTimeWindow: "the callback was sent too long ago, or in the future"
    case .replayed: "the callback has been taken before"
    case .tooLarge(let bytes, let maximum): "the callback has \(bytes) bytes; at most \(maximum) are accepted"
    case .malformedXML(let reason): "the callback is not XML as it should be: \(reason)"
    case .undecryptable: "the callback cannot be decrypted"
    case .wrongReceiver: "the callback is meant for another receiver"
    case .malformedEvent(let name, let defect): "the event \(name): \(defect)"
    }
  }
}
