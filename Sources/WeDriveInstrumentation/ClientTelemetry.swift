import Metrics
import Tracing
import WeDriveRuntime

/// Keeps metrics and traces of what clients do: with swift-metrics and swift-distributed-tracing, under OpenTelemetry's names.
///
/// ```swift
/// configuration.instrumentation = ClientTelemetry()
/// ```
///
/// Several clients may share one. A transfer is a span around its calls, a call a span around its HTTP exchanges, which are
/// spans of kind client; the outermost belongs to the span that the task is part of. No trace context is sent to a service.
/// Values of requests and replies, links, names, tokens and cookies are in no metric and no span.
public struct ClientTelemetry: ClientInstrumentation {
  private let factory: (any MetricsFactory)?
  private let tracer: (any Tracer)?

  /// - Parameters:
  ///   - metrics: Where metrics go; nil: where `MetricsSystem` was told.
  ///   - tracer: Where spans go; nil: where `InstrumentationSystem` was told.
  public init(metrics: (any MetricsFactory)? = nil, tracer: (any Tracer)? = nil) {
    factory = metrics
    self.tracer = tracer
  }

  private var meters: Meters { Meters(factory: factory ?? MetricsSystem.factory) }

  /// Begins a span, and counts an exchange as under way.
  public func begin(_ activity: ClientActivity, within parent: (any ActivityRecorder)?) -> any ActivityRecorder {
    let context = (parent as? SpanRecorder)?.span.context ?? .current ?? .topLevel
    let span = (tracer ?? InstrumentationSystem.tracer).startAnySpan(
      activity.spanName, context: context, ofKind: activity.kind == .exchange ? .client : .internal)
    let recorder = SpanRecorder(activity: activity, span: span, meters: meters)
    recorder.begin()
    return recorder
  }

  /// Counts waits and refusals, and adds them to the span that they are part of.
  public func note(_ event: ClientEvent, within parent: (any ActivityRecorder)?) {
    let span = (parent as? SpanRecorder)?.span
    switch event {
    case .waits(let reason, let duration):
      meters.record(duration, .waitDuration, [(.waitReason, reason.rawValue)])
      var attributes = SpanAttributes()
      attributes[Attribute.waitReason.rawValue] = reason.rawValue
      attributes[Attribute.waitDuration.rawValue] = duration / .seconds(1)
      span?.addEvent(SpanEvent(name: "wedrive.wait", attributes: attributes))
    case .quotaExhausted(let keeper):
      meters.count(1, .quotaRefusals, [(.quotaKeeper, keeper.rawValue)])
      var attributes = SpanAttributes()
      attributes[Attribute.quotaKeeper.rawValue] = keeper.rawValue
      span?.addEvent(SpanEvent(name: "wedrive.quota.exhausted", attributes: attributes))
    }
  }
}

extension ClientActivity {
  /// As OpenTelemetry has it for HTTP clients: the method and, where it is known and no secret, the path.
  fileprivate var spanName: String {
    switch kind {
    case .call: endpoint
    case .exchange: [method?.rawValue, pathTemplate].compactMap(\.self).joined(separator: " ")
    case .upload, .download: "wedrive.\(kind.rawValue)"
    }
  }
}

/// The metrics of one factory.
struct Meters: Sendable {
  typealias Dimensions = [(Attribute, String)]

  let factory: any MetricsFactory

  func record(_ duration: Duration, _ metric: Metric, _ dimensions: Dimensions) {
    Timer(
      label: metric.rawValue, dimensions: Self.texts(dimensions), preferredDisplayUnit: .seconds, factory: factory
    ).record(duration: duration)
  }

  func record(_ bytes: Int64, _ metric: Metric, _ dimensions: Dimensions) {
    Recorder(label: metric.rawValue, dimensions: Self.texts(dimensions), aggregate: true, factory: factory).record(
      bytes)
  }

  func count(_ amount: Int64, _ metric: Metric, _ dimensions: Dimensions) {
    Counter(label: metric.rawValue, dimensions: Self.texts(dimensions), factory: factory).increment(by: amount)
  }

  func gauge(_ metric: Metric, _ dimensions: Dimensions, change: Double) {
    let meter = Meter(label: metric.rawValue, dimensions: Self.texts(dimensions), factory: factory)
    if change < 0 { meter.decrement(by: -change) } else { meter.increment(by: change) }
  }

  private static func texts(_ dimensions: Dimensions) -> [(String, String)] {
    dimensions.map { ($0.rawValue, $1) }
  }
}
