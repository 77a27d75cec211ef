/// Why a call is refused: the errcode the service would answer, and what in particular is wrong.
///
/// The state throws these; the handlers turn them into replies. The reason never repeats a value of the request, because
/// it may be a ticket or a key.
struct ServiceError: Error, Equatable, Sendable {
  let code: Int
  let reason: String

  init(_ code: Int, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  /// The same errcode with another reason.
  func because(_ reason: String) -> ServiceError { ServiceError(code, reason) }
}

extension ServiceError {
  // The general codes of the host.
  static let systemBusy = ServiceError(-1, "system busy")
  /// No code of the service's, so that no retry policy takes it for one.
  static let notImplemented = ServiceError(501, "not implemented")
  static let badSecret = ServiceError(40001, "invalid credential")
  static let badCorpID = ServiceError(40013, "invalid corpid")
  static let badToken = ServiceError(40014, "invalid access_token")
  static let invalidParameter = ServiceError(40058, "invalid request parameter")
  static let missingToken = ServiceError(41001, "access_token missing")
  static let badSuiteToken = ServiceError(40082, "invalid suite_access_token")
  static let badPermanentCode = ServiceError(40084, "invalid permanent_code")
  static let badSuiteTicket = ServiceError(40085, "invalid suite_ticket")
  static let badLoginCode = ServiceError(40029, "invalid code")
  static let missingSuiteID = ServiceError(41021, "suite_id missing")
  static let missingSuiteToken = ServiceError(41022, "suite_access_token missing")
  static let missingSuiteTicket = ServiceError(41023, "suite_ticket missing")
  static let missingSuiteSecret = ServiceError(41024, "suite_secret missing")
  static let missingPermanentCode = ServiceError(41025, "permanent_code missing")
  static let expiredSuiteToken = ServiceError(42009, "suite_access_token expired")
  static let badSuiteID = ServiceError(48003, "invalid suite_id")
  static let missingCorpID = ServiceError(41002, "corpid missing")
  static let missingSecret = ServiceError(41004, "secret missing")
  static let expiredToken = ServiceError(42001, "access_token expired")
  static let tooManyConcurrentCalls = ServiceError(45033, "too many concurrent calls")
  static let notPermitted = ServiceError(48002, "api forbidden for this app")

  // Spaces and members.
  static let spaceNotFound = ServiceError(640001, "space does not exist")
  static let noAccess = ServiceError(640004, "no access")
  static let notAMember = ServiceError(640005, "member not in the space")
  static let noSpacePermission = ServiceError(640008, "no permission on the space")
  static let tooManyMembers = ServiceError(640010, "too many members in the space")
  static let badUserID = ServiceError(640012, "invalid userid")
  static let badDepartmentID = ServiceError(640013, "invalid departmentid")
  static let noAdministrator = ServiceError(640014, "space has no valid admin")
  static let badPermission = ServiceError(640020, "invalid auth")
  static let badSpaceName = ServiceError(640025, "invalid space_name")
  static let badSpaceID = ServiceError(640026, "invalid spaceid")
  static let invitationsOff = ServiceError(640028, "member invitation link is switched off")
  static let confidential = ServiceError(640044, "space is in confidential mode")
  static let tooManyAdministrators = ServiceError(640053, "admin count at limit")

  // Files.
  static let fileNotFound = ServiceError(640002, "file does not exist")
  static let fileDeleted = ServiceError(640003, "file already deleted")
  static let outOfCapacity = ServiceError(640007, "capacity exceeded")
  static let badFileName = ServiceError(640009, "invalid file name")
  static let badFolderID = ServiceError(640021, "invalid fatherid")
  static let badContent = ServiceError(640022, "invalid file_base64_content")
  static let badScope = ServiceError(640023, "invalid auth_scope")
  static let badFileID = ServiceError(640024, "invalid fileid")
  static let notAnOrdinaryFile = ServiceError(640029, "only ordinary files can be downloaded")
  static let badDocumentName = ServiceError(640052, "invalid document name")
  static let badDocumentType = ServiceError(640054, "invalid document type")
  static let tooManyFileMembers = ServiceError(640055, "document members at limit")
  static let notAFileMember = ServiceError(640056, "member to remove is not in the document")
  static let tooManyFiles = ServiceError(640060, "space file count at limit")

  // Uploads.
  static let fileTooLarge = ServiceError(640047, "file too large")
  static let uploadFlow = ServiceError(640048, "upload flow error")
  static let badPart = ServiceError(640050, "content does not match block_sha")
  static let incompleteUpload = ServiceError(640051, "parts are missing")

  // Accounts and the rest.
  static let mismatchedJSON = ServiceError(640011, "JSON format mismatch")
  static let previewNeedsVIP = ServiceError(640015, "preview permission needs VIP")
  static let watermarkNeedsVIP = ServiceError(640016, "watermark needs VIP")
  static let noEditPermission = ServiceError(640018, "console has not granted edit permission")
  static let outOfCalls = ServiceError(640019, "call quota exceeded")
  static let badParameter = ServiceError(640027, "parameter error")
}
