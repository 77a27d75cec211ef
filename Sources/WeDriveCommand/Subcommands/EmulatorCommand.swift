import ArgumentParser
import WeDrive
import WeDriveEmulator

struct EmulatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emulator", abstract: "Runs a server that behaves like the service, on this machine only.",
    discussion: """
      Prints the variables that make the other commands talk to it, as another shell can take them, and runs until it is \
      interrupted. It listens on 127.0.0.1 only. A page for a browser shows spaces and files, calls as they come, and lets you \
      switch faults on, expire tokens and tickets, and push callbacks.
      """)

  @Option(help: ArgumentHelp("The port to listen on; 0 lets the system choose.", valueName: "port"))
  var port = 0

  @Option(
    help: ArgumentHelp(
      "The port of the page for a browser; 0 lets the system choose.", valueName: "port"))
  var pagePort = 0

  @Option(
    help: ArgumentHelp(
      "A folder to keep the state in. Default: the state goes away with the process.", valueName: "folder"))
  var root: String?

  @Option(
    help: ArgumentHelp("How many calls a corp has in a month. Default: any number.", valueName: "number"))
  var monthlyCalls: Int?

  @Option(
    help: ArgumentHelp(
      "How much later each call and download is answered, in milliseconds, 0 to 60000.", valueName: "time"))
  var latency = 0

  @Option(
    help: ArgumentHelp(
      "What it does where the documentation is silent, one setting at a time: "
        + ServiceBehaviour.settings.map { "\($0.key)=\($0.values.joined(separator: "|"))" }.joined(separator: ", ")
        + ". `wedrive probe` finds out what the service does.",
      valueName: "key=value"))
  var serviceBehaviour: [String] = []

  @Option(
    help: ArgumentHelp(
      "A space with so many folders of so many files each, such as 1000x1000, which is there at once and takes no room.",
      valueName: "folders x files"))
  var seedTree: String?

  func validate() throws {
    if let seedTree {
      guard SeededTree(seedTree) != nil else {
        throw ValidationError(
          "--seed-tree is FOLDERSxFILES, such as 1000x1000, of \(SeededTree.maximumEntries) entries at most.")
      }
      guard root == nil else { throw ValidationError("--seed-tree is not kept in a folder: leave --root out.") }
    }
    guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    guard (0...65_535).contains(pagePort) else {
      throw ValidationError("--page-port is a number from 0 to 65535.")
    }
    guard monthlyCalls ?? 0 >= 0 else { throw ValidationError("--monthly-calls is a number of calls.") }
    _ = try behaviour()
    guard (0...60_000).contains(latency) else { throw ValidationError("--latency is a number from 0 to 60000.") }
  }

  private func behaviour() throws -> ServiceBehaviour {
    var behaviour = ServiceBehaviour()
    for setting in serviceBehaviour {
      do throws(ServiceBehaviour.UnknownSetting) { try behaviour.set(setting) } catch {
        throw ValidationError("--service-behaviour \(error.description).")
      }
    }
    return behaviour
  }

  func run() async throws {
    try await reportingErrors {
      var configuration = EmulatorConfiguration()
      configuration.port = port
      configuration.root = root
      configuration.pagePort = pagePort
      configuration.limits.journalBodyLength = 4096
      configuration.limits.monthlyCalls = monthlyCalls
      configuration.behaviour = try behaviour()
      configuration.seededTree = seedTree.flatMap { SeededTree($0) }
      let interruption = Interruption()
      let emulator = try await Emulator.start(configuration)
      if latency > 0 { emulator.faults.add(.delay(milliseconds: latency), .all()) }
      StandardOutput.print(
        """
        export WEDRIVE_ENDPOINT=\(emulator.baseURL)
        export WEDRIVE_CORP_ID=\(EmulatedApp.standard.corpID)
        export WEDRIVE_CORP_SECRET=\(EmulatedApp.standard.secret.rawValue)
        export WECHAT_ENDPOINT=\(emulator.cloud.baseURL)
        export WECHAT_APP_ID=\(configuration.cloud.appID)
        export WECHAT_APP_SECRET=\(configuration.cloud.appSecret.rawValue)
        export WECHAT_ENV_ID=\(configuration.cloud.environment)
        """, keepingLines: true)
      if seedTree != nil { StandardOutput.print("export WEDRIVE_SEEDED_SPACE=\(SeededTree.space)") }
      StandardOutput.flush()
      if let page = emulator.pageURL { StandardError.print("wedrive: the emulator is to be seen at \(page)") }
      StandardError.print("wedrive: the emulator is running; interrupt it to stop")
      await interruption.happens()
      await emulator.stop()
    }
  }
}
