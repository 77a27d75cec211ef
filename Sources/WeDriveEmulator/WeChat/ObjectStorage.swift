import Hummingbird
import WeDriveHTTP
import WeDriveRuntime

/// The object storage: takes forms that the API has prepared, and serves content by link.
struct ObjectStorage: Sendable {
  /// Where forms go.
  static let bucket = "/bucket"
  /// Where links lead, before their key.
  static let objects = "/object"
  /// What precedes the path of public content.
  static let pages = "/page"

  let store: CloudStore
  let clock: EmulatorClock
  let faults: FaultScript
  let journal: CallJournal

  func router() -> Router<CallContext> {
    let router = Router.forThisMachine()
    router.post(RouterPath(Self.bucket)) { request, context in try await take(request, context) }
    // To list what is there takes a signature, which no caller has.
    router.get(RouterPath(Self.bucket)) { _, context in
      refuse(
        .denied, Exchange(EmulatedCloud.formTarget, .post, in: journal, at: clock.now, peerPort: context.peerPort))
    }
    router.get(RouterPath("\(Self.objects)/:key")) { request, context in
      let now = clock.now
      let key = context.parameters.get("key") ?? ""
      let object = store.state.withLock { state in
        state.links[key].flatMap { now < $0.expiry ? state.objects[ExactName($0.fileID.rawValue)] : nil }
      }
      return try await give(object, otherwise: 403, request, context)
    }
    router.get(RouterPath("\(Self.pages)/**")) { request, context in
      let path = String(request.uri.path.dropFirst(Self.pages.count + 1))
      return try await give(store.state.withLock { $0.pages[ExactName(path)] }, otherwise: 404, request, context)
    }
    return router
  }

  // MARK: - Content that is fetched

  private func give(
    _ object: CloudObject?, otherwise status: Int, _ request: Request, _ context: CallContext
  ) async throws -> Response {
    let exchange = Exchange(EmulatedCloud.objectTarget, .get, in: journal, at: clock.now, peerPort: context.peerPort)
    let befalling = faults.take(for: exchange.endpoint)
    exchange.note { $0.faults = befalling.map(\.kind) }
    if let response = try await ContentReply.instead(befalling, exchange, context) { return response }
    guard let object, let content = try? await store.open(object) else {
      exchange.note { $0.status = status }
      return Reply.page(status: status)
    }
    var headers = HTTPFields()
    if let name = HTTPFields.Element.Name("X-Request-Id") { headers[name] = "emulated-\(exchange.number)" }
    return ContentReply(content: content, size: object.size, tag: object.tag, headers: headers)
      .response(to: request, befalling, exchange, context)
  }

  // MARK: - Content that is stored

  private func take(_ request: Request, _ context: CallContext) async throws -> Response {
    let exchange = Exchange(EmulatedCloud.formTarget, .post, in: journal, at: clock.now, peerPort: context.peerPort)
    let befalling = faults.take(for: exchange.endpoint)
    exchange.note { $0.faults = befalling.map(\.kind) }
    if let response = try await ContentReply.instead(befalling, exchange, context) { return response }
    guard let boundary = Self.boundary(request.headers[.contentType]) else {
      return refuse(.malformed, exchange)
    }
    let name = Mint.name(bytes: 16)
    var reader: FormReader? = FormReader(boundary: boundary, file: try await store.create(name))
    for try await part in request.body {
      exchange.note { $0.requestBytes += part.readableBytes }
      // What follows a mistake is read all the same: who sends it listens only afterwards.
      guard let before = reader else { continue }
      let bytes = Array(part.readableBytesView)
      reader = try await BlockingWork.run {
        var reader = before
        do { try reader.take(bytes) } catch is FormReader.Malformed { return nil }
        return reader
      }
    }
    guard let form = reader?.finished else {
      await store.discard(name)
      return refuse(.malformed, exchange)
    }
    if let refusal = keep(form.fields, CloudContent(name: name, size: form.size)) {
      await store.discard(name)
      return refuse(refusal, exchange)
    }
    exchange.note {
      $0.status = 204
      $0.hasActed = true
    }
    return Response(status: .noContent)
  }

  /// Content that has arrived.
  private struct CloudContent {
    let name: String
    let size: UInt64
  }

  /// Makes content an object, if its form is one that was prepared.
  private func keep(_ fields: [String: String], _ content: CloudContent) -> StorageRefusal? {
    let now = clock.now
    return store.state.withLock { state in
      guard let prepared = state.forms[fields["Signature"] ?? ""] else { return .wrongSignature }
      guard now < prepared.expiry, fields["key"].map(ExactName.init) == ExactName(prepared.path),
        fields["x-cos-security-token"] == prepared.securityToken
      else { return .denied }
      // Without its id the content is taken all the same, and lost.
      let isFindable = fields["x-cos-meta-fileid"] == prepared.storageFileID
      state.objects[ExactName(prepared.fileID.rawValue)] = CloudObject(
        path: prepared.path, contentName: content.name, size: content.size, isFindable: isFindable)
      return nil
    }
  }

  /// What the storage calls its refusals.
  private enum StorageRefusal: String {
    case malformed = "MalformedPOSTRequest"
    case wrongSignature = "SignatureDoesNotMatch"
    case denied = "AccessDenied"

    var status: Int { self == .malformed ? 400 : 403 }
  }

  /// A refusal in the storage's own words.
  private func refuse(_ refusal: StorageRefusal, _ exchange: Exchange) -> Response {
    exchange.note {
      $0.status = refusal.status
      $0.reason = refusal.rawValue
    }
    let code = refusal.rawValue
    let text =
      "<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>\(code)</Code>\n\t<Message>\(code)</Message>\n</Error>\n"
    var headers = HTTPFields()
    headers[.contentType] = "application/xml"
    return Response(
      status: HTTPResponse.Status(code: refusal.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  private static func boundary(_ type: String?) -> String? {
    guard let type, type.lowercased().hasPrefix("multipart/form-data"),
      let start = type.firstRange(of: "boundary=")?.upperBound
    else { return nil }
    let boundary = type[start...].prefix { $0 != ";" }.filter { $0 != "\"" }
    return boundary.isEmpty || boundary.count > 70 ? nil : String(boundary)
  }
}
