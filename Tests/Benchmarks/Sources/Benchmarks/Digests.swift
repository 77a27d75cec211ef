import CBaseline
import Foundation
import WeDrive

/// What is done to every byte of an upload on this side, each beside libcrypto alone.
enum Digests {
  static func measure(rounds: Int) throws {
    let size = 256 << 20
    let content = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      fillWithNoise(UnsafeMutableRawBufferPointer(buffer))
      count = size
    }
    let states = median(of: rounds) {
      let bare = content.withUnsafeBufferPointer { baseline_sha1($0.baseAddress, Int64(size)) }
      let ours = seconds {
        var digests = BlockDigests.Accumulator()
        content.withUnsafeBytes { digests.append($0) }
        precondition(digests.finish().entries.count == size / BlockDigests.blockSize)
      }
      return (bare / ours, Double(size) / ours)
    }
    report("SHA-1 states of blocks", states, "the libcrypto loop", target: 0.95)

    let block = Array(content.prefix(BlockDigests.blockSize))
    let part = FileUploadPartRequest(uploadKey: "key", index: 7, content: Base64Content(block))
    let times = 128
    let bodies = try median(of: rounds) {
      let bare = block.withUnsafeBufferPointer { baseline_base64($0.baseAddress, Int64(block.count), Int32(times)) }
      let ours = try seconds {
        for _ in 0..<times {
          let body = try WireJSON.encode(part, endpoint: "part")
          precondition(body.count > block.count / 3 * 4)
        }
      }
      return (bare / ours, Double(block.count * times) / ours)
    }
    report("JSON bodies of blocks", bodies, "EVP_EncodeBlock", target: 0.8)
  }

  private static func report(
    _ name: String, _ result: (ratio: Double, rate: Double), _ other: String, target: Double
  ) {
    print(String(format: "%@: %.2f GB/s, %.2f of %@", name, result.rate / 1e9, result.ratio, other))
    if result.ratio < target { print("  TARGET MISSED: at least \(target)") }
  }
}

/// How long something takes, in seconds.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  let time = try ContinuousClock().measure(work)
  return time / .seconds(1)
}

/// The result with the median ratio, after a round that is not counted.
func median(of rounds: Int, _ round: () throws -> (ratio: Double, rate: Double)) rethrows -> (
  ratio: Double, rate: Double
) {
  _ = try round()
  return try (0..<rounds).map { _ in try round() }.sorted { $0.ratio < $1.ratio }[rounds / 2]
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
