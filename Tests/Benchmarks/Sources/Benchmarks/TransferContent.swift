import CBaseline
import Foundation
import WeDrive

/// A file that is uploaded and downloaded.
struct TransferContent {
  let size: Int
  /// A folder for everything that is written.
  let folder: String
  let path: String
  let sha1: String
  /// How long libcrypto takes to hash as much, in seconds.
  let hashing: Double

  /// Writes it.
  init(size: Int) throws {
    self.size = size
    let memory = "/dev/shm"
    let place = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    folder = place + "/wedrive-transfers-\(getpid())"
    path = folder + "/content"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var digests = BlockDigests.Accumulator()
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 << 20, alignment: 8)
    defer { piece.deallocate() }
    try Data().write(to: URL(filePath: path))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    var hashing = 0.0
    for _ in 0..<(size / piece.count) {
      fillWithNoise(piece)
      digests.append(UnsafeRawBufferPointer(piece))
      hashing += baseline_sha1(piece.baseAddress, Int64(piece.count))
      try file.write(contentsOf: Data(piece))
    }
    try file.close()
    sha1 = digests.finish().sha1 ?? ""
    self.hashing = hashing
  }

  /// Removes everything.
  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

/// A C server in a process of its own, and a client of it.
struct TransferServer {
  let endpoint: String
  let drive: WeDriveClient
  private let process: Int32

  /// Starts it. To be done before this process has threads.
  init(of content: TransferContent, checksBlocks: Bool) throws {
    let reply = """
      {"errcode":0,"errmsg":"ok","hit_exist":false,"upload_key":"k","fileid":"f1",\
      "file_info":{"fileid":"f1","file_name":"content","spaceid":"s1","fatherid":"s1","file_size":\(content.size),\
      "ctime":1700000000,"mtime":1700000000,"file_type":2,"sha":"\(content.sha1)"},\
      "download_url":"http://127.0.0.1:PORT/content","cookie_name":"n","cookie_value":"v"}
      """
    var process: Int32 = 0
    let port = baseline_server_apart(reply, content.path, checksBlocks ? 1 : 0, &process)
    guard port > 0 else { throw BenchmarkFailure(description: "the server did not start") }
    self.process = process
    endpoint = "http://127.0.0.1:\(port)"
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(endpoint)
    drive = WeDriveClient(credential: .token("t0"), configuration: configuration)
  }

  /// Stops it.
  func end() { baseline_server_end(process) }
}
