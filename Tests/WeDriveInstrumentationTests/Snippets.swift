// The Swift that the documentation shows, between markers as it stands there, so that it compiles. Nothing here runs.

import Metrics
import Tracing
import WeDrive
import WeDriveInstrumentation

// MARK: - MetricsAndTraces.md

private func metricsAndTraces() {
  // snippet
  var configuration = WeDriveClient.Configuration()
  configuration.instrumentation = ClientTelemetry()
  let drive = WeDriveClient(credential: .corp(id: "ww…", secret: "…"), configuration: configuration)
  // end
  _ = drive
}
