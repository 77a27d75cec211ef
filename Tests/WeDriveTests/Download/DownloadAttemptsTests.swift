import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("After an interruption, a download")
struct DownloadAttemptsTests {
  static let lost = TransferFailure.lost(TransportFailure(.connectionLost, progress: .replied, reason: "lost"))

  @Test("is tried again a few times in a row, with growing waits")
  func inARow() {
    var attempts = DownloadAttempts(policy: RetryPolicy())
    #expect(next(&attempts, Self.lost) == .again(after: .milliseconds(25)))
    #expect(next(&attempts, Self.lost) == .again(after: .milliseconds(50)))
    #expect(next(&attempts, Self.lost) == .giveUp)
  }

  @Test("is tried again for as long as it moves forward")
  func forward() {
    var attempts = DownloadAttempts(policy: RetryPolicy())
    for _ in 0..<1000 {
      #expect(next(&attempts, Self.lost, gained: 1 << 20) == .again(after: .milliseconds(25)))
      #expect(next(&attempts, Self.lost, gained: 100) == .again(after: .milliseconds(50)))
    }
    #expect(next(&attempts, Self.lost) == .giveUp)
  }

  @Test("asks for another link once, and once again after it has moved forward")
  func links() {
    var attempts = DownloadAttempts(policy: RetryPolicy())
    for status in [401, 403, 404, 410] {
      #expect(next(&attempts, .linkRefused(status: status), gained: 1 << 20) == .renewLink)
    }
    #expect(next(&attempts, .linkRefused(status: 403)) == .giveUp)
    attempts = DownloadAttempts(policy: RetryPolicy())
    #expect(attempts.after(Self.lost, gained: 0, isExpired: true, random: 0.5) == .renewLink)
    #expect(attempts.after(Self.lost, gained: 0, isExpired: true, random: 0.5) == .again(after: .milliseconds(25)))
  }

  @Test("starts over once when what follows cannot be joined to what is here")
  func startingOver() {
    for isChanged in [true, false] {
      var attempts = DownloadAttempts(policy: RetryPolicy())
      let failure = TransferFailure.unjoinable(.cancelled(endpoint: "x"), isChanged: isChanged)
      #expect(next(&attempts, failure) == .startOver(asksForAll: !isChanged))
      #expect(next(&attempts, failure, gained: 1 << 20) == .giveUp)
      #expect(next(&attempts, .nothingLeft) == .finish)
    }
  }

  @Test("waits as long as a server in trouble says, within limits")
  func trouble() {
    var attempts = DownloadAttempts(policy: RetryPolicy())
    #expect(next(&attempts, .unavailable(status: 503, retryAfter: .seconds(2))) == .again(after: .seconds(2)))
    #expect(next(&attempts, .unavailable(status: 429, retryAfter: .seconds(60))) == .again(after: .seconds(60)))
    attempts = DownloadAttempts(policy: RetryPolicy())
    #expect(next(&attempts, .unavailable(status: 503, retryAfter: .seconds(61))) == .giveUp)
  }

  @Test("ends when another attempt would change nothing, or the caller wants none")
  func ends() {
    for code in [
      TransportFailure.Code.cancelled, .tlsFailure, .protocolError, .redirectRefused, .shutDown, .replyTooLarge,
    ] {
      var attempts = DownloadAttempts(policy: RetryPolicy())
      let failure = TransferFailure.lost(TransportFailure(code, progress: .sent, reason: "x"))
      #expect(next(&attempts, failure, gained: 1 << 20) == .giveUp)
    }
    var attempts = DownloadAttempts(policy: RetryPolicy())
    #expect(next(&attempts, .final(.cancelled(endpoint: "x"))) == .giveUp)
    var never = DownloadAttempts(policy: .never)
    for failure in [Self.lost, .linkRefused(status: 403), .unavailable(status: 500, retryAfter: nil)] {
      #expect(next(&never, failure) == .giveUp)
    }
  }

  private func next(
    _ attempts: inout DownloadAttempts, _ failure: TransferFailure, gained: Int64 = 0
  ) -> DownloadAttempts.Step {
    attempts.after(failure, gained: gained, isExpired: false, random: 0.5)
  }
}
