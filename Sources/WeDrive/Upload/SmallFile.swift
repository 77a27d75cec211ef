import WeDriveGenerated
import WeDriveRuntime

/// A local file that is small enough to be uploaded in one call, read whole.
struct SmallFile: Sendable {
  let content: [UInt8]

  /// Opens and reads the file. Blocks.
  ///
  /// Refuses what is not an ordinary file, and looks at the size before it reads anything.
  init(_ path: String) throws(WeDriveError) {
    let file: OpenedFile
    do throws(FileFailure) {
      file = try OpenedFile(path)
    } catch {
      throw .file(error)
    }
    try Self.check(size: file.size)
    do throws(FileFailure) {
      content = try file.contents()
    } catch {
      throw .file(error)
    }
  }

  /// Whether so many bytes go up in one call.
  static func check(size: Int64) throws(WeDriveError) {
    guard size > Limits.smallUploadSize else { return }
    throw .invalidArgument(
      InvalidArgument(
        owner: FileUploadRequest.endpoint.name, field: "content",
        reason: "is \(size) bytes, at most \(Limits.smallUploadSize) are allowed in one call"))
  }
}
