import Catalog
import Testing

/// Locks what may be sent twice. A mistake here makes a second space, or a second file.
@Suite("Retry safety of the catalog")
struct RetrySafetyTests {
  @Test("What makes something new, moves with renaming, or costs an account is never repeated")
  func neverRepeated() throws {
    let catalog = try ProjectCatalog.load()
    let once = catalog.endpoints.filter { !$0.isRepeatable }
    #expect(once.allSatisfy { $0.effect != .read }, "what only looks can be asked again")
    #expect(
      Set(once.map(\.id)).isSuperset(of: [
        "space_create", "file_create", "file_upload", "file_upload_init", "file_upload_finish", "file_move",
        "vip_batch_add", "wedoc_file_upload_init", "wedoc_file_upload_finish", "miniprogram_jscode2session",
        "service_miniprogram_jscode2session", "message_send",
      ]))
  }

  @Test("Calls that only look are reads, however their routes are called")
  func reads() throws {
    let reads = try ProjectCatalog.load().endpoints.filter { $0.effect == .read }.map(\.id)
    #expect(
      Set(reads).isSuperset(of: [
        "space_info", "new_space_info", "space_share", "file_list", "file_info", "file_download", "file_share",
        "get_file_permission", "mng_pro_info", "mng_capacity", "vip_list", "archive_space_list", "archive_file_list",
        "archive_file_download", "gettoken", "get_suite_token", "get_corp_token", "get_provider_token",
        "batchdownloadfile", "stable_token", "list_selected_ticket_user", "archive_member_list",
        "document_archive_member_list", "document_archive_info", "report_file_download",
      ]))
  }

  @Test(
    "Errcodes ask for the right thing",
    arguments: [
      (-1, ErrcodeTable.Action.retry), (6000, .retry), (40001, .refreshToken), (40014, .refreshToken),
      (42001, .refreshToken), (40082, .refreshSuiteToken), (42009, .refreshSuiteToken), (40013, .fatal),
      (45009, .wait), (45033, .slowDown), (48002, .fatal), (48004, .reauthorise), (60020, .changeAddress),
      (640019, .waitMonth), (640035, .waitMonth), (640048, .checkOutcome), (640050, .fatal),
    ])
  func actions(code: Int, action: ErrcodeTable.Action) throws {
    #expect(try ProjectCatalog.load().errcode(code).action == action)
  }

  @Test("No WeDrive errcode is repeated blindly, and all of them are listed")
  func weDriveErrcodes() throws {
    let table = try #require(try ProjectCatalog.load().errcodes.first { $0.service == "wecom" })
    let codes = table.codes.filter { (640_000..<641_000).contains($0.code) }
    let numbers = Array(1...29) + [32, 35, 39] + Array(44...48) + Array(50...56) + [60]
    #expect(Set(codes.map(\.code)).isSuperset(of: numbers.map { 640_000 + $0 }))
    for errcode in codes {
      #expect([.fatal, .waitMonth, .checkOutcome].contains(errcode.action), "\(errcode.code)")
    }
    #expect(codes.filter(\.isObserved).map(\.code) == [640_050])
  }
}
