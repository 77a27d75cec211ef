import Synchronization
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// The form that takes content to object storage.
///
/// It is written as the storage wants it: the fields in the documented order, the content last. The field
/// `x-cos-meta-fileid` is what makes the content a file: without it, it is stored and can never be downloaded.
struct ObjectStorageForm: Sendable {
  /// What became of it.
  enum Delivery {
    case stored
    case failed(WeDriveError, isTransient: Bool)
  }

  /// The call that prepares it, for errors.
  static var endpoint: String { UploadFileRequest.endpoint.name }

  private let url: String
  private let body: FormBody

  /// Refuses a path that the storage would take for something else.
  static func check(path: String) throws(WeDriveError) {
    func refuse(_ reason: String) -> WeDriveError {
      .invalidArgument(InvalidArgument(owner: endpoint, field: "path", reason: reason))
    }
    if path.isEmpty { throw refuse("is empty") }
    if path.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw refuse("holds a control character")
    }
    if path.contains("${") { throw refuse("holds ${, which the storage replaces by a name of its own") }
  }

  /// - Parameters:
  ///   - reply: What the service has prepared.
  ///   - path: The path that was asked for.
  init(
    _ reply: UploadFileResponse, path: String, content: UploadSource, meter: UploadMeter
  ) throws(WeDriveError) {
    url = reply.uploadURL.rawValue
    guard WebAddress(url) != nil else {
      throw .undecodableReply(
        UndecodableReply(endpoint: Self.endpoint, field: "url", reason: "is not an address that may be opened"))
    }
    let fields = [
      ("key", path), ("Signature", reply.signature.rawValue), ("x-cos-security-token", reply.securityToken.rawValue),
      ("x-cos-meta-fileid", reply.storageFileID.rawValue),
    ]
    for (name, value) in fields where value.isEmpty || value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw .undecodableReply(
        UndecodableReply(endpoint: Self.endpoint, reason: "gives no usable value for the form's field \(name)"))
    }
    body = FormBody(fields: fields, content: content, meter: meter)
  }

  /// - Parameter resends: How often a form with the same content was sent before.
  func send(by exchanges: InstrumentedExchanges, resends: Int) async -> Delivery {
    // The content of a file is limited by the transport's rule about slow transfers, not by a deadline.
    var request = HTTPRequest(.post, url: url, isRepeatable: true, timeout: nil, maximumReplySize: 1 << 20)
    request.headers = [HTTPHeader("Content-Type", "multipart/form-data; boundary=\(body.boundary)")]
    request.bodySource = body
    request.lane = .bulk
    do throws(TransportFailure) {
      let reply = try await exchanges.perform(request, resends: resends)
      if let failure = body.failure { return .failed(.file(failure), isTransient: false) }
      return Self.delivery(reply)
    } catch {
      if let failure = body.failure { return .failed(.file(failure), isTransient: false) }
      return .failed(
        WeDriveError(inTransfer: error, endpoint: Self.endpoint), isTransient: error.code.isTransient)
    }
  }

  private static func delivery(_ reply: HTTPReply) -> Delivery {
    let status = reply.head.status
    if [200, 201, 204].contains(status) { return .stored }
    let error = UndecodableReply(
      endpoint: endpoint, reason: "was followed by a refusal of the object storage\(code(in: reply.body))",
      status: status)
    // The form's signature may just have run out; another form helps then.
    return .failed(.undecodableReply(error), isTransient: status >= 500 || [403, 408, 429].contains(status))
  }

  /// What the storage says in its XML: `<Code>AccessDenied</Code>`. Nothing else of it, as it repeats what was sent.
  private static func code(in body: [UInt8]) -> String {
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    guard let start = text.firstRange(of: "<Code>")?.upperBound else { return "" }
    let code = text[start...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return code.isEmpty || code.count > 64 ? "" : " (\(code))"
  }
}

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
