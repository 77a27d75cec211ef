import Catalog
import Testing

/// Places where a page and its own sample, or the service, disagree: each has been read wrongly before.
@Suite("Traps of the documentation")
struct DocumentationTrapsTests {
  let catalog: Catalog

  init() throws { catalog = try ProjectCatalog.load() }

  @Test("The lists of spaces' members and of files are objects that hold the list")
  func objectsThatArePassedOffAsLists() throws {
    for endpoint in ["file_list", "file_move"] {
      guard case .object("FileList") = try catalog.endpoint(endpoint).response.field("file_list").type else {
        Issue.record("\(endpoint).file_list is not a FileList")
        continue
      }
    }
    guard case .list(.object("FileInfo")) = try catalog.type("FileList").fields.field("item").type else {
      Issue.record("FileList.item is no list of FileInfo")
      return
    }
    guard case .object("MemberList") = try catalog.type("SpaceInfo").fields.field("auth_list").type else {
      Issue.record("SpaceInfo.auth_list is not a MemberList")
      return
    }
    let archive = try catalog.endpoint("archive_file_list").response
    guard case .list(.object("ArchiveFile")) = try archive.field("file_list").type else {
      Issue.record("in the archive, file_list is a plain array")
      return
    }
  }

  @Test("Ids of departments have 64 bits, and a reply may give them as strings")
  func departments() throws {
    let identifier = try #require(catalog.identifiers.first { $0.name == "DepartmentID" })
    #expect(identifier.raw == .uint64)
    for type in ["AuthInfo", "MemberReference"] {
      let field = try catalog.type(type).fields.field("departmentid")
      guard case .identifier("DepartmentID") = field.type else {
        Issue.record("\(type).departmentid is no DepartmentID")
        continue
      }
      #expect(field.constraints.range == nil)
    }
    #expect(try catalog.type("AuthInfo").fields.field("departmentid").acceptsString)
  }

  @Test("A move takes several files")
  func moveTakesAList() throws {
    guard case .list(.identifier("FileID")) = try catalog.endpoint("file_move").request.field("fileid").type else {
      Issue.record("file_move.fileid is no list")
      return
    }
  }

  @Test("The members in a file's permissions are arrays, and inherited ones are called auth_list")
  func permissions() throws {
    let response = try catalog.endpoint("get_file_permission").response
    for path in ["inherit_father_auth.auth_list", "file_member_list", "co_auth_list"] {
      guard case .list(.object("AuthInfo")) = try response.field(path).type else {
        Issue.record("\(path) is no list of AuthInfo")
        continue
      }
    }
    let dropped = "inherit_father_auth.member_list"
    #expect(throws: MissingField(path: dropped)) { try response.field(dropped) }
  }

  @Test(
    "Enums know the values that were seen",
    arguments: [
      ("Permission", ["1", "2", "3", "4", "5", "6", "7", "200", "255"]),
      ("DefaultSharePermission", ["1", "2", "4", "5", "200"]), ("WatermarkDensity", ["0", "1", "2"]),
      ("FileType", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "10"]), ("FileStatus", ["1", "2"]),
      ("FileOrder", ["1", "2", "3", "4", "5", "6"]), ("MemberType", ["1", "2"]), ("SpaceSubType", ["0", "1"]),
      ("DefaultFileScope", ["1", "2"]), ("ShareScope", ["1", "2", "3", "4", "5"]),
    ])
  func enums(name: String, values: [String]) throws {
    let type = try #require(catalog.enums.first { $0.name == name })
    #expect(type.raw == .uint32)
    #expect(Set(type.values.map(\.raw)) == Set(values))
  }

  @Test("No enum value is called none, which an optional would swallow")
  func noNone() {
    for type in catalog.enums { #expect(!type.values.contains { $0.swiftName == "none" }, "\(type.name)") }
  }

  @Test("The archive may say that there is more with a number, or with a bool")
  func archivePaging() throws {
    let more = try catalog.endpoint("archive_file_list").response.field("has_more")
    guard case .scalar(.bool) = more.type, more.acceptsNumber else {
      Issue.record("has_more is no bool that accepts a number")
      return
    }
  }

  @Test("The two settings of sharing outside the corp keep their opposite names")
  func oppositeNames() throws {
    #expect(throws: Never.self) {
      try catalog.endpoint("space_setting").request.field("ban_share_external")
      try catalog.type("SpaceSecurity").fields.field("enable_share_external")
      try catalog.endpoint("get_file_permission").response.field("secure_setting.ban_share_external")
    }
  }

  @Test("The edition is asked for without an operator")
  func noOperator() throws {
    #expect(try catalog.endpoint("mng_pro_info").request.isEmpty)
    #expect(try catalog.endpoint("mng_capacity").request.isEmpty)
    for endpoint in catalog.endpoints where endpoint.path.hasPrefix("/cgi-bin/wedrive/") {
      #expect(!endpoint.request.contains { $0.name == "userid" }, "\(endpoint.id)")
    }
  }
}
