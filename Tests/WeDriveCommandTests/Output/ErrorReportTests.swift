import Testing
import WeDrive

@testable import WeDriveCommand

@Suite("An error at a shell")
struct ErrorReportTests {
  @Test("tells the errcode, its name, its meaning and what to do, when the service refused")
  func refused() {
    let refusal = Refusal(
      endpoint: "file_list", service: "wecom", code: 45033, message: "raw",
      advice: ErrcodeAdvice("too_many_concurrent_calls", "Too many calls at once.", .slowDown))
    let report = ErrorReport(.refused(refusal))
    #expect(
      report.lines == """
        wedrive: file_list was refused: 45033 too_many_concurrent_calls: Too many calls at once. The service says: raw
          Too much at once: run fewer commands at the same time.
        """)
    #expect(report.outcome.rawValue == 1)
  }

  @Test("passes on the service's own words for an unknown code, harmless for a terminal")
  func unknownCode() {
    let refusal = Refusal(endpoint: "file_list", service: "wecom", code: 99, message: "odd\u{1B}[2J\nx", advice: nil)
    #expect(ErrorReport(.refused(refusal)).lines == #"wedrive: file_list was refused: 99: odd\u{1b}[2J\nx"#)
  }

  @Test("tells what keeps a token from being fetched as it does for any other call")
  func tokenCause() {
    for code in [TransportFailure.Code.cannotConnect, .cannotResolve, .tlsFailure] {
      var failure = TransportFailure(code, progress: .notSent, reason: "no way")
      failure.endpoint = "gettoken"
      let report = ErrorReport(.token(TokenFailure(endpoint: "file_list", reason: "r", cause: failure)))
      #expect(report.text == "file_list: no access token: gettoken: no way")
      #expect(report.advice != nil)
      #expect(report.advice == ErrorReport(.transport(failure)).advice)
    }
  }

  @Test("does not speak of an access token where none was sent")
  func refusedWithoutToken() {
    let advice = ErrcodeAdvice("invalid_access_token", "The access token is not valid.", .refreshToken)
    func report(_ endpoint: String) -> ErrorReport {
      ErrorReport(.refused(Refusal(endpoint: endpoint, service: "wecom", code: 40014, message: "", advice: advice)))
    }
    #expect(report("gettoken").advice == "Check the corp id and the secret.")
    #expect(report("file_list").advice?.contains("after a new one was fetched") == true)
  }

  @Test("is a sentence whether a field is named or not")
  func places() {
    func text(_ error: WeDriveError) -> String { ErrorReport(error).text }
    #expect(text(.invalidArgument(InvalidArgument(owner: "e", field: "f", reason: "is 0"))) == "e: f is 0")
    #expect(text(.invalidArgument(InvalidArgument(owner: "e", field: "", reason: "give a"))) == "e: give a")
    #expect(
      text(.undecodableReply(UndecodableReply(endpoint: "e", reason: "is not JSON")))
        == "e: unusable reply: the reply is not JSON")
    #expect(
      text(.undecodableReply(UndecodableReply(endpoint: "e", field: "f", reason: "is missing")))
        == "e: unusable reply: f is missing")
  }

  @Test(
    "has the exit code of its kind",
    arguments: [
      (WeDriveError.transport(TransportFailure(.cannotConnect, progress: .notSent, reason: "refused")), 2),
      (.outcomeUnknown(UnknownOutcome(endpoint: "e", reason: "r")), 2),
      (.token(TokenFailure(endpoint: "e", reason: "r")), 2),
      (
        .token(
          TokenFailure(
            endpoint: "e", reason: "r", cause: TransportFailure(.cannotResolve, progress: .notSent, reason: "unknown"))),
        2
      ),
      (
        .token(
          TokenFailure(
            endpoint: "e", reason: "r", refusal: Refusal(endpoint: "e", service: "s", code: 1, message: "", advice: nil)
          )), 1
      ),
      (.invalidArgument(InvalidArgument(owner: "e", field: "f", reason: "r")), 64),
      (.undecodableReply(UndecodableReply(endpoint: "e", reason: "r")), 2),
      (.integrity(IntegrityFailure(endpoint: "e", property: "size", expected: "1", actual: "2")), 2),
      (.file(FileFailure(path: "p", operation: "write", reason: "r")), 2),
      (.cancelled(endpoint: "e"), 2),
    ] as [(WeDriveError, Int32)])
  func exitCodes(_ error: WeDriveError, _ code: Int32) {
    let report = ErrorReport(error)
    #expect(report.outcome.rawValue == code)
    #expect(report.lines.split(separator: "\n").count <= 2)
  }
}
