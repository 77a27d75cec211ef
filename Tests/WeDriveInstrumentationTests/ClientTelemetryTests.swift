import Foundation
import MetricsTestKit
import TestSupport
import Testing
import Tracing
import WeDrive
import WeDriveEmulator

@testable import WeDriveInstrumentation

/// What a dashboard gets to see of a client that works against the emulator, over sockets.
@Suite("Metrics and traces")
struct ClientTelemetryTests {
  private static let info = FileInfoRequest.endpoint
  private static let call = ["wedrive.service": "wecom", "wedrive.endpoint": "file_info"]

  /// Uploads a file that the calls of a test are about, before anything is kept.
  private func file(_ it: Telemetered) async throws -> FileID {
    let file = try await it.drive.upload(pattern(1000), named: "a.bin", to: it.root)
    it.telemetry.metrics.reset()
    it.telemetry.tracer.clearAll()
    return file
  }

  /// The dimensions of an exchange with the emulator.
  private func exchange(
    _ it: Telemetered, status: Int? = 200, error: String? = nil, errcode: Int? = nil
  ) throws -> [String: String] {
    let port = try #require(URL(string: it.emulator.baseURL)?.port)
    var dimensions = [
      "http.request.method": "POST", "server.address": "127.0.0.1", "server.port": "\(port)",
      "url.template": Self.info.path,
    ]
    dimensions["http.response.status_code"] = status.map { "\($0)" }
    dimensions["error.type"] = error
    dimensions["wedrive.errcode"] = errcode.map { "\($0)" }
    return dimensions
  }

  @Test("a call is a span around a span of kind client, with a duration, sizes and a call of the month")
  func success() async throws {
    try await Telemetered.run { it in
      let file = try await file(it)
      _ = try await it.drive.fileInfo(fileID: file)
      let seen = it.telemetry
      #expect(seen.durations("http.client.request.duration", try exchange(it)).count == 1)
      #expect(seen.durations("wedrive.client.call.duration", Self.call).count == 1)
      let call = try #require(seen.spans("file_info").first)
      let exchange = try #require(seen.spans("POST \(Self.info.path)").first)
      #expect(seen.spans.count == 2 && exchange.parentSpanID == call.spanID && exchange.traceID == call.traceID)
      #expect(exchange.kind == .client && call.kind == .internal && exchange.status == nil && call.status == nil)
      #expect(exchange.text("http.request.method") == "POST" && exchange.text("url.template") == Self.info.path)
      #expect(exchange.text("server.address") == "127.0.0.1")
      #expect(exchange.number("server.port") == URL(string: it.emulator.baseURL)?.port.map { Int64($0) })
      #expect(exchange.number("http.response.status_code") == 200)
      #expect(exchange.text("wedrive.endpoint") == "file_info" && exchange.text("wedrive.service") == "wecom")
      #expect(exchange.number("http.request.resend_count") == nil && exchange.text("error.type") == nil)
      let sizes = (seen.sizes("http.client.request.body.size"), seen.sizes("http.client.response.body.size"))
      #expect(sizes.0.first == Double(#"{"fileid":"\#(file.rawValue)"}"#.utf8.count) && sizes.0.count == 1)
      #expect(sizes.1.map { Int64($0) } == [exchange.number("http.response.body.size")])
      #expect(seen.total("wedrive.quota.calls", Self.call) == 1)
      #expect(seen.metrics.meters(label: "http.client.active_requests").map(\.values) == [[1, 0]])
    }
  }

  @Test("the outermost span belongs to the program's own, and nothing of the trace is sent")
  func propagation() async throws {
    let server = try ScriptedServer.answering(text: #"{"errcode":0}"#)
    let telemetry = Telemetry()
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    configuration.instrumentation = telemetry.instrumentation
    let drive = WeDriveClient(credential: .token("token"), configuration: configuration)
    let own = telemetry.tracer.startSpan("own", context: .topLevel)
    try await ServiceContext.withValue(own.context) { _ = try await drive.fileDelete(fileIDs: ["f"]) }
    own.end()
    #expect(telemetry.spans("file_delete").map(\.parentSpanID) == [own.spanID])
    let headers = server.journal.flatMap { $0.headers.map { $0.name.lowercased() } }
    #expect(!headers.isEmpty && !headers.contains { ["traceparent", "tracestate", "baggage", "b3"].contains($0) })
    #expect(telemetry.tracer.performedContextInjections.isEmpty)
  }

  @Test("a refusal is an error with the errcode's name, in exchange and call")
  func errcode() async throws {
    try await Telemetered.run { it in
      let file = try await file(it)
      it.emulator.faults.add(.errcode(640003), FaultSelection("file_info"))
      await #expect(throws: WeDriveError.self) { try await it.drive.fileInfo(fileID: file) }
      let seen = it.telemetry
      let refused = try exchange(it, error: "file_deleted", errcode: 640003)
      #expect(seen.durations("http.client.request.duration", refused).count == 1)
      let failed = Self.call.merging(["error.type": "file_deleted", "wedrive.errcode": "640003"]) { $1 }
      #expect(seen.durations("wedrive.client.call.duration", failed).count == 1)
      for span in seen.spans {
        #expect(span.status?.code == .error && span.status?.message == nil && span.errors.isEmpty)
        #expect(span.text("error.type") == "file_deleted" && span.number("wedrive.errcode") == 640003)
      }
      #expect(seen.spans.count == 2)
    }
  }

  @Test("an errcode that the catalog does not list makes no time series of its own")
  func unknownErrcode() async throws {
    try await Telemetered.run { it in
      let file = try await file(it)
      it.emulator.faults.add(.errcode(7_654_321), FaultSelection("file_info"))
      await #expect(throws: WeDriveError.self) { try await it.drive.fileInfo(fileID: file) }
      let seen = it.telemetry
      #expect(seen.durations("http.client.request.duration", try exchange(it, error: "errcode")).count == 1)
      #expect(seen.spans("file_info").first?.number("wedrive.errcode") == 7_654_321)
    }
  }

  @Test("a repetition counts, and its span says which it is")
  func resend() async throws {
    try await Telemetered.run { it in
      let file = try await file(it)
      it.emulator.faults.add(.errcode(-1), FaultSelection("file_info"))
      _ = try await it.drive.fileInfo(fileID: file)
      let seen = it.telemetry
      let spans = seen.spans("POST \(Self.info.path)")
      #expect(spans.map { $0.number("http.request.resend_count") } == [nil, 1])
      #expect(spans.map { $0.text("error.type") } == ["system_busy", nil])
      #expect(seen.spans("file_info").map { $0.text("error.type") } == [nil])
      #expect(seen.spans("file_info").first?.events.map(\.name) == ["wedrive.wait"])
      #expect(seen.total("wedrive.client.resends", Self.call) == 1)
      #expect(seen.durations("wedrive.client.wait.duration", ["wedrive.wait.reason": "transient"]).count == 1)
      #expect(seen.total("wedrive.quota.calls", Self.call) == 2)
      #expect(seen.durations("wedrive.client.call.duration", Self.call).count == 1)
    }
  }

  @Test("a wait because the service asked for less counts as throttled")
  func throttled() async throws {
    try await Telemetered.run { it in
      let file = try await file(it)
      it.emulator.faults.add(.errcode(45033), FaultSelection("file_info"))
      it.emulator.faults.add(.status(429), FaultSelection("file_info", first: 2))
      _ = try await it.drive.fileInfo(fileID: file)
      let seen = it.telemetry
      #expect(seen.durations("wedrive.client.wait.duration", ["wedrive.wait.reason": "throttled"]).count == 2)
      #expect(Set(seen.spans.compactMap { $0.text("error.type") }) == ["too_many_concurrent_calls", "429"])
      let tooMany = try exchange(it, status: 429, error: "429")
      #expect(seen.durations("http.client.request.duration", tooMany).count == 1)
    }
  }

  @Test("a budget that is gone is a refusal without an exchange; the service's own is told apart")
  func quota() async throws {
    let configure = { (configuration: inout WeDriveClient.Configuration) in
      // The upload and one call.
      configuration.budget = CallBudget(of: "corp", rules: .init(perMonth: 2), in: MemorySharedStore())
    }
    try await Telemetered.run(configure: configure) { it in
      let file = try await file(it)
      _ = try await it.drive.fileInfo(fileID: file)
      await #expect(throws: WeDriveError.self) { try await it.drive.fileInfo(fileID: file) }
      await #expect(throws: WeDriveError.self) {
        try await it.drive.upload(pattern(1000), named: "b.bin", to: it.root)
      }
      let seen = it.telemetry
      #expect(seen.total("wedrive.quota.refusals", ["wedrive.quota.keeper": "budget"]) == 2)
      #expect(seen.total("wedrive.quota.calls") == 1)
      #expect(seen.spans("POST \(Self.info.path)").count == 1)
      let refused = Self.call.merging(["error.type": "budget"]) { $1 }
      #expect(seen.durations("wedrive.client.call.duration", refused).count == 1)
      #expect(seen.spans("wedrive.upload").map { $0.text("error.type") } == ["budget"])
    }
    try await Telemetered.run { it in
      let file = try await file(it)
      it.emulator.faults.add(.errcode(640019), FaultSelection("file_info"))
      await #expect(throws: WeDriveError.self) { try await it.drive.fileInfo(fileID: file) }
      #expect(it.telemetry.total("wedrive.quota.refusals", ["wedrive.quota.keeper": "service"]) == 1)
    }
  }

  @Test("an upload in blocks is a span around its calls, and counts content, not what encodes it")
  func upload() async throws {
    try await Telemetered.run { it in
      _ = try await file(it)
      let folder = try TemporaryFolder()
      let size = 5_000_000
      try folder.write(pattern(size), to: "a.bin")
      var options = UploadOptions()
      options.pushesCard = false
      options.concurrency = 1
      options.callLimit = 2
      await #expect(throws: WeDriveError.self) {
        try await it.drive.upload(contentsOf: folder.path("a.bin"), to: it.root, options: options)
      }
      options.callLimit = nil
      try await it.drive.upload(contentsOf: folder.path("a.bin"), to: it.root, options: options)
      let seen = it.telemetry
      let direction = ["wedrive.transfer.direction": "upload", "wedrive.service": "wecom"]
      let block = Int64(BlockDigests.blockSize)
      #expect(seen.total("wedrive.transfer.bytes", direction) == Int64(size))
      #expect(seen.total("wedrive.transfer.resumed.bytes", direction) == block)
      #expect(seen.durations("wedrive.transfer.duration", direction).count == 1)
      let limited = direction.merging(["error.type": "call_limit"]) { $1 }
      #expect(seen.durations("wedrive.transfer.duration", limited).count == 1)
      let uploads = seen.spans("wedrive.upload")
      #expect(uploads.map { $0.number("wedrive.transfer.bytes") } == [block, Int64(size) - block])
      let second = try #require(uploads.last)
      let calls = seen.spans.filter { $0.parentSpanID == second.spanID }.map(\.operationName)
      #expect(calls == ["file_upload_part", "file_upload_part", "file_upload_finish"])
      #expect(
        seen.sizes("http.client.request.body.size", ["url.template": FileUploadPartRequest.endpoint.path]).count == 3)
    }
  }

  @Test("a download that goes on where it was counts what came and what was there")
  func download() async throws {
    try await Telemetered.run(configure: { $0.retry = .never }) { it in
      let size: Int64 = 3_000_000
      let file = try await it.drive.upload(pattern(Int(size)), named: "b.bin", to: it.root)
      it.telemetry.metrics.reset()
      it.telemetry.tracer.clearAll()
      let folder = try TemporaryFolder()
      it.emulator.faults.add(.truncate(after: 2_200_000), FaultSelection(FaultSelection.download))
      await #expect(throws: WeDriveError.self) { try await it.drive.download(fileID: file, to: folder.path("b.bin")) }
      try await it.drive.download(fileID: file, to: folder.path("b.bin"))
      let seen = it.telemetry
      let direction = ["wedrive.transfer.direction": "download", "wedrive.service": "wecom"]
      let spans = seen.spans("wedrive.download")
      let resumed = try #require(spans.last?.number("wedrive.transfer.resumed.bytes"))
      #expect(resumed > 2_000_000)
      #expect(spans.map { $0.number("wedrive.transfer.bytes") } == [resumed, size - resumed])
      #expect(seen.total("wedrive.transfer.bytes", direction) == size)
      #expect(seen.total("wedrive.transfer.resumed.bytes", direction) == resumed)
      #expect(seen.durations("wedrive.transfer.duration", direction).count == 1)
      // The links' paths are secrets: the exchanges that bring content have a method for a name.
      let content = seen.spans("GET").filter { $0.text("url.template") == nil }
      #expect(content.map { $0.number("http.response.status_code") } == [200, 206])
      #expect(content.map(\.parentSpanID) == spans.map(\.spanID))
      #expect(content.first?.text("error.type") == "truncated")
    }
  }

  @Test("what the page lists is what there is")
  func page() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/WeDrive/WeDrive.docc/MetricsAndTraces.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let listed = Set(text.matches(of: /(?m)^\| `([a-z_.]+)`/).map { String($0.1) })
    #expect(listed == Set(Metric.allCases.map(\.rawValue)).union(Attribute.allCases.map(\.rawValue)))
  }
}
