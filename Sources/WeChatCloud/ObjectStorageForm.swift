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

  func send(by transport: any Transport) async -> Delivery {
    // The content of a file is limited by the transport's rule about slow transfers, not by a deadline.
    var request = HTTPRequest(.post, url: url, isRepeatable: true, timeout: nil, maximumReplySize: 1 << 20)
    request.headers = [HTTPHeader("Content-Type", "multipart/form-data; boundary=\(body.boundary)")]
    request.bodySource = body
    request.lane = .bulk
    do throws(TransportFailure) {
      let reply = try await transport.perform(request)
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
