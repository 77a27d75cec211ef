import Foundation
import WeDrive

/// A page of a listing, from its bytes to values, without a network: the client beside Foundation's untyped reading of the
/// same bytes.
enum Listings {
  static let entries = 1_000
  static let maximumMicroseconds = 3.0

  static func measure(pages: Int) async throws {
    let page = Array(Self.page.utf8)
    var configuration = WeDriveClient.Configuration()
    configuration.transport = CannedReply(body: page)
    let drive = WeDriveClient(credential: .token("t0"), configuration: configuration)
    var ours: [Double] = []
    var bare: [Double] = []
    for _ in 0..<pages {
      bare.append(
        try ContinuousClock().measure {
          guard try JSONSerialization.jsonObject(with: Data(page)) is [String: Any] else { throw failure }
        } / .microseconds(1))
      ours.append(
        try await ContinuousClock().measure {
          let list = try await drive.fileList(
            spaceID: "s1", parentID: "s1", sortType: .nameAscending, start: 0, limit: 1000)
          guard list.fileList.items.count == entries else { throw failure }
        } / .microseconds(1))
    }
    let (typed, untyped) = (ours.sorted()[pages / 2] / Double(entries), bare.sorted()[pages / 2] / Double(entries))
    print(
      String(
        format: "listing, an entry: %.2f µs, %.2f of JSONSerialization (%.2f µs)", typed, typed / untyped, untyped))
    if typed > maximumMicroseconds { print("  TARGET MISSED: at most \(maximumMicroseconds) µs") }
  }

  private static let failure = BenchmarkFailure(description: "the listing was not read")

  private static var page: String {
    let items = (0..<entries).map { index in
      """
      {"fileid":"s1_f.\(index)","file_name":"report \(index).pdf","spaceid":"s1","fatherid":"s1","file_size":\(index * 1000),\
      "ctime":1700000000,"mtime":1700000000,"file_type":2,"file_status":1,\
      "sha":"da39a3ee5e6b4b0d3255bfef95601890afd80709","md5":"d41d8cd98f00b204e9800998ecf8427e"}
      """
    }
    return """
      {"errcode":0,"errmsg":"ok","has_more":false,"next_start":1000,"file_list":{"item":[\(items.joined(separator: ","))]}}
      """
  }
}

/// Answers every call with the same bytes.
private struct CannedReply: Transport {
  let body: [UInt8]

  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply {
    HTTPReply(head: HTTPReplyHead(status: 200, headers: []), body: body)
  }

  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead {
    throw TransportFailure(.other, progress: .notSent, reason: "nothing is streamed")
  }
}
