import WeDriveGenerated
import WeDriveRuntime

/// Decides who may call what, before a call is looked at, and words what goes wrong as WeCom does.
struct Gatekeeper: CallAdmission {
  let store: DriveStore
  let clock: EmulatorClock
  let configuration: EmulatorConfiguration

  /// The app on whose behalf a call is made; nil for a call that carries no token.
  func admit(_ endpoint: Endpoint, _ token: CarriedToken?, underWay: Int) async throws(ServiceError) -> Caller? {
    if let maximum = configuration.limits.concurrentCalls, underWay > maximum {
      throw .weCom(.tooManyConcurrentCalls)
    }
    guard endpoint.carriesToken else { return nil }
    let now = clock.now
    let issued = try store.read { (state) throws(ServiceError) in
      try state.tokens.check(token?.value, as: endpoint.tokens, at: now)
    }
    guard let caller = configuration.caller(corp: issued.corp, app: issued.app) else {
      throw .weCom(.invalidAccessToken)
    }
    guard caller.access != .none else { throw .weCom(.apiForbidden) }
    guard caller.access == .full || endpoint.effect == .read else { throw .weCom(.consoleDeniesEditing) }
    if let maximum = configuration.limits.monthlyCalls {
      let month = clock.month
      try await store.update { (state) throws(ServiceError) in
        try state.accounts.count(corp: caller.corp, month: month, maximum: maximum)
      }
    }
    return caller
  }

  /// Takes the call off the month's quota, if refused ones are free.
  func noteRefusal(of caller: Caller?) async {
    guard configuration.behaviour.refusedCalls == .free, configuration.limits.monthlyCalls != nil, let caller else {
      return
    }
    let month = clock.month
    // Should the state not be writable, the call stays counted.
    try? await store.update { $0.accounts.uncount(corp: caller.corp, month: month) }
  }

  func expire(_ token: CarriedToken?) async throws(ServiceError) {
    guard let token else { return }
    let now = clock.now
    try await store.update { $0.tokens.expire(token.value, at: now) }
  }

  var emptyBody: ServiceError? { nil }

  func words(for refused: ServiceError, number: Int) -> String {
    "\(refused.reason), hint: [\(number)], "
      + "more info at https://open.work.weixin.qq.com/devtool/query?e=\(refused.code)"
  }

  // MARK: Requests that break the catalog's rules

  /// The errcode with which the service says that a field is missing or wrong, by the field's name on the wire. Others are
  /// mismatched JSON or wrong arguments.
  private static let byField: [String: WeComErrcode] = [
    "corpid": .missingCorpID, "corpsecret": .missingSecret, "auth_corpid": .missingCorpID,
    "suite_id": .missingSuiteID, "suite_secret": .missingSuiteSecret, "suite_ticket": .missingSuiteTicket,
    "permanent_code": .missingPermanentCode, "provider_secret": .missingSecret, "js_code": .invalidLoginCode,
    "spaceid": .invalidSpaceID, "space_name": .invalidSpaceName, "fatherid": .invalidFolderID,
    "fileid": .invalidFileID, "file_name": .invalidFileName, "new_name": .invalidFileName,
    "file_base64_content": .invalidBase64, "auth_scope": .invalidShareScope, "userid": .invalidUserID,
    "departmentid": .invalidDepartmentID, "auth": .invalidPermission, "file_type": .invalidDocumentType,
  ]

  /// The errcode with which it says that more is asked than a limit allows, by the limit's name.
  private static let byLimit: [String: WeComErrcode] = [
    "small_upload_size": .fileTooLarge, "upload_size": .fileTooLarge, "upload_block_size": .blockMismatch,
    "space_admins": .tooManyAdmins,
  ]

  func refused(_ violation: RuleViolation, in body: [UInt8]) -> ServiceError {
    let code: WeComErrcode =
      violation.limit.flatMap { Self.byLimit[$0] } ?? Self.byField[violation.name]
      ?? (violation.kind == .value ? .invalidArgument : .jsonMismatch)
    let reason = "\(violation.field.isEmpty ? "body" : violation.field) \(violation.reason)"
    return .weCom(code == .invalidFileName && isForDocument(body) ? .invalidDocumentName : code, reason)
  }

  /// Whether a request makes an online document, whose name has an errcode of its own.
  private func isForDocument(_ body: [UInt8]) -> Bool {
    struct NewEntry: Decodable {
      let fileType: FileType
      private enum CodingKeys: String, CodingKey { case fileType = "file_type" }
    }
    let entry = try? WireJSON.decode(NewEntry.self, from: body, endpoint: "")
    return entry.map { $0.fileType != .folder } ?? false
  }

  func unreadable(_ failure: UndecodableReply) -> ServiceError {
    let field = failure.field ?? "body"
    let code = Self.byField[RuleViolation.name(of: field)] ?? .jsonMismatch
    return .weCom(code, "\(field) \(failure.reason)")
  }
}
