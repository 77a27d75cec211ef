#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Content in a temporary file that has no name any more: it goes away with the last reference, or the process.
final class SpooledContent: Sendable {
  private let file: HiddenFile

  private init(_ file: HiddenFile) { self.file = file }

  /// Downloads all of it, checked.
  static func download(
    _ source: DownloadSource, expecting expected: ExpectedContent, with client: WeDriveClient
  ) async throws(WeDriveError) -> SpooledContent {
    let folder = try await client.fileWork { () throws(FileFailure) in try makeFolder() }
    do throws(WeDriveError) {
      let place = try await client.fileWork { () throws(FileFailure) in try DownloadPlace(folder: folder) }
      let target = try await client.fileWork { () throws(FileFailure) in try place.target(named: "content") }
      _ = try await client.download(
        source, to: target, expecting: expected, options: DownloadOptions(), meter: TransferMeter())
      let spooled = try await client.fileWork { () throws(FileFailure) in
        // For this user only, which opening it insists on, too.
        chmod(folder + "/content", 0o600)
        return SpooledContent(try HiddenFile(FolderDescriptor(folder), "content"))
      }
      await remove(folder)
      return spooled
    } catch {
      await remove(folder)
      throw error
    }
  }

  /// Up to `count` bytes from `offset` on; none at the end. Blocks.
  func read(_ count: Int, at offset: Int64) throws(FileFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = try bytes.withUnsafeMutableBufferPointer { room throws(FileFailure) in
      try file.read(into: UnsafeMutableRawBufferPointer(room), at: offset)
    }
    bytes.removeLast(count - filled)
    return bytes
  }

  /// The SHA-1 of its beginning. Blocks.
  func sha1(ofFirst count: Int64) throws(FileFailure) -> String {
    guard var digest = ContentDigest(.sha1) else { return "" }
    var offset: Int64 = 0
    while offset < count {
      let bytes = try read(Int(min(1 << 20, count - offset)), at: offset)
      if bytes.isEmpty { break }
      bytes.withUnsafeBytes { digest.update($0) }
      offset += Int64(bytes.count)
    }
    return digest.finalise()
  }

  private static func makeFolder() throws(FileFailure) -> String {
    let parent = FileManager.default.temporaryDirectory.path
    var template = Array((parent + "/wedrive-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw FileFailure("create a folder in", parent, errno: errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func remove(_ folder: String) async {
    await BlockingWork.run { try? FileManager.default.removeItem(atPath: folder) }
  }
}
