import Catalog
import Testing

/// Locks the bounds, choices and pages that callers rely on.
@Suite("Constraints of the catalog")
struct ConstraintsTests {
  let catalog: Catalog

  init() throws { catalog = try ProjectCatalog.load() }

  @Test("A file's name weighs at most 255 wherever one is given")
  func names() throws {
    for (endpoint, field) in [
      ("file_upload", "file_name"), ("file_upload_init", "file_name"), ("file_create", "file_name"),
      ("file_rename", "new_name"), ("wedoc_file_upload_init", "file_name"),
    ] {
      #expect(try catalog.endpoint(endpoint).request.field(field).constraints.weight == 255, "\(endpoint)")
    }
  }

  @Test("Uploads end at 10 MiB in one call, and at 20 GiB in blocks of 2 MiB")
  func sizes() throws {
    let small = try catalog.endpoint("file_upload").request.field("file_base64_content")
    #expect(small.constraints.bytes?.maximum == 10 << 20)
    for prefix in ["", "wedoc_"] {
      let start = try catalog.endpoint(prefix + "file_upload_init").request
      #expect(try start.field("size").constraints.range?.maximum == 20 << 30)
      #expect(try start.field("size").constraints.range?.minimum == 1)
      let part = try catalog.endpoint(prefix + "file_upload_part").request
      #expect(try part.field("file_base64_content").constraints.bytes?.maximum == 2 << 20)
      #expect(try part.field("index").constraints.range?.minimum == 1)
      let maximum = try #require(try part.field("index").constraints.range?.maximum)
      #expect(maximum * (2 << 20) == 20 << 30)
      #expect(try start.field("block_sha").constraints.items?.maximum == maximum)
    }
  }

  @Test("Pages and batches are bounded")
  func counts() throws {
    let limit = try catalog.endpoint("file_list").request.field("limit")
    #expect(limit.constraints.range?.minimum == 1)
    #expect(limit.constraints.range?.maximum == 1000)
    #expect(try catalog.endpoint("vip_list").request.field("limit").constraints.range?.maximum == 200)
    #expect(try catalog.endpoint("archive_file_list").request.field("limit").constraints.range?.maximum == 100)
    for endpoint in ["vip_batch_add", "vip_batch_del"] {
      let users = try catalog.endpoint(endpoint).request.field("userid_list")
      #expect(users.constraints.items?.minimum == 1)
      #expect(users.constraints.items?.maximum == 100)
    }
  }

  @Test("A space has three administrators at most, and none of them is a department")
  func administrators() throws {
    for endpoint in ["space_create", "space_acl_add"] {
      let quotas = try catalog.endpoint(endpoint).request.field("auth_info").constraints.quotas
      #expect(quotas.map(\.maximum) == [3, 0], "\(endpoint)")
      #expect(
        quotas.map { $0.values.map { "\($0.field)=\($0.value)" } } == [
          ["auth=space_admin"], ["type=department", "auth=space_admin"],
        ], "\(endpoint)")
    }
  }

  @Test("Only permissions that a call can give are allowed in it")
  func permissions() throws {
    for (endpoint, allowed) in [
      ("space_create", ["download", "preview", "space_admin"]), ("space_acl_add", ["download", "space_admin"]),
      ("file_acl_add", ["download"]),
    ] {
      let choices = try catalog.endpoint(endpoint).request.field("auth_info").constraints.choices
      #expect(choices.map(\.field) == ["auth"] && choices.map(\.values) == [allowed], "\(endpoint)")
    }
  }

  @Test("Names and lists of members are not empty")
  func notEmpty() throws {
    for (endpoint, field) in [
      ("file_upload", "file_name"), ("file_upload_init", "file_name"), ("file_create", "file_name"),
      ("file_rename", "new_name"), ("wedoc_file_upload_init", "file_name"), ("space_create", "space_name"),
      ("space_rename", "space_name"),
    ] {
      #expect(try catalog.endpoint(endpoint).request.field(field).constraints.length?.minimum == 1, "\(endpoint)")
    }
    for (endpoint, field) in [
      ("space_acl_add", "auth_info"), ("space_acl_del", "auth_info"), ("file_acl_add", "auth_info"),
      ("file_acl_del", "auth_info"), ("file_move", "fileid"), ("file_delete", "fileid"),
      ("vip_batch_add", "userid_list"), ("vip_batch_del", "userid_list"),
    ] {
      #expect(try catalog.endpoint(endpoint).request.field(field).constraints.items?.minimum == 1, "\(endpoint)")
    }
  }

  @Test("A place is a folder or a ticket, a file is an id or a ticket, never both")
  func alternatives() throws {
    for endpoint in ["file_upload", "file_upload_init"] {
      #expect(try catalog.endpoint(endpoint).alternatives == [["spaceid", "fatherid"], ["selected_ticket"]])
    }
    #expect(try catalog.endpoint("file_download").alternatives == [["fileid"], ["selected_ticket"]])
  }

  @Test("A ticket for a folder and one for a download are different types")
  func tickets() throws {
    for (endpoint, ticket) in [
      ("file_upload", "DriveFolderTicket"), ("file_upload_init", "DriveFolderTicket"),
      ("file_download", "DriveDownloadTicket"),
    ] {
      guard case .identifier(ticket) = try catalog.endpoint(endpoint).request.field("selected_ticket").type else {
        Issue.record("\(endpoint) does not take a \(ticket)")
        continue
      }
    }
  }

  @Test("What lets its holder in is never printed")
  func secrets() throws {
    for (endpoint, field) in [
      ("file_download", "download_url"), ("file_download", "cookie_value"), ("archive_file_download", "download_url"),
      ("archive_file_download", "cookie_value"), ("gettoken", "access_token"),
    ] {
      guard case .scalar(.secret) = try catalog.endpoint(endpoint).response.field(field).type else {
        Issue.record("\(endpoint).\(field) is no secret")
        continue
      }
    }
    guard case .scalar(.secret) = try catalog.endpoint("gettoken").request.field("corpsecret").type else {
      Issue.record("gettoken.corpsecret is no secret")
      return
    }
    #expect(
      Set(catalog.identifiers.filter(\.isSecret).map(\.name)) == [
        "PermanentCode", "SuiteTicket", "UploadKey", "DriveFolderTicket", "DriveDownloadTicket", "ContactTicket",
      ])
  }

  @Test("Endpoints with pages say how they are asked for")
  func paging() throws {
    let paged = catalog.endpoints.compactMap { endpoint in endpoint.paging.map { (endpoint.id, $0) } }
    let records = Dictionary(uniqueKeysWithValues: paged.map { ($0, [$1.from, $1.next, $1.more] + $1.items) })
    let documented = [
      "file_list": ["start", "next_start", "has_more", "file_list", "item"],
      "vip_list": ["cursor", "next_cursor", "has_more", "userid_list"],
      "archive_file_list": ["cursor", "next_cursor", "has_more", "file_list"],
      "archive_member_list": ["cursor", "next_cursor", "has_more", "auth_user_list"],
      "document_archive_member_list": ["cursor", "next_cursor", "has_more", "auth_user_list"],
    ]
    for (endpoint, record) in documented { #expect(records[endpoint] == record, "\(endpoint)") }
  }
}
