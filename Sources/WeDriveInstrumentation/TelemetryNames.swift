/// The metrics that ``ClientTelemetry`` keeps. Those with `http` are OpenTelemetry's for HTTP clients.
enum Metric: String, CaseIterable {
  case requestDuration = "http.client.request.duration"
  case requestBodySize = "http.client.request.body.size"
  case responseBodySize = "http.client.response.body.size"
  case activeRequests = "http.client.active_requests"
  case callDuration = "wedrive.client.call.duration"
  case resends = "wedrive.client.resends"
  case waitDuration = "wedrive.client.wait.duration"
  case quotaCalls = "wedrive.quota.calls"
  case quotaRefusals = "wedrive.quota.refusals"
  case transferDuration = "wedrive.transfer.duration"
  case transferBytes = "wedrive.transfer.bytes"
  case resumedBytes = "wedrive.transfer.resumed.bytes"
}

/// What spans and metrics say. Those without `wedrive` are OpenTelemetry's.
enum Attribute: String, CaseIterable {
  case method = "http.request.method"
  case resendCount = "http.request.resend_count"
  case status = "http.response.status_code"
  case serverAddress = "server.address"
  case serverPort = "server.port"
  case errorType = "error.type"
  case pathTemplate = "url.template"
  case requestSize = "http.request.body.size"
  case responseSize = "http.response.body.size"
  case service = "wedrive.service"
  case endpoint = "wedrive.endpoint"
  case errcode = "wedrive.errcode"
  case waitReason = "wedrive.wait.reason"
  case waitDuration = "wedrive.wait.duration"
  case quotaKeeper = "wedrive.quota.keeper"
  case direction = "wedrive.transfer.direction"
  case transferBytes = "wedrive.transfer.bytes"
  case resumedBytes = "wedrive.transfer.resumed.bytes"
}
