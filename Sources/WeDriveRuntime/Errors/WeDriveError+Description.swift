extension WeDriveError: CustomStringConvertible {
  /// The endpoint of the call, as in the catalog; nil where no call was made.
  public var endpoint: String? {
    switch self {
    case .refused(let refusal): refusal.endpoint
    case .transport(let failure): failure.endpoint
    case .outcomeUnknown(let unknown): unknown.endpoint
    case .token(let failure): failure.endpoint
    case .ticket(let failure): failure.endpoint
    case .invalidArgument(let argument): argument.owner.isEmpty ? nil : argument.owner
    case .undecodableReply(let reply): reply.endpoint
    case .integrity(let failure): failure.endpoint
    case .file: nil
    case .upload(let failure): failure.cause.endpoint
    case .cancelled(let endpoint), .notImplemented(let endpoint): endpoint
    }
  }

  /// What happened, in a sentence or two, without anything secret.
  public var description: String {
    switch self {
    case .refused(let refusal): "\(refusal)"
    case .transport(let failure): "\(failure)"
    case .outcomeUnknown(let unknown): "\(unknown)"
    case .token(let failure): "\(failure)"
    case .ticket(let failure): "\(failure)"
    case .invalidArgument(let argument): "\(argument)"
    case .undecodableReply(let reply): "\(reply)"
    case .integrity(let failure): "\(failure)"
    case .file(let failure): "\(failure)"
    case .upload(let failure): "\(failure)"
    case .cancelled(let endpoint): "\(endpoint): cancelled."
    case .notImplemented(let endpoint): "\(endpoint): not implemented here."
    }
  }
}

extension Refusal: CustomStringConvertible {
  /// Errcode, name, meaning, advice and the number for a support case; the service's own words where the catalog knows nothing.
  public var description: String {
    guard let advice else { return "\(endpoint): refused with errcode \(code): \(message)" }
    let todo = advice.hint.map { " " + $0 } ?? ""
    let number = hint.map { " (hint \($0))" } ?? ""
    return "\(endpoint): refused with errcode \(code) (\(advice.name)): \(advice.meaning)\(todo)\(number)"
  }

  /// The number that the service gives for a support case, from `hint: […]` or `rid: …` in its words.
  public var hint: String? {
    if let hint = message.firstMatch(of: /hint: ?\[([0-9A-Za-z_-]+)\]/) { return String(hint.1) }
    return message.firstMatch(of: /rid: ?([0-9A-Za-z-]+)/).map { String($0.1) }
  }
}

extension TransportFailure: CustomStringConvertible {
  /// What went wrong, and how far the exchange got.
  public var description: String {
    let subject = endpoint.map { $0 + ": " } ?? ""
    return switch progress {
    case .notSent: "\(subject)nothing was sent: \(reason)."
    case .sent: "\(subject)no reply: \(reason)."
    case .replied: "\(subject)the reply broke off: \(reason)."
    }
  }
}

extension UnknownOutcome: CustomStringConvertible {
  /// That the call may have taken effect, and why that is not known.
  public var description: String {
    "\(endpoint): it may or may not have taken effect: \(reason). Look before calling again."
  }
}

extension TokenFailure: CustomStringConvertible {
  /// Why no token could be had.
  public var description: String { "\(endpoint): no access token: \(reason)" }
}

extension InvalidArgument: CustomStringConvertible {
  /// The field and the rule it breaks.
  public var description: String {
    let subject = [owner, field].filter { !$0.isEmpty }.joined(separator: ".")
    return subject.isEmpty ? reason : "\(subject): \(reason)"
  }
}

extension UndecodableReply: CustomStringConvertible {
  /// The field, what is wrong with it, and how the reply begins where it is not JSON.
  public var description: String {
    let place = field.map { "`\($0)` " } ?? "the reply "
    let status = status.map { " (HTTP \($0))" } ?? ""
    let excerpt = excerpt.map { "; it begins: \($0)" } ?? ""
    return "\(endpoint): \(place)\(reason)\(status)\(excerpt)"
  }
}

extension IntegrityFailure: CustomStringConvertible {
  /// What was compared.
  public var description: String { "\(endpoint): \(property) is \(actual), not \(expected)" }
}

extension FileFailure: CustomStringConvertible {
  /// The file, what was tried and why it failed.
  public var description: String { "\(path): \(operation): \(reason)" }
}
