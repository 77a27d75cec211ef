import CLibcrypto
import WeDriveRuntime

/// The digests of a whole content, as `file_info` has them.
enum WholeDigest {
  static func sha1(_ content: [UInt8]) -> String {
    var sha1 = RunningSHA1()
    content.withUnsafeBytes { sha1.update($0) }
    return sha1.finalise()
  }

  static func md5(_ content: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard EVP_Digest(content, content.count, &digest, &count, EVP_md5(), nil) == 1 else { return "" }
    return Hexadecimal.text(digest.prefix(Int(count)))
  }
}
