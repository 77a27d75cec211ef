import CBaseline
import Foundation
import WeDrive

/// Small calls over a kept-alive loopback connection: the client against a bare C loop over libcurl, which posts the same
/// body to the same server and does nothing with the reply but copy it. For scale, what an SDK for Python does.
enum Calls {
  static let reply = """
    {"errcode":0,"errmsg":"ok","file_info":{"fileid":"f1","file_name":"report.pdf","spaceid":"s1","fatherid":"s1",\
    "file_size":1048576,"ctime":1700000000,"mtime":1700000000,"file_type":2,"file_status":1,\
    "sha":"da39a3ee5e6b4b0d3255bfef95601890afd80709","md5":"d41d8cd98f00b204e9800998ecf8427e"}}
    """

  static func measure(calls: Int, rounds: Int) async throws {
    let port = baseline_server_start(reply)
    guard port > 0 else { throw BenchmarkFailure(description: "the server did not start") }
    let endpoint = "http://127.0.0.1:\(port)"
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(endpoint)
    let drive = WeDriveClient(credential: .token("t0"), configuration: configuration)

    for width in [1, 16] {
      var ratios: [(calls: Double, ratio: Double, cpu: Double, bareCPU: Double)] = []
      for round in 0...rounds {
        let start = baseline_cpu_seconds()
        let bare = baseline_calls(
          endpoint + "/cgi-bin/wedrive/file_info?access_token=t0", "{\"fileid\":\"f1\"}", Int32(calls), Int32(width))
        guard bare > 0 else { throw BenchmarkFailure(description: "the C loop failed") }
        let cpu = baseline_cpu_seconds()
        let ours = try await ContinuousClock().measure {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<width {
              group.addTask {
                for _ in 0..<(calls / width) { _ = try await drive.fileInfo(fileID: "f1") }
              }
            }
            try await group.waitForAll()
          }
        }
        let seconds = Double(ours.components.seconds) + Double(ours.components.attoseconds) / 1e18
        guard round > 0 else { continue }
        ratios.append(
          (
            Double(calls) / seconds, bare / seconds, (baseline_cpu_seconds() - cpu) / Double(calls),
            (cpu - start) / Double(calls)
          ))
      }
      let median = ratios.sorted { $0.ratio < $1.ratio }[ratios.count / 2]
      print(
        String(
          format:
            "calls, %2d at a time: %.0f a second, %.2f of the bare C loop; %.0f µs of CPU a call, there %.0f, server included",
          width, median.calls, median.ratio, median.cpu * 1e6, median.bareCPU * 1e6))
      if median.ratio < target { print("  TARGET MISSED: at least \(target)") }
    }
    try measureWeChatPy(endpoint, calls: calls / 10)
  }

  private static let target = 0.8

  /// wechatpy with its HTTP session, which `.ci/setup --tests` installs.
  private static func measureWeChatPy(_ endpoint: String, calls: Int) throws {
    let own = ".build/venv/bin/python"
    let python = FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
    guard let output = popen("\(python) Tests/Benchmarks/wechatpy_calls.py \(endpoint) \(calls)", "r") else {
      throw BenchmarkFailure(description: "no process to be had for wechatpy")
    }
    var line = [CChar](repeating: 0, count: 256)
    let isRead = fgets(&line, Int32(line.count), output) != nil
    switch pclose(output) >> 8 {
    case 0 where isRead:
      let figures = String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        .split(separator: " ").compactMap { Double($0) }
      guard figures.count == 2 else { fallthrough }
      print(
        String(
          format: "calls of wechatpy, 1 at a time: %.0f a second; %.0f µs of CPU a call, server not included",
          figures[0], figures[1]))
    case 3, 127: print("calls of wechatpy: skipped, it is not installed (.ci/setup --tests)")
    default: throw BenchmarkFailure(description: "wechatpy failed")
    }
  }
}
