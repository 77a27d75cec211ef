import Tracing
import WeDriveRuntime

/// Records one activity as a span and in metrics.
struct SpanRecorder: ActivityRecorder {
  let activity: ClientActivity
  let span: any Span
  let meters: Meters

  /// What is known at the beginning.
  func begin() {
    span.attributes[Attribute.endpoint.rawValue] = activity.endpoint
    if let service = activity.service { span.attributes[Attribute.service.rawValue] = service }
    guard activity.kind == .exchange else { return }
    if let method = activity.method { span.attributes[Attribute.method.rawValue] = method.rawValue }
    if let server = activity.server {
      span.attributes[Attribute.serverAddress.rawValue] = server.address
      span.attributes[Attribute.serverPort.rawValue] = server.port
    }
    if let template = activity.pathTemplate { span.attributes[Attribute.pathTemplate.rawValue] = template }
    meters.gauge(.activeRequests, server, change: 1)
    guard activity.resends > 0 else { return }
    span.attributes[Attribute.resendCount.rawValue] = activity.resends
    meters.count(1, .resends, catalog)
  }

  func end(_ result: ActivityResult) {
    if let failure = result.failure {
      span.attributes[Attribute.errorType.rawValue] = failure.type
      if let errcode = failure.errcode { span.attributes[Attribute.errcode.rawValue] = errcode }
      span.setStatus(SpanStatus(code: .error))
    }
    switch activity.kind {
    case .call: meters.record(result.duration, .callDuration, catalog + Self.failure(result))
    case .exchange: endExchange(result)
    case .upload, .download: endTransfer(result)
    }
    span.end()
  }

  private func endExchange(_ result: ActivityResult) {
    if let status = result.status { span.attributes[Attribute.status.rawValue] = status }
    span.attributes[Attribute.requestSize.rawValue] = result.bytes.sent
    span.attributes[Attribute.responseSize.rawValue] = result.bytes.received
    var dimensions = server
    if let template = activity.pathTemplate { dimensions.append((.pathTemplate, template)) }
    if let status = result.status { dimensions.append((.status, "\(status)")) }
    dimensions += Self.failure(result)
    meters.gauge(.activeRequests, server, change: -1)
    meters.record(result.duration, .requestDuration, dimensions)
    if result.wasSent { meters.record(result.bytes.sent, .requestBodySize, dimensions) }
    if result.status != nil { meters.record(result.bytes.received, .responseBodySize, dimensions) }
    if result.wasSent, activity.isMetered { meters.count(1, .quotaCalls, catalog) }
  }

  private func endTransfer(_ result: ActivityResult) {
    let direction: Meters.Dimensions = [(.direction, activity.kind.rawValue)] + service
    let moved = activity.kind == .upload ? result.bytes.sent : result.bytes.received
    span.attributes[Attribute.transferBytes.rawValue] = moved
    span.attributes[Attribute.resumedBytes.rawValue] = result.bytes.resumed
    meters.record(result.duration, .transferDuration, direction + Self.failure(result))
    meters.count(moved, .transferBytes, direction)
    meters.count(result.bytes.resumed, .resumedBytes, direction)
  }

  private var service: Meters.Dimensions { activity.service.map { [(.service, $0)] } ?? [] }

  /// Which call it is.
  private var catalog: Meters.Dimensions { service + [(.endpoint, activity.endpoint)] }

  /// Where an exchange goes.
  private var server: Meters.Dimensions {
    var dimensions: Meters.Dimensions = []
    if let method = activity.method { dimensions.append((.method, method.rawValue)) }
    if let server = activity.server {
      dimensions += [(.serverAddress, server.address), (.serverPort, "\(server.port)")]
    }
    return dimensions
  }

  /// How it failed. An errcode that the catalog does not list could be any number: each would be a time series of its own.
  private static func failure(_ result: ActivityResult) -> Meters.Dimensions {
    guard let failure = result.failure else { return [] }
    let errcode: Meters.Dimensions = failure.isListed ? failure.errcode.map { [(.errcode, "\($0)")] } ?? [] : []
    return [(.errorType, failure.type)] + errcode
  }
}
