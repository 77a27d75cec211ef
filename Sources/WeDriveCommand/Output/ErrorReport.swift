import Foundation
import TerminalOutput
import WeDrive

/// An error as a person at a shell should see it: one or two lines with what to do about it, and an exit code.
struct ErrorReport: Error, Equatable {
  /// Exit codes of this command.
  enum Outcome: Int32 {
    /// The service answered and refused.
    case refused = 1
    /// The service was not reached, or a transfer went wrong, or a local file could not be used.
    case failed = 2
    /// Done, but not all of it: something failed, could not be read, or differs.
    case incomplete = 3
    /// A guard stopped what would have destroyed too much; nothing was changed.
    case guarded = 4
    /// The calls are used up: the same command goes on later.
    case outOfCalls = 5
    /// The command line asks for something that cannot be.
    case usage = 64
    /// Another machine or process has the upload at this moment; nothing was sent. What sysexits.h calls a temporary failure.
    case inUse = 75
  }

  let outcome: Outcome
  /// What happened.
  let text: String
  /// What to do about it, if anything can be said.
  let advice: String?

  /// One or two lines, safe for a terminal.
  var lines: String {
    let first = "wedrive: " + TerminalText.visible(text)
    return advice.map { first + "\n  " + TerminalText.visible($0) } ?? first
  }

  init(_ outcome: Outcome, _ text: String, advice: String? = nil) {
    self.outcome = outcome
    self.text = text
    self.advice = advice
  }

  init(_ error: WeDriveError) {
    switch error {
    case .refused(let refusal): self = Self.refused(refusal)
    case .token(let failure):
      if let refusal = failure.refusal {
        self = Self.refused(refusal)
      } else if let cause = failure.cause {
        self = Self.transport(cause, of: "\(failure.endpoint): no access token: ")
      } else {
        self.init(.failed, "\(failure.endpoint): no access token: \(failure.reason)")
      }
    case .ticket(let failure): self.init(.failed, "\(failure)")
    case .transport(let failure): self = Self.transport(failure)
    case .outcomeUnknown(let unknown):
      self.init(
        .failed, "\(unknown.endpoint) may or may not have taken effect: \(unknown.reason)",
        advice: "Look whether it has before running it again.")
    case .unavailable(let answer):
      let wait = answer.retryAfter.map { "Run it again after \($0.components.seconds) s." }
      self.init(
        .failed, "\(answer.endpoint): the service is not available (HTTP \(answer.status))",
        advice: wait ?? "Run it again in a while.")
    case .invalidArgument(let argument):
      let owner = argument.owner.isEmpty ? "" : argument.owner + ": "
      let field = argument.field.isEmpty ? "" : argument.field + " "
      self.init(.usage, owner + field + argument.reason)
    case .undecodableReply(let reply):
      let status = reply.status.map { " (HTTP \($0))" } ?? ""
      self.init(
        .failed, "\(reply.endpoint): unusable reply\(status): \(reply.field ?? "the reply") \(reply.reason)",
        advice: reply.excerpt.map { "It begins: \($0)" })
    case .integrity(let failure):
      self.init(
        .failed,
        "\(failure.endpoint): wrong \(failure.property): expected \(failure.expected), got \(failure.actual)",
        advice: "The content may have changed meanwhile: run it again.")
    case .file(let failure):
      self.init(
        .failed, "\(failure.path): cannot \(failure.operation): \(failure.reason)", advice: Self.advice(for: failure))
    case .upload(let failure): self = Self.upload(failure)
    case .budget(let failure):
      self.init(.failed, "\(failure)", advice: "`wedrive budget` shows how it stands.")
    case .cancelled(let endpoint):
      self.init(.failed, "\(endpoint) was cancelled")
    case .notImplemented(let endpoint):
      self.init(.failed, "\(endpoint) is not implemented")
    }
  }

  private static func upload(_ failure: UploadFailure) -> Self {
    let going = failure.resume.map { resume in
      "\(resume.confirmed) of \(resume.size) bytes are done. Run the same command to go on."
    }
    switch failure.cause {
    case .error(.outcomeUnknown(let unknown)) where failure.resume != nil:
      return Self(
        .failed, Self(.outcomeUnknown(unknown)).text,
        advice: "Run the same command again: it looks for the file before it uploads it.")
    case .error(let error):
      let report = Self(error)
      return Self(
        report.outcome, report.text,
        advice: report.advice == nil && going == nil
          ? nil : [report.advice, going].compactMap { $0 }.joined(separator: " "))
    case .blockRefused(let block, let refusal):
      let report = Self.refused(refusal)
      return Self(.refused, "block \(block): \(report.text)", advice: report.advice ?? going)
    case .sourceChanged(let block):
      return Self(
        .failed, "the file changed while it was being uploaded, at block \(block)",
        advice: "Nothing of the changed content was sent. Run the same command to upload the file as it is now.")
    case .callLimit(let most):
      return Self(.failed, "the \(most) calls that the upload was allowed are used up", advice: going)
    case .inUse where failure.retryAfter != nil:
      let seconds = failure.retryAfter.map { $0.components.seconds + 1 } ?? 0
      return Self(
        .inUse, "another machine is uploading the same file",
        advice: "If it has fallen silent, this one can go on after \(seconds) s: run the same command again.")
    case .inUse:
      return Self(.inUse, "the same file is being uploaded to the same place by another process")
    case .journalRefused(let path, let reason):
      return Self(.failed, "\(path) \(reason)", advice: "Remove it to start the upload over.")
    }
  }

  private static func refused(_ refusal: Refusal) -> Self {
    let name = refusal.advice.map { " \($0.name)" } ?? ""
    let meaning = refusal.advice.map { $0.meaning + (refusal.message.isEmpty ? "" : " The service says: ") } ?? ""
    return Self(
      .refused, "\(refusal.endpoint) was refused: \(refusal.code)\(name): \(meaning)\(refusal.message)",
      advice: refusal.advice.flatMap { $0.hint ?? advice(for: $0.action, to: refusal.endpoint) })
  }

  private static func advice(for failure: FileFailure) -> String? {
    switch failure.errno {
    case ENOENT where failure.operation == "open folder": "Make the folder first, or check the path."
    case ENOENT, ENOTDIR: "Check the path."
    case EACCES, EPERM, EROFS: "Check the permissions of the file and of its folder, or choose another place."
    case EISDIR: "Name a file."
    case ENOSPC, EDQUOT: "Make room, or choose another disk, and run it again."
    default: nil
    }
  }

  private static func advice(for action: ErrcodeAdvice.Action, to endpoint: String) -> String? {
    switch action {
    case .fatal, .changeAddress: nil
    case .retry: "The service is busy: run it again in a while."
    case .slowDown: "Too much at once: run fewer commands at the same time."
    case .wait: "A limit of the service: wait for the minute, hour or day to pass."
    case .waitMonth: "The month's quota of calls is used up."
    case .refreshToken, .refreshSuiteToken:
      // A call without a token was refused for something else, such as the secret that it fetches one with.
      weDriveRoutes.first { $0.endpoint.name == endpoint }?.endpoint.carriesToken == false
        ? "Check the corp id and the secret." : "The access token was refused even after a new one was fetched."
    case .reauthorise: "A person has to grant access again."
    case .checkOutcome: "Look whether it has happened before running it again."
    }
  }

  private static func transport(_ failure: TransportFailure, of call: String = "") -> Self {
    let place = call + (failure.endpoint.map { $0 + ": " } ?? "")
    let advice: String? =
      switch failure.code {
      case .cannotResolve: "Check the network and the endpoint's host name."
      case .cannotConnect: "Check that the service is running and reachable at that endpoint."
      case .proxyRefused: "Check the proxy's variable or --proxy, its user name and password, and no_proxy."
      case .tlsFailure: "Check the clock, the certificates, and --ca-file."
      case .timedOut, .tooSlow, .connectionLost, .truncated: "Run it again."
      default: nil
      }
    return Self(.failed, place + failure.reason, advice: advice)
  }
}
