import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("wedrive probe")
struct ProbeCommandTests {
  private struct Finding: Decodable {
    let key: String
    let endpoint: String
    let answer: String?
    let sentence: String
  }

  /// Settings of all questions, each value of each at least once.
  static let settings: [[String]] = [
    [],
    [
      "taken-name=twin", "replacement=target-id", "name-characters=portable", "name-length=bytes", "batch-limit=20",
      "unknown-id=stops-there", "folder-time=content", "listing-order=caseless", "upload-card=none",
      "refused-calls=free", "part-tag=missing",
    ],
    [
      "taken-name=refused", "replacement=ignored", "name-characters=basic", "unknown-id=skipped",
      "listing-order=unstable", "link-range=ignored", "known-content=never",
    ],
    ["taken-name=replaced", "batch-limit=50", "known-content=space"],
  ]

  @Test(
    "finds out what the service does, whatever that is, keeps it in a file, and leaves nothing", arguments: settings)
  func findings(_ settings: [String]) async throws {
    var configuration = EmulatorConfiguration()
    for setting in settings { try configuration.behaviour.set(setting) }
    try await EmulatedService.run(configuration) { service in
      let file = service.state.path("findings.json")
      service.emulator.journal.clear()
      let run = try await service.command("--observe", file, "probe", "--yes", "--json", "\(service.space):")
      #expect(run.status == 0, "\(run.text)")
      let findings = try run.output.split(separator: "\n").map {
        try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
      }
      #expect(Set(findings.map(\.key)) == Set(ServiceBehaviour.settings.map(\.key)))
      let behaviour = configuration.behaviour
      for finding in findings {
        let setting = try #require(ServiceBehaviour.settings.first { $0.key == finding.key })
        #expect(finding.sentence.hasSuffix("."))
        // No call tells these, and no person is at a terminal; and of no part it cannot be told what it carries.
        let isHidden =
          ["upload-card", "refused-calls"].contains(finding.key)
          || finding.key == "part-tag" && behaviour.linkRange == .ignored
        #expect(finding.answer == (isHidden ? nil : setting.value(in: behaviour)), "\(finding)")
      }
      // What is not as it is in the absence of settings can be repeated.
      for setting in settings where !["upload-card=none", "refused-calls=free"].contains(setting) {
        #expect(run.errors.contains("--service-behaviour \(setting)"), "\(run.errors)")
      }
      let report = try JSONDecoder().decode(ObservedDrift.self, from: Data(contentsOf: URL(filePath: file)))
      let kept = report.counts.keys.filter { $0.kind == .behaviour }
      #expect(
        Set(kept.map { "\($0.endpoint) \($0.path) \($0.finding ?? "")" })
          == Set(findings.compactMap { finding in finding.answer.map { "\(finding.endpoint) \(finding.key) \($0)" } }))

      let calls = service.emulator.journal.records().count {
        !["gettoken", FaultSelection.download].contains($0.endpoint)
      }
      #expect(run.errors.contains("\(calls) calls were made"), "\(run.errors)")
      let without = try await service.command("probe", "\(service.space):")
      let announced = try #require(without.errors.split(separator: " ").compactMap { Int($0) }.first)
      #expect(calls <= announced && announced <= 90, "\(calls) of \(announced)")
      #expect(try await service.files().isEmpty)
    }
  }

  @Test("asks first: without an answer nothing is called")
  func question() async throws {
    try await EmulatedService.run { service in
      service.emulator.journal.clear()
      let run = try await service.command("probe", service.space.rawValue)
      #expect(run.status == 64 && run.errors.contains("--yes"), "\(run.text)")
      #expect(service.emulator.journal.count() == 0)
    }
  }

  @Test("goes on where one experiment is refused, ends where the service is gone, and cleans up after both")
  func failures() async throws {
    try await EmulatedService.run { service in
      service.emulator.faults.add(.errcode(640008), FaultSelection("file_move"))
      let refused = try await service.command("probe", "-y", "\(service.space):")
      #expect(refused.status == 3, "\(refused.text)")
      #expect(refused.errors.contains("640008") && refused.output.contains("Links honour `Range`."), "\(refused.text)")
      #expect(try await service.files().isEmpty)

      service.emulator.faults.removeAll()
      service.emulator.faults.add(.status(404), .all("file_upload"))
      let failed = try await service.command("probe", "-y", "\(service.space):")
      #expect(failed.status == 2, "\(failed.text)")
      #expect(try await service.files().isEmpty)
    }
  }

  @Test("removes its folder when it is interrupted")
  func interruption() async throws {
    try await EmulatedService.run { service in
      service.emulator.faults.add(.delay(milliseconds: 50), .all("file_create"))
      let command = try service.start("probe", "-y", "\(service.space):")
      try await eventually("some experiments are made") { service.emulator.journal.count(of: "file_create") > 3 }
      command.interrupt()
      let run = try await command.end()
      #expect(run.status == 2 && run.errors.contains("interrupted"), "\(run.text)")
      #expect(try await service.files().isEmpty)
    }
  }
}
