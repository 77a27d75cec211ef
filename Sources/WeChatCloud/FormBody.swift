import Synchronization
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// The body of a form whose last field is a file, read while it is sent.
final class FormBody: BodySource {
  /// What separates the fields: random, so that it does not occur in the content.
  let boundary: String
  let size: Int64
  private let head: [UInt8]
  private let tail: [UInt8]
  private let content: UploadSource
  private let meter: UploadMeter
  private let failed = Mutex<FileFailure?>(nil)

  /// - Parameter fields: Without line breaks, in the order in which they are sent; the content comes after them, as `file`.
  init(fields: [(name: String, value: String)], content: UploadSource, meter: UploadMeter) {
    var generator = SystemRandomNumberGenerator()
    let boundary = "wedrive-" + Hexadecimal.text((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    self.boundary = boundary
    let parts = fields.map { "--\(boundary)\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }
    let file =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n"
      + "Content-Type: application/octet-stream\r\n\r\n"
    head = Array((parts.joined() + file).utf8)
    tail = Array("\r\n--\(boundary)--\r\n".utf8)
    self.content = content
    self.meter = meter
    // A sparse file may be as long as the largest number there is.
    size = content.size.clampedSum(Int64(head.count) + Int64(tail.count))
  }

  /// Why the content could not be read to its end, if that is what went wrong.
  var failure: FileFailure? { failed.withLock { $0 } }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws -> Int {
    let start = Int64(head.count)
    if offset < start { return Self.copy(head[Int(offset)...], into: buffer) }
    let place = offset - start
    if place >= content.size {
      if place == content.size { try checkContent() }
      return Self.copy(tail[Int(place - content.size)...], into: buffer)
    }
    let end = min(place + Int64(buffer.count), content.size)
    do throws(UploadSource.Failure) {
      let bytes = try content.read(UInt64(place)..<UInt64(end))
      meter.note { $0.inFlight = end }
      return Self.copy(bytes[...], into: buffer)
    } catch {
      switch error {
      case .file(let failure): throw fail(failure)
      case .changed: throw fail(changed)
      }
    }
  }

  /// A file whose length is no longer what it was is half of an edit: the form is not completed.
  private func checkContent() throws {
    if !content.isInPlace() { throw fail(changed) }
  }

  private var changed: FileFailure {
    FileFailure(path: content.path?.text ?? "the content", operation: "read", reason: "changed while it was sent")
  }

  private func fail(_ failure: FileFailure) -> FileFailure {
    failed.withLock { $0 = failure }
    return failure
  }

  private static func copy(_ bytes: ArraySlice<UInt8>, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let run = bytes.prefix(buffer.count)
    buffer.copyBytes(from: run)
    return run.count
  }
}
