import CBaseline
import WeDrive

/// What is done to every byte of an upload on this side, each beside libcrypto alone.
enum Digests {
  static func measure(rounds: Int) async throws {
    let size = 256 << 20
    let content = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      fillWithNoise(UnsafeMutableRawBufferPointer(buffer))
      count = size
    }
    let states = await median(of: rounds) {
      let bare = content.withUnsafeBufferPointer { baseline_sha1($0.baseAddress, Int64(size)) }
      let ours = await seconds {
        var digests = BlockDigests.Accumulator()
        content.withUnsafeBytes { digests.append($0) }
        precondition(digests.finish().entries.count == size / BlockDigests.blockSize)
      }
      return (bare / ours, Double(size) / ours)
    }
    report("SHA-1 states of blocks", states, "the libcrypto loop", target: 0.95)

    let block = Array(content.prefix(BlockDigests.blockSize))
    var configuration = WeDriveClient.Configuration()
    configuration.transport = Nowhere()
    let drive = WeDriveClient(credential: .token("t0"), configuration: configuration)
    let part = FileUploadPartRequest(uploadKey: "key", index: 7, content: Base64Content(block))
    let times = 128
    let bodies = try await median(of: rounds) {
      let bare = block.withUnsafeBufferPointer { baseline_base64($0.baseAddress, Int64(block.count), Int32(times)) }
      let ours = try await seconds { for _ in 0..<times { _ = try await drive.send(part) } }
      return (bare / ours, Double(block.count * times) / ours)
    }
    report("calls with blocks, not sent", bodies, "EVP_EncodeBlock", target: 0.8)
  }

  private static func report(
    _ name: String, _ result: (ratio: Double, rate: Double), _ other: String, target: Double
  ) {
    print(String(format: "%@: %.2f GB/s, %.2f of %@", name, result.rate / 1e9, result.ratio, other))
    if result.ratio < target { print("  TARGET MISSED: at least \(target)") }
  }
}

/// Takes every request as sent, and says that it went well.
private struct Nowhere: Transport {
  private let head = HTTPReplyHead(status: 200, headers: [])

  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply {
    precondition((request.body?.count ?? 0) > BlockDigests.blockSize)
    return HTTPReply(head: head, body: Array(#"{"errcode":0}"#.utf8))
  }

  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead { head }
}

/// How long something takes, in seconds.
func seconds(_ work: () async throws -> Void) async rethrows -> Double {
  let time = try await ContinuousClock().measure(work)
  return time / .seconds(1)
}

/// The result with the median ratio, after a round that is not counted.
func median(
  of rounds: Int, _ round: () async throws -> (ratio: Double, rate: Double)
) async rethrows -> (ratio: Double, rate: Double) {
  _ = try await round()
  var results: [(ratio: Double, rate: Double)] = []
  for _ in 0..<rounds { results.append(try await round()) }
  return results.sorted { $0.ratio < $1.ratio }[rounds / 2]
}

/// Bytes that are no two times the same.
func fillWithNoise(_ buffer: UnsafeMutableRawBufferPointer) {
  var state = UInt64.random(in: 1 ... .max)
  for offset in stride(from: 0, to: buffer.count - 7, by: 8) {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    buffer.storeBytes(of: state, toByteOffset: offset, as: UInt64.self)
  }
}
