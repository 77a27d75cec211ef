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

/// A temporary file without a name, into which a stream is written before it is uploaded: the digests of all of it have
/// to be known before the first block is sent.
///
/// It goes away with the process, however that ends.
final class UploadSpool: Sendable {
  private let file: Descriptor

  /// Makes it. Blocks.
  init(in folder: String?) throws(FileFailure) {
    let folder = folder ?? Self.temporaryFolder
    var template = Array((folder + "/.wedrive-spool-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FileFailure("create a file in", folder, errno: errno) }
    file = Descriptor(owning: descriptor, path: "a temporary file in \(folder)")
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  /// Adds bytes at its end. Blocks.
  func append(_ bytes: [UInt8], at offset: Int64) throws(FileFailure) { try file.write(bytes, at: offset) }

  /// The content, to be uploaded.
  func source(size: Int64) -> UploadSource { UploadSource(file, size: size) }

  private static var temporaryFolder: String {
    guard let folder = getenv("TMPDIR").map({ String(cString: $0) }), folder.hasPrefix("/") else { return "/var/tmp" }
    return folder
  }

  /// Writes a whole stream. Chunks are gathered, so that small ones do not cost a hop to another thread each.
  static func gather<Content: AsyncSequence>(
    _ content: Content, named name: String, in folder: String?
  ) async throws(WeDriveError) -> UploadSource where Content.Element: Sequence<UInt8> {
    var size: Int64 = 0
    do {
      let spool = try await BlockingWork.run { () throws(FileFailure) in try UploadSpool(in: folder) }
      var pending: [UInt8] = []
      for try await chunk in content {
        pending.append(contentsOf: chunk)
        guard pending.count >= BlockDigests.blockSize else { continue }
        size = try await write(pending, to: spool, at: size)
        pending.removeAll(keepingCapacity: true)
      }
      size = try await write(pending, to: spool, at: size)
      return spool.source(size: size)
    } catch let failure as FileFailure {
      throw .file(failure)
    } catch let error as WeDriveError {
      throw error
    } catch is CancellationError {
      throw .cancelled(endpoint: "upload")
    } catch {
      throw .file(FileFailure(path: name, operation: "read the content of", reason: "\(error)"))
    }
  }

  private static func write(_ bytes: [UInt8], to spool: UploadSpool, at offset: Int64) async throws -> Int64 {
    try Task.checkCancellation()
    try await BlockingWork.run { () throws(FileFailure) in try spool.append(bytes, at: offset) }
    return offset + Int64(bytes.count)
  }
}
