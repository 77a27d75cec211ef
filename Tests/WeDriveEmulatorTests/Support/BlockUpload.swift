import CLibcrypto
import Foundation

@testable import WeDriveEmulator

/// An upload in blocks as a client does it. The digests are made here anew, not by the code under test.
struct BlockUpload: Sendable {
  static let blockSize = 2_097_152

  let content: [UInt8]
  let blockSHA: [String]

  /// Bytes 0 to 250 over and over, with a salt in front so that contents differ.
  init(size: Int, salt: UInt8 = 0) {
    let pattern = Array(UInt8(0)...250)
    var content: [UInt8] = []
    content.reserveCapacity(size + pattern.count)
    while content.count < size { content += pattern }
    content.removeLast(content.count - size)
    if salt > 0, !content.isEmpty { content[0] = salt }
    self.init(content)
  }

  init(_ content: [UInt8]) {
    self.content = content
    var context = SHA_CTX()
    SHA1_Init(&context)
    var entries: [String] = []
    for start in stride(from: 0, to: content.count, by: Self.blockSize) {
      let block = Array(content[start..<min(start + Self.blockSize, content.count)])
      SHA1_Update(&context, block, block.count)
      if start + Self.blockSize < content.count {
        let words = [context.h0, context.h1, context.h2, context.h3, context.h4]
        entries.append(words.map { String(format: "%08x", $0.byteSwapped) }.joined())
      } else {
        var digest = [UInt8](repeating: 0, count: 20)
        SHA1_Final(&digest, &context)
        entries.append(digest.map { String(format: "%02x", $0) }.joined())
      }
    }
    blockSHA = entries
  }

  func fields(_ name: String, _ space: String, _ parent: String? = nil) -> [String: any Sendable] {
    ["spaceid": space, "fatherid": parent ?? space, "file_name": name, "size": content.count, "block_sha": blockSHA]
  }

  func part(_ index: Int, _ key: String) -> [String: any Sendable] {
    let start = (index - 1) * Self.blockSize
    let bytes = content[start..<min(start + Self.blockSize, content.count)]
    return ["upload_key": key, "index": index, "file_base64_content": Data(bytes).base64EncodedString()]
  }
}
