import CBaseline
import Foundation
import WeDrive

/// Whole transfers over loopback, to and from C servers in processes of their own: uploads beside a C program that does the
/// same work, and beside a C loop over libcurl that posts a ready-made body again and again; downloads beside `curl -o`.
///
/// Everything is in memory where the system has a place for that: what is measured is the client, not the disk.
///
/// Uploads go to two servers. One decodes and hashes each block, which is the least a service can do with it. The other
/// looks at nothing: there no client can come near to the C loop, because it has to hash all of the content before it may
/// send the first block. How near it could come is printed, too.
struct Transfers {
  static let sameWorkTarget = 0.95
  static let uploadTarget = 0.85
  static let downloadTarget = 0.97

  private let content: TransferContent
  private let checking: TransferServer
  private let discarding: TransferServer

  /// Writes the content and starts the servers. They are copies of this process, and that of one with threads is half a
  /// copy; and they end with the thread that starts them: so this is done first of all, on the main thread.
  init(size: Int) throws {
    content = try TransferContent(size: size)
    checking = try TransferServer(of: content, checksBlocks: true)
    discarding = try TransferServer(of: content, checksBlocks: false)
  }

  /// Stops the servers and removes what was written.
  func end() {
    checking.end()
    discarding.end()
    content.remove()
  }

  private struct Result {
    var ratio: Double
    var seconds: Double
    var otherSeconds: Double
    var cpu: Double
    var otherCPU: Double
    var calls: Int
  }

  /// Measures uploads, each so many times.
  func measureUploads(rounds: Int) async throws {
    for concurrency in [4, 10] {
      let up = try await Self.median(of: rounds) {
        try await upload(to: checking, concurrency, besideTheSameWork: true)
      }
      report(
        "upload, \(concurrency) blocks at once, to a server that decodes and hashes them", up,
        "a C program that hashes, reads, encodes and sends them so", Self.sameWorkTarget)
    }
    for concurrency in [4, 10] {
      let up = try await Self.median(of: rounds) { try await upload(to: checking, concurrency) }
      report(
        "upload, \(concurrency) blocks at once, to a server that decodes and hashes them", up, "the C loop",
        Self.uploadTarget)
    }
    for concurrency in [4, 10] {
      let up = try await Self.median(of: rounds) { try await upload(to: discarding, concurrency) }
      let atBest = up.otherSeconds / (up.otherSeconds + content.hashing)
      report(
        "upload, \(concurrency) blocks at once, to a server that looks at nothing", up,
        String(format: "the C loop (at best %.2f, hashing first)", atBest), Self.uploadTarget)
    }
  }

  /// Measures downloads so many times.
  func measureDownloads(rounds: Int) async throws {
    let down = try await Self.median(of: rounds) { try await download() }
    report("download to a file", down, "curl -o", Self.downloadTarget)
  }

  private func report(_ name: String, _ result: Result, _ other: String, _ target: Double) {
    let bytes = Double(content.size)
    print(
      String(
        format: "%@: %.0f MB/s, %.2f of %@; CPU seconds a GB: %.2f, there %.2f; %d calls", name,
        bytes / result.seconds / 1e6, result.ratio, other, result.cpu / bytes * 1e9,
        result.otherCPU / bytes * 1e9, result.calls))
    if result.ratio < target { print("  TARGET MISSED: at least \(target)") }
  }

  private func upload(
    to server: TransferServer, _ concurrency: Int, besideTheSameWork: Bool = false
  ) async throws -> Result {
    let url = server.endpoint + FileUploadPartRequest.endpoint.path + "?access_token=t0"
    let blocks = Int32(content.size / BlockDigests.blockSize)
    let body = try readyMadeBody()
    let otherStart = baseline_cpu_seconds()
    let bare =
      besideTheSameWork
      ? baseline_upload(url, content.path, blocks, Int32(concurrency)) : baseline_calls(url, body, blocks, 1)
    guard bare > 0 else { throw BenchmarkFailure(description: "the C program failed") }
    let otherCPU = baseline_cpu_seconds() - otherStart

    var options = UploadOptions()
    options.concurrency = concurrency
    options.localJournal = .folder(content.folder + "/uploads")
    let chosen = options
    return try await measure(server, beside: bare, otherCPU) { drive in
      _ = try await drive.upload(contentsOf: content.path, to: .root(of: "s1"), options: chosen)
    }
  }

  private func readyMadeBody() throws -> String {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockDigests.blockSize, alignment: 8)
    defer { block.deallocate() }
    fillWithNoise(block)
    let part = FileUploadPartRequest(uploadKey: "k", index: 1, content: Base64Content(Array(block)))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(part), as: UTF8.self)
  }

  private func download() async throws -> Result {
    let otherStart = baseline_child_cpu_seconds()
    let theirs = content.folder + "/theirs"
    let bare = try Self.duration(of: "/usr/bin/env", ["curl", "-s", "-o", theirs, discarding.endpoint + "/content"])
    try FileManager.default.removeItem(atPath: theirs)

    let ours = content.folder + "/ours"
    let result = try await measure(discarding, beside: bare, baseline_child_cpu_seconds() - otherStart) { drive in
      _ = try await drive.download(fileID: "f1", to: ours)
    }
    try FileManager.default.removeItem(atPath: ours)
    return result
  }

  private func measure(
    _ server: TransferServer, beside bare: Double, _ otherCPU: Double, _ work: (WeDriveClient) async throws -> Void
  ) async throws -> Result {
    let (start, calls) = (baseline_cpu_seconds(), server.drive.exchangesBegun)
    let time = try await seconds { try await work(server.drive) }
    return Result(
      ratio: bare / time, seconds: time, otherSeconds: bare, cpu: baseline_cpu_seconds() - start, otherCPU: otherCPU,
      calls: server.drive.exchangesBegun - calls)
  }

  private static func duration(of program: String, _ arguments: [String]) throws -> Double {
    var peak: Int64 = 0
    var pointers = ([program] + arguments).map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    let seconds = baseline_run(program, &pointers, &peak)
    guard seconds > 0 else { throw BenchmarkFailure(description: "\(arguments[0]) failed") }
    return seconds
  }

  /// The round with the median ratio, after one that is not counted.
  private static func median(of rounds: Int, _ round: () async throws -> Result) async throws -> Result {
    _ = try await round()
    var results: [Result] = []
    for _ in 0..<rounds { results.append(try await round()) }
    return results.sorted { $0.ratio < $1.ratio }[rounds / 2]
  }
}
