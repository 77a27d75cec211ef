import CoreMetrics
import InMemoryTracing
import MetricsTestKit
import TestSupport
import Testing
import Tracing
import WeDrive
import WeDriveEmulator
import WeDriveInstrumentation

/// An emulator of one test's own, and a client of it whose metrics and spans are kept in memory.
struct Telemetered {
  let emulator: Emulator
  let drive: WeDriveClient
  let space: SpaceID
  let telemetry = Telemetry()

  static func run(
    configure: (inout WeDriveClient.Configuration) -> Void = { _ in }, _ test: (Telemetered) async throws -> Void
  ) async throws {
    let emulator = try await Emulator.start(EmulatorConfiguration())
    do {
      let app = EmulatedApp.standard
      var configuration = WeDriveClient.Configuration()
      configuration.endpoint = try ServiceAddress(emulator.baseURL)
      let credential = Credential.corp(id: app.corpID, secret: app.secret)
      let space = try await WeDriveClient(credential: credential, configuration: configuration)
        .spaceCreate(spaceName: "Test").spaceID
      configuration.retry.transientUnit = .milliseconds(1)
      configuration.retry.throttledUnit = .milliseconds(1)
      configure(&configuration)
      let it = Telemetered(emulator: emulator, configuration, credential, space)
      try await test(it)
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  private init(
    emulator: Emulator, _ configuration: WeDriveClient.Configuration, _ credential: Credential, _ space: SpaceID
  ) {
    var configuration = configuration
    configuration.instrumentation = telemetry.instrumentation
    self.emulator = emulator
    self.space = space
    drive = WeDriveClient(credential: credential, configuration: configuration)
  }

  var root: UploadDestination { .root(of: space) }
}

/// Metrics and spans, in the packages' own stores in memory.
struct Telemetry {
  let metrics = TestMetrics()
  let tracer = InMemoryTracer()

  var instrumentation: ClientTelemetry { ClientTelemetry(metrics: metrics, tracer: tracer) }

  /// Spans that have ended, in the order in which they did.
  var spans: [FinishedInMemorySpan] { tracer.finishedSpans }

  func spans(_ name: String) -> [FinishedInMemorySpan] { spans.filter { $0.operationName == name } }

  /// The sum of a counter, over all series that have these dimensions.
  func total(_ label: String, _ dimensions: [String: String] = [:]) -> Int64 {
    metrics.counters.filter { $0.label == label && Self.has(dimensions, $0.dimensions) }.map(\.totalValue).reduce(0, +)
  }

  /// How many durations were recorded in series with exactly these dimensions.
  func durations(_ label: String, _ dimensions: [String: String]) -> [Int64] {
    metrics.timers.filter {
      $0.label == label && Dictionary($0.dimensions) { one, _ in one } == dimensions
    }.flatMap(\.values)
  }

  /// Sizes that were recorded, over all series that have these dimensions.
  func sizes(_ label: String, _ dimensions: [String: String] = [:]) -> [Double] {
    metrics.recorders.filter { $0.label == label && Self.has(dimensions, $0.dimensions) }.flatMap(\.values)
  }

  private static func has(_ wanted: [String: String], _ dimensions: [(String, String)]) -> Bool {
    wanted.allSatisfy { name, value in dimensions.contains { $0 == (name, value) } }
  }

  /// Everything that a back end would get to see, as text.
  var text: String {
    var text: [String] = []
    func add(_ label: String, _ dimensions: [(String, String)]) { text.append("\(label) \(dimensions)") }
    for metric in metrics.counters { add(metric.label, metric.dimensions) }
    for metric in metrics.timers { add(metric.label, metric.dimensions) }
    for metric in metrics.recorders { add(metric.label, metric.dimensions) }
    for metric in metrics.meters { add(metric.label, metric.dimensions) }
    for span in spans {
      text.append("\(span.operationName) \(String(describing: span.status)) \(span.errors.map { "\($0.error)" })")
      span.attributes.forEach { text.append("\($0)=\($1)") }
      for event in span.events {
        text.append(event.name)
        event.attributes.forEach { text.append("\($0)=\($1)") }
      }
    }
    return text.joined(separator: "\n")
  }
}

extension FinishedInMemorySpan {
  func text(_ name: String) -> String? {
    if case .string(let text) = attributes.get(name) { text } else { nil }
  }

  func number(_ name: String) -> Int64? {
    switch attributes.get(name) {
    case .int64(let number): number
    case .int32(let number): Int64(number)
    default: nil
    }
  }
}
