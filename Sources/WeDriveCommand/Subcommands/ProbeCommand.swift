import ArgumentParser
import WeDrive
import WeDriveEmulator
import WeDriveTrees

struct ProbeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Finds out what no page says about the service, by trying it.",
    discussion: """
        wedrive probe Backups:
        wedrive --observe findings.json probe --yes Backups:

      Which characters names may have, what an upload to a taken name does, what `replace` replaces, how many ids a call takes: \
      each is tried in a folder of its own, which is removed in the end, also after an error or Ctrl-C. Some 60 calls count \
      against the corp's quota, so it asks first. --observe keeps the findings in a file, for `wedrive-spec diff --observed`.
      """)

  @OptionGroup var service: ServiceOptions
  @OptionGroup var output: ResultOptions

  @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
  var yes = false

  @Argument(help: ArgumentHelp("The space to try it in, or a folder there.", valueName: "space"))
  var place: String

  func run() async throws {
    try await withSession(service, .of(maxCalls: nil, jobs: 1)) { session in
      let argument = try RemoteArgument(place)
      // The folder is made and removed, too.
      try await confirm(calls: Experiment.all.reduce(2) { $0 + $1.calls })
      let (parent, transport) = (try await session.folder(argument), try service.transport())
      let result = await cancelledByInterruption { await probe(session, parent, transport) }
      let (findings, failed) = try result.get()
      if !output.quiet { showSettings(findings, calls: session.governor.calls) }
      if failed > 0 { throw ExitCode(ErrorReport.Outcome.incomplete.rawValue) }
    }
  }

  private func confirm(calls: Int) async throws {
    if yes { return }
    guard TerminalQuestion.isPossible else {
      throw ErrorReport(
        .usage, "a probe makes up to \(calls) calls, which count against the quota",
        advice: "If they may be made: --yes")
    }
    let question = "make up to \(calls) calls in \(place), which count against the quota?"
    guard await TerminalQuestion.ask(question) == true else { throw ErrorReport(.failed, "nothing was tried") }
  }

  /// Makes the experiments, each whatever becomes of the others.
  ///
  /// - Returns: What was found, and how many experiments failed.
  private func probe(
    _ session: DriveSession, _ parent: FolderPlace, _ transport: any Transport
  ) async -> Result<(findings: [Finding], failed: Int), any Error> {
    var (findings, failed): ([Finding], Int) = ([], 0)
    do {
      try await ProbeFolder.with(
        session.drive, in: parent, transport: transport,
        asks: { question in TerminalQuestion.isPossible ? await TerminalQuestion.ask(question) : nil },
        left: { folder, error in
          StandardError.print(ErrorReport(.failed, "\(folder) could not be removed: \(ErrorReport(error).text)").lines)
        }
      ) { folder in
        for experiment in Experiment.all {
          let found: [Finding]
          do throws(WeDriveError) {
            found = try await experiment.run(folder)
          } catch {
            // What the service refuses to one experiment it may grant to the next; what else goes wrong ends them all.
            guard error.refusal != nil, session.governor.end == nil else { throw error }
            failed += 1
            StandardError.print("wedrive: \(experiment.question) \(ErrorReport(error).text)")
            continue
          }
          findings += found
          for finding in found { try show(finding) }
        }
      }
    } catch {
      return .failure(Task.isCancelled ? CancellationError() : error)
    }
    return .success((findings, failed))
  }

  private func show(_ finding: Finding) throws(ErrorReport) {
    if let observation = finding.observation { ObservationFile.record(observation) }
    if output.json {
      StandardOutput.print(try JSONLine.of(finding))
    } else {
      StandardOutput.print(finding.sentence)
    }
    StandardOutput.flush()
  }

  /// Says how many calls were made, and with which options an emulator does the same.
  private func showSettings(_ findings: [Finding], calls: Int) {
    var behaviour = ServiceBehaviour()
    var options: [String] = []
    for finding in findings {
      guard let answer = finding.answer else { continue }
      let (before, setting) = (behaviour, "\(finding.key)=\(answer)")
      do throws(ServiceBehaviour.UnknownSetting) { try behaviour.set(setting) } catch { continue }
      if behaviour != before { options.append("--service-behaviour \(setting)") }
    }
    StandardError.print("wedrive: \(calls) calls were made")
    if !options.isEmpty {
      StandardError.print("wedrive: an emulator that does the same: wedrive emulator \(options.joined(separator: " "))")
    }
  }
}
