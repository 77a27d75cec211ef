import CBaseline
import Foundation
import WeDrive

/// Whole transfers over loopback, to and from a C server in a process of its own that looks at nothing: uploads beside a C
/// loop over libcurl that posts a ready-made body again and again, downloads beside `curl -o`.
///
/// Everything is in memory where the system has a place for that: what is measured is the client, not the disk.
struct Transfers {
  static let uploadTarget = 0.85
  static let downloadTarget = 0.9

  private let folder: String
  private let content: String
  private let size: Int
  private let endpoint: String
  private let server: Int32
  private let drive: WeDriveClient

  /// Measures transfers of `size` bytes. First of all: the server is a copy of this process, and that of one with threads
  /// is half a copy.
  static func measure(size: Int, rounds: Int) async throws {
    let transfers = try Transfers(size: size)
    defer { transfers.end() }
    try await transfers.measure(rounds: rounds)
  }

  private init(size: Int) throws {
    self.size = size
    let memory = "/dev/shm"
    let place = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    folder = place + "/wedrive-transfers-\(getpid())"
    content = folder + "/content"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let sha1 = try Self.writeNoise(size, to: content)
    let reply = """
      {"errcode":0,"errmsg":"ok","hit_exist":false,"upload_key":"k","fileid":"f1",\
      "file_info":{"fileid":"f1","file_name":"content","spaceid":"s1","fatherid":"s1","file_size":\(size),\
      "ctime":1700000000,"mtime":1700000000,"file_type":2,"sha":"\(sha1)"},\
      "download_url":"http://127.0.0.1:PORT/content","cookie_name":"n","cookie_value":"v"}
      """
    var process: Int32 = 0
    let port = baseline_server_apart(reply, content, &process)
    guard port > 0 else { throw BenchmarkFailure(description: "the server did not start") }
    server = process
    endpoint = "http://127.0.0.1:\(port)"
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(endpoint)
    drive = WeDriveClient(credential: .token("t0"), configuration: configuration)
  }

  /// Stops the server and removes the files.
  private func end() {
    baseline_server_end(server)
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func writeNoise(_ size: Int, to path: String) throws -> String {
    var digests = BlockDigests.Accumulator()
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 << 20, alignment: 8)
    defer { piece.deallocate() }
    try Data().write(to: URL(filePath: path))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    for _ in 0..<(size / piece.count) {
      fillWithNoise(piece)
      digests.append(UnsafeRawBufferPointer(piece))
      try file.write(contentsOf: Data(piece))
    }
    try file.close()
    return digests.finish().sha1 ?? ""
  }

  private struct Result {
    var ratio: Double
    var seconds: Double
    var cpu: Double
    var otherCPU: Double
    var calls: Int
  }

  private func measure(rounds: Int) async throws {
    for concurrency in [4, 10] {
      let up = try await Self.median(of: rounds) { try await upload(concurrency) }
      report("upload, \(concurrency) blocks at once", up, "the C loop", Self.uploadTarget)
    }
    let down = try await Self.median(of: rounds) { try await download() }
    report("download to a file", down, "curl -o", Self.downloadTarget)
  }

  private func report(_ name: String, _ result: Result, _ other: String, _ target: Double) {
    let bytes = Double(size)
    print(
      String(
        format: "%@: %.0f MB/s, %.2f of %@; CPU seconds a GB: %.2f, there %.2f; %d calls", name,
        bytes / result.seconds / 1e6, result.ratio, other, result.cpu / bytes * 1e9, result.otherCPU / bytes * 1e9,
        result.calls))
    if result.ratio < target { print("  TARGET MISSED: at least \(target)") }
  }

  private func upload(_ concurrency: Int) async throws -> Result {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockDigests.blockSize, alignment: 8)
    defer { block.deallocate() }
    fillWithNoise(block)
    let part = FileUploadPartRequest(uploadKey: "k", index: 1, content: Base64Content(Array(block)))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let body = String(decoding: try encoder.encode(part), as: UTF8.self)
    let url = endpoint + FileUploadPartRequest.endpoint.path + "?access_token=t0"
    let otherStart = baseline_cpu_seconds()
    let bare = baseline_calls(url, body, Int32(size / BlockDigests.blockSize), 1)
    guard bare > 0 else { throw BenchmarkFailure(description: "the C loop failed") }

    let (start, calls) = (baseline_cpu_seconds(), drive.exchangesBegun)
    var options = UploadOptions()
    options.concurrency = concurrency
    options.memory = .folder(folder + "/uploads")
    let chosen = options
    let time = try await ContinuousClock().measure {
      _ = try await drive.upload(contentsOf: content, to: .root(of: "s1"), options: chosen)
    }
    return Result(
      ratio: bare / (time / .seconds(1)), seconds: time / .seconds(1), cpu: baseline_cpu_seconds() - start,
      otherCPU: start - otherStart, calls: drive.exchangesBegun - calls)
  }

  private func download() async throws -> Result {
    let otherStart = baseline_child_cpu_seconds()
    let bare = try Self.seconds(of: "/usr/bin/env", ["curl", "-s", "-o", folder + "/theirs", endpoint + "/content"])
    let otherCPU = baseline_child_cpu_seconds() - otherStart
    try FileManager.default.removeItem(atPath: folder + "/theirs")

    let (start, calls) = (baseline_cpu_seconds(), drive.exchangesBegun)
    let time = try await ContinuousClock().measure {
      _ = try await drive.download(fileID: "f1", to: folder + "/ours")
    }
    try FileManager.default.removeItem(atPath: folder + "/ours")
    return Result(
      ratio: bare / (time / .seconds(1)), seconds: time / .seconds(1), cpu: baseline_cpu_seconds() - start,
      otherCPU: otherCPU, calls: drive.exchangesBegun - calls)
  }

  private static func seconds(of program: String, _ arguments: [String]) throws -> Double {
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
