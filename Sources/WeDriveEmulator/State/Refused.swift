/// Why a call is refused: the errcode the service would answer, and what in particular is wrong.
///
/// The state throws these; the handlers turn them into replies. The reason never repeats a value of the request, because
/// it may be a ticket or a key.
struct Refused: Error, Equatable, Sendable {
  let code: Int
  let reason: String

  init(_ code: Int, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  /// The same errcode with another reason.
  func because(_ reason: String) -> Refused { Refused(code, reason) }
}

extension Refused {
  // The general codes of the host.
  static let systemBusy = Refused(-1, "system busy")
  /// No code of the service's, so that no retry policy takes it for one.
  static let notImplemented = Refused(501, "not implemented")
  static let badSecret = Refused(40001, "invalid credential")
  static let badCorpID = Refused(40013, "invalid corpid")
  static let badToken = Refused(40014, "invalid access_token")
  static let invalidParameter = Refused(40058, "invalid request parameter")
  static let missingToken = Refused(41001, "access_token missing")
  static let badSuiteToken = Refused(40082, "invalid suite_access_token")
  static let badPermanentCode = Refused(40084, "invalid permanent_code")
  static let badSuiteTicket = Refused(40085, "invalid suite_ticket")
  static let badLoginCode = Refused(40029, "invalid code")
  static let missingSuiteID = Refused(41021, "suite_id missing")
  static let missingSuiteToken = Refused(41022, "suite_access_token missing")
  static let missingSuiteTicket = Refused(41023, "suite_ticket missing")
  static let missingSuiteSecret = Refused(41024, "suite_secret missing")
  static let missingPermanentCode = Refused(41025, "permanent_code missing")
  static let expiredSuiteToken = Refused(42009, "suite_access_token expired")
  static let badSuiteID = Refused(48003, "invalid suite_id")
  static let missingCorpID = Refused(41002, "corpid missing")
  static let missingSecret = Refused(41004, "secret missing")
  static let expiredToken = Refused(42001, "access_token expired")
  static let tooManyConcurrentCalls = Refused(45033, "too many concurrent calls")
  static let notPermitted = Refused(48002, "api forbidden for this app")

  // Spaces and members.
  static let spaceNotFound = Refused(640001, "space does not exist")
  static let noAccess = Refused(640004, "no access")
  static let notAMember = Refused(640005, "member not in the space")
  static let noSpacePermission = Refused(640008, "no permission on the space")
  static let tooManyMembers = Refused(640010, "too many members in the space")
  static let badUserID = Refused(640012, "invalid userid")
  static let badDepartmentID = Refused(640013, "invalid departmentid")
  static let noAdministrator = Refused(640014, "space has no valid admin")
  static let badPermission = Refused(640020, "invalid auth")
  static let badSpaceName = Refused(640025, "invalid space_name")
  static let badSpaceID = Refused(640026, "invalid spaceid")
  static let invitationsOff = Refused(640028, "member invitation link is switched off")
  static let confidential = Refused(640044, "space is in confidential mode")
  static let tooManyAdministrators = Refused(640053, "admin count at limit")

  // Files.
  static let fileNotFound = Refused(640002, "file does not exist")
  static let fileDeleted = Refused(640003, "file already deleted")
  static let outOfCapacity = Refused(640007, "capacity exceeded")
  static let badFileName = Refused(640009, "invalid file name")
  static let badFolderID = Refused(640021, "invalid fatherid")
  static let badContent = Refused(640022, "invalid file_base64_content")
  static let badScope = Refused(640023, "invalid auth_scope")
  static let badFileID = Refused(640024, "invalid fileid")
  static let notAnOrdinaryFile = Refused(640029, "only ordinary files can be downloaded")
  static let badDocumentName = Refused(640052, "invalid document name")
  static let badDocumentType = Refused(640054, "invalid document type")
  static let tooManyFileMembers = Refused(640055, "document members at limit")
  static let notAFileMember = Refused(640056, "member to remove is not in the document")
  static let tooManyFiles = Refused(640060, "space file count at limit")

  // Uploads.
  static let fileTooLarge = Refused(640047, "file too large")
  static let uploadFlow = Refused(640048, "upload flow error")
  static let badPart = Refused(640050, "content does not match block_sha")
  static let incompleteUpload = Refused(640051, "parts are missing")

  // Accounts and the rest.
  static let mismatchedJSON = Refused(640011, "JSON format mismatch")
  static let previewNeedsVIP = Refused(640015, "preview permission needs VIP")
  static let watermarkNeedsVIP = Refused(640016, "watermark needs VIP")
  static let noEditPermission = Refused(640018, "console has not granted edit permission")
  static let outOfCalls = Refused(640019, "call quota exceeded")
  static let badParameter = Refused(640027, "parameter error")
}
