import Testing
import WeDriveHTTP

@testable import WeDriveRuntime

/// What is done after an attempt, in a word that fits a table.
enum Step: Equatable, CustomStringConvertible {
  case done, again, slowly, renew, refused, broken, unreadable, unknown, cancelled

  init(_ verdict: RetryDecision) {
    switch verdict {
    case .done: self = .done
    case .again(.transient, _, _): self = .again
    case .again(.throttled, _, _): self = .slowly
    case .withAnotherToken: self = .renew
    case .fail(.refused): self = .refused
    case .fail(.transport): self = .broken
    case .fail(.undecodableReply): self = .unreadable
    case .fail(.outcomeUnknown): self = .unknown
    case .fail: self = .cancelled
    }
  }

  var description: String {
    switch self {
    case .done: "done"
    case .again: "again"
    case .slowly: "slowly"
    case .renew: "renew"
    case .refused: "refused"
    case .broken: "broken"
    case .unreadable: "unreadable"
    case .unknown: "unknown"
    case .cancelled: "cancelled"
    }
  }
}

@Suite struct RetryDecisionTests {
  static let effects: [Endpoint.Effect] = [.read, .replace, .append, .delete, .create]

  /// Errcode, what follows where repeating is harmless, and what follows for a create.
  static let errcodes: [(code: Int, harmless: Step, create: Step)] = [
    (-1, .again, .unknown), (1, .refused, .refused), (2, .slowly, .slowly), (3, .refused, .refused),
    (4, .refused, .refused), (5, .renew, .renew), (7, .refused, .refused), (8, .refused, .refused),
    (999, .refused, .refused),
  ]

  @Test(arguments: effects) func `an errcode's action decides together with what the endpoint does`(
    effect: Endpoint.Effect
  ) {
    for row in Self.errcodes {
      let endpoint = Endpoint.example(effect)
      let refusal = Refusal(
        endpoint: endpoint.name, service: "example", code: row.code, message: "",
        advice: Service.example.advice(row.code))
      let expected = effect == .create ? row.create : row.harmless
      #expect(Step(RetryDecision(.refused(refusal), of: endpoint)) == expected, "errcode \(row.code), \(effect)")
    }
  }

  @Test func `a call without a token is not repeated with another one`() {
    let endpoint = Endpoint.example(.read, tokens: [])
    let refusal = Refusal(
      endpoint: endpoint.name, service: "example", code: 5, message: "", advice: Service.example.advice(5))
    #expect(Step(RetryDecision(.refused(refusal), of: endpoint)) == .refused)
  }

  /// Code, then what follows: before anything was sent, for a harmless call after that, for a create after that.
  static let failures: [(code: TransportFailure.Code, notSent: Step, harmless: Step, create: Step)] = [
    (.cannotResolve, .again, .again, .unknown), (.cannotConnect, .again, .again, .unknown),
    (.timedOut, .again, .again, .unknown), (.tooSlow, .again, .again, .unknown),
    (.connectionLost, .again, .again, .unknown), (.truncated, .again, .again, .unknown),
    (.proxyRefused, .broken, .broken, .unknown),
    (.tlsFailure, .broken, .broken, .unknown), (.replyTooLarge, .broken, .broken, .unknown),
    (.protocolError, .broken, .broken, .unknown), (.redirectRefused, .broken, .broken, .unknown),
    (.invalidRequest, .broken, .broken, .unknown), (.sinkRefused, .broken, .broken, .unknown),
    (.shutDown, .broken, .broken, .unknown), (.cancelled, .cancelled, .cancelled, .unknown),
    (.other, .broken, .broken, .unknown),
  ]

  @Test(arguments: effects) func `a transport failure is judged by how far the exchange got`(effect: Endpoint.Effect) {
    let endpoint = Endpoint.example(effect)
    for row in Self.failures {
      let unsent = TransportFailure(row.code, progress: .notSent, reason: "r")
      #expect(Step(RetryDecision(.transport(unsent), of: endpoint)) == row.notSent, "\(row.code), \(effect), not sent")
      for progress in [TransportFailure.Progress.sent, .replied] {
        let failure = TransportFailure(row.code, progress: progress, reason: "r")
        let expected = effect == .create ? row.create : row.harmless
        #expect(
          Step(RetryDecision(.transport(failure), of: endpoint)) == expected, "\(row.code), \(effect), \(progress)")
      }
    }
  }

  @Test(arguments: effects) func `a status without an errcode is judged by whether the call may have acted`(
    effect: Endpoint.Effect
  ) {
    let endpoint = Endpoint.example(effect)
    func step(_ status: Int) -> Step {
      let reply = UndecodableReply(endpoint: endpoint.name, reason: "r", status: status)
      let isUnavailable = status == 429 || status >= 500
      return Step(
        RetryDecision(
          isUnavailable
            ? .unavailable(ServiceUnavailable(endpoint: endpoint.name, status: status)) : .undecodable(reply),
          of: endpoint))
    }
    let isCreate = effect == .create
    #expect(step(429) == .slowly)
    for status in [500, 502, 503, 504] { #expect(step(status) == (isCreate ? .unknown : .again)) }
    for status in [301, 302, 403, 404] { #expect(step(status) == .unreadable) }
    #expect(step(200) == (isCreate ? .unknown : .unreadable))
  }

  @Test func `a create that the catalog calls repeatable is repeated`() {
    let endpoint = Endpoint.example(.create, isRepeatable: true)
    let failure = TransportFailure(.connectionLost, progress: .sent, reason: "r")
    #expect(Step(RetryDecision(.transport(failure), of: endpoint)) == .again)
  }
}
