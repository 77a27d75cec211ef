import CBaseline
import Foundation
import WeDrive
import WeDriveTrees

/// A nightly run over a tree in which nothing has changed, with the digests remembered: what it takes on this side, beside a C
/// program that only looks at each file. The service's side is the same run without a local tree, and is taken off.
enum Trees {
  static let filesPerFolder = 200
  /// For 200,000 files.
  static let maximumSeconds = 1.0
  static let maximumBytes: Int64 = 64 << 20

  static func measure(folders: Int, rounds: Int) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-trees-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "files").path
    try fill(source, folders)
    var configuration = WeDriveClient.Configuration()
    configuration.transport = TreeListings(folders: folders, files: filesPerFolder)
    let drive = WeDriveClient(credential: .token("t0"), configuration: configuration)
    let path = try DrivePath(parsing: "s.1:")
    let order = SyncOrder(.up(from: source, to: path))
    func plan() async throws {
      let plan = try await DriveTrees(drive, state: folder.appending(path: "state").path).plan(order)
      guard plan.isEmpty, plan.same == folders * filesPerFolder else {
        throw BenchmarkFailure(description: "the tree is not the same: \(plan.same) of \(folders * filesPerFolder)")
      }
    }

    // Digests of files that were written a moment ago are not believed.
    try await Task.sleep(for: .seconds(3))
    try await plan()
    let before = baseline_peak()
    var (ours, listings, bare): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<rounds {
      var files: Int64 = 0
      let walked = baseline_walk(source, &files)
      guard walked > 0, files == Int64(folders * filesPerFolder) else {
        throw BenchmarkFailure(description: "the C walk failed")
      }
      bare.append(walked)
      var count = 0
      listings.append(
        try await ContinuousClock().measure {
          for try await entry in TreeWalk(drive, from: .root(of: "s.1")) where entry.entry.kind == .file { count += 1 }
        } / .seconds(1))
      guard count == Int(files) else { throw BenchmarkFailure(description: "the listings were not read") }
      ours.append(try await ContinuousClock().measure { try await plan() } / .seconds(1))
    }
    let memory = baseline_peak() - before
    let (all, remote, walk) = (ours.sorted()[rounds / 2], listings.sorted()[rounds / 2], bare.sorted()[rounds / 2])
    let files = Double(folders * filesPerFolder)
    let local = max(0, all - remote)
    print(
      String(
        format: """
          unchanged tree, %.0f files: %.2f s on this side, %.1f of a C walk (%.2f s), %.1f MB more than before; \
          %.2f s of listings, %.2f µs an entry
          """, files, local, local / walk, walk, Double(memory) / 1_000_000, remote, remote / files * 1e6))
    if local * 200_000 / files > maximumSeconds {
      print("  TARGET MISSED: at most \(maximumSeconds) s for 200,000 files")
    }
    if memory > maximumBytes { print("  TARGET MISSED: at most \(maximumBytes >> 20) MiB") }
  }

  private static func fill(_ source: String, _ folders: Int) throws {
    let content = Data(TreeListings.content.utf8)
    for folder in 0..<folders {
      let path = "\(source)/\(TreeListings.name(folder))"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for file in 0..<filesPerFolder {
        guard FileManager.default.createFile(atPath: "\(path)/\(TreeListings.name(file))", contents: content) else {
          throw BenchmarkFailure(description: "\(path) cannot be written")
        }
      }
    }
  }
}

/// Answers `file_list` of a space with folders that have files in them, all of one content.
private struct TreeListings: Transport {
  static let content = "hello world"
  private static let sha1 = "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed"
  private let root: [UInt8]
  private let folder: [UInt8]

  static func name(_ number: Int) -> String { "entry \(10_000 + number)" }

  /// All folders have files of the same names and ids: only a program that deletes or moves them would mind.
  init(folders: Int, files: Int) {
    func page(_ count: Int, _ type: Int, _ size: Int, _ sha: String) -> [UInt8] {
      let items = (0..<count).map { number in
        """
        {"fileid":"s.1_f.\(number)","file_name":"\(Self.name(number))","spaceid":"s.1","fatherid":"s.1","file_size":\(size),\
        "ctime":1700000000,"mtime":1700000000,"file_type":\(type),"file_status":1,"sha":"\(sha)","md5":""}
        """
      }
      return Array(
        """
        {"errcode":0,"errmsg":"ok","has_more":false,"next_start":\(count),"file_list":{"item":[\(items.joined(separator: ","))]}}
        """.utf8)
    }
    root = page(folders, 1, 0, "")
    folder = page(files, 2, Self.content.utf8.count, Self.sha1)
  }

  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply {
    let isRoot = String(decoding: request.body ?? [], as: UTF8.self).contains(#""fatherid":"s.1""#)
    return HTTPReply(head: HTTPReplyHead(status: 200, headers: []), body: isRoot ? root : folder)
  }

  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead {
    throw TransportFailure(.other, progress: .notSent, reason: "nothing is streamed")
  }
}
