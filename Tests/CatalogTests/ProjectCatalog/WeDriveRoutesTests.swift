import Catalog
import Testing

/// Locks the public routes of WeDrive: that they are all there, none is invented, and each says where it is documented.
@Suite("The routes of WeDrive")
struct WeDriveRoutesTests {
  /// Path below `/cgi-bin/wedrive/`, then the pages for internal, third-party and agency apps; 0 where there is none.
  static let routes: [(path: String, internal: Int, thirdParty: Int, agency: Int)] = [
    ("space_create", 93655, 95857, 96845), ("space_rename", 97856, 97872, 97862),
    ("space_dismiss", 97857, 97873, 97863), ("space_info", 97858, 97874, 97864),
    ("space_acl_add", 93656, 95858, 96846), ("space_acl_del", 97875, 97947, 97910),
    ("space_setting", 97876, 97948, 97911), ("space_share", 97877, 97949, 97912),
    ("new_space_info", 97878, 97950, 97913), ("file_list", 93657, 95859, 96847),
    ("file_upload", 97880, 97951, 97914), ("file_upload_init", 98004, 98005, 98007),
    ("file_upload_part", 98004, 98005, 98007), ("file_upload_finish", 98004, 98005, 98007),
    ("file_download", 97881, 97953, 97915), ("file_create", 97882, 97954, 97916),
    ("file_rename", 97883, 97955, 97917), ("file_move", 97884, 97956, 97918),
    ("file_delete", 97885, 97957, 97919), ("file_info", 97886, 97958, 97920),
    ("file_acl_add", 93658, 95860, 96848), ("file_acl_del", 97888, 97959, 97922),
    ("file_setting", 97889, 97960, 97923), ("file_share", 97890, 97961, 97924),
    ("get_file_permission", 97891, 97962, 97925), ("file_secure_setting", 97892, 97965, 97926),
    ("mng_pro_info", 95856, 95861, 96849), ("mng_capacity", 95856, 95861, 96849),
    ("vip/batch_add", 99512, 0, 0), ("vip/batch_del", 99513, 0, 0), ("vip/list", 99514, 0, 0),
  ]

  static let prefix = "/cgi-bin/wedrive/"

  @Test("Exactly the 31 public routes are in the catalog")
  func routesAreComplete() throws {
    let known = Set(Self.routes.map { Self.prefix + $0.path })
    let found = try ProjectCatalog.load().endpoints.map(\.path).filter { $0.hasPrefix(Self.prefix) }
    #expect(known.count == 31)
    #expect(Set(found) == known)
    #expect(found.count == known.count)
  }

  @Test("Each route names its page for each kind of app, and lets those apps call it")
  func routesAreDocumented() throws {
    let endpoints = try ProjectCatalog.load().endpoints
    for route in Self.routes {
      let endpoint = try #require(endpoints.first { $0.path == Self.prefix + route.path })
      let expected = [
        (Endpoint.AppKind.internal, route.internal), (.thirdParty, route.thirdParty), (.agency, route.agency),
      ].filter { $0.1 != 0 }
      #expect(endpoint.documentation.pages.map(\.page) == expected.map { String($0.1) }, "\(route.path)")
      #expect(endpoint.documentation.pages.map(\.kind) == expected.map(\.0), "\(route.path)")
      #expect(endpoint.apps == expected.map(\.0), "\(route.path)")
      #expect(endpoint.documentation.updated != nil, "\(route.path)")
    }
  }

  @Test("Every route of WeDrive is a POST that carries a token")
  func routesArePosts() throws {
    for endpoint in try ProjectCatalog.load().endpoints where endpoint.path.hasPrefix(Self.prefix) {
      #expect(endpoint.method == .post, "\(endpoint.id)")
      #expect(endpoint.carriesToken, "\(endpoint.id)")
    }
  }

  @Test(
    "The neighbours are there: archive, documents, log-in, people, and the token calls, each with the token it carries")
  func neighbours() throws {
    let catalog = try ProjectCatalog.load()
    let neighbours = catalog.endpoints(of: "wecom").filter { !$0.path.hasPrefix(Self.prefix) }
    #expect(
      Set(neighbours.map(\.path)).isSuperset(of: [
        "/cgi-bin/docdata/get_auth_info", "/cgi-bin/docdata/get_auth_user_list",
        "/cgi-bin/gettoken", "/cgi-bin/message/send", "/cgi-bin/miniprogram/jscode2session",
        "/cgi-bin/oa/journal/download_wedrive_file", "/cgi-bin/security/file-content/get_auth_user_list",
        "/cgi-bin/security/wedrive/download_file",
        "/cgi-bin/security/wedrive/get_auth_file_list", "/cgi-bin/security/wedrive/get_auth_space_list",
        "/cgi-bin/service/get_corp_token", "/cgi-bin/service/get_provider_token", "/cgi-bin/service/get_suite_token",
        "/cgi-bin/service/miniprogram/jscode2session", "/cgi-bin/user/list_selected_ticket_user",
        "/cgi-bin/wedoc/file_upload_finish",
        "/cgi-bin/wedoc/file_upload_init", "/cgi-bin/wedoc/file_upload_part",
      ]))
    let token = try catalog.endpoint("gettoken")
    #expect(token.method == .get)
    #expect(!token.carriesToken)
    let carried = ["get_suite_token", "get_provider_token", "get_corp_token", "service_miniprogram_jscode2session"]
    #expect(
      try carried.map { try catalog.endpoint($0).tokens.map(\.name) }
        == [[], [], ["suite_access_token"], ["suite_access_token"]])
    #expect(try catalog.endpoint("miniprogram_jscode2session").tokens.map(\.name) == ["access_token"])
  }
}
