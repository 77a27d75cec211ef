import WeDriveRuntime

extension ServiceError {
  /// The errcode with which the service says that a field is missing or malformed, by the field's name on the wire.
  /// Fields that have no errcode of their own are mismatched JSON or wrong parameters.
  private static let byField: [String: ServiceError] = [
    "corpid": .missingCorpID, "corpsecret": .missingSecret, "auth_corpid": .missingCorpID,
    "suite_id": .missingSuiteID, "suite_secret": .missingSuiteSecret, "suite_ticket": .missingSuiteTicket,
    "permanent_code": .missingPermanentCode, "provider_secret": .missingSecret, "js_code": .badLoginCode,
    "spaceid": .badSpaceID, "space_name": .badSpaceName, "fatherid": .badFolderID, "fileid": .badFileID,
    "file_name": .badFileName, "new_name": .badFileName, "file_base64_content": .badContent,
    "auth_scope": .badScope, "userid": .badUserID, "departmentid": .badDepartmentID, "auth": .badPermission,
  ]

  /// What the service would answer where a handler, or the decoding before it, threw this.
  init(_ error: WeDriveError) {
    switch error {
    case .refused(let refusal):
      self.init(refusal.code, refusal.message)
    case .undecodableReply(let failure):
      let field = failure.field ?? "body"
      self = (Self.byField[Self.lastName(of: field)] ?? .mismatchedJSON).because("\(field) \(failure.reason)")
    case .invalidArgument(let failure):
      self = (Self.byField[Self.lastName(of: failure.field)] ?? .badParameter)
        .because("\(failure.field) \(failure.reason)")
    case .notImplemented(let endpoint):
      self = ServiceError.notImplemented.because("the emulator has no code for \(endpoint) yet; nothing was done")
    case .transport, .outcomeUnknown, .unavailable, .token, .ticket, .integrity, .file, .upload, .budget, .cancelled:
      self = .systemBusy
    }
  }

  /// The same as an error of a call's.
  func refusal(of endpoint: String, at service: Service) -> WeDriveError {
    .refused(
      Refusal(endpoint: endpoint, service: service.name, code: code, message: reason, advice: service.advice(code)))
  }

  /// `auth_info[2].auth` → `auth`
  static func lastName(of path: String) -> String {
    let last = path.split(separator: ".").last ?? ""
    return String(last.prefix { $0 != "[" })
  }
}
