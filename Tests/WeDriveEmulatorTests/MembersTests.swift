import Testing
import WeDriveGenerated

@testable import WeDriveEmulator

@Suite("Members")
struct MembersTests {
  private let rules = Members.Rules(accepted: [.download, .preview, .spaceAdmin], isPro: true, maximumMembers: 5)

  private func person(_ name: UserID, _ auth: Permission) -> Member { Member(id: .person(name), auth: auth) }

  @Test("Three administrators at most, those already there included")
  func administrators() throws {
    var members = Members()
    try members.add([person("a", .spaceAdmin), person("b", .spaceAdmin)], rules: rules)
    #expect(throws: ServiceError.weCom(.tooManyAdmins)) {
      try members.add([person("c", .spaceAdmin), person("d", .spaceAdmin)], rules: rules)
    }
    #expect(members.list.count == 2)
    try members.add([person("c", .spaceAdmin)], rules: rules)
    #expect(throws: ServiceError.weCom(.tooManyAdmins)) { try members.add([person("d", .spaceAdmin)], rules: rules) }
    try members.add([person("c", .download)], rules: rules)
    try members.add([person("d", .spaceAdmin)], rules: rules)
    #expect(members.administrators == 3)
  }

  @Test("A department is never an administrator")
  func departments() throws {
    var members = Members()
    #expect(throws: ServiceError.weCom(.invalidPermission, "a department cannot be admin")) {
      try members.add([Member(id: .department(1), auth: .spaceAdmin)], rules: rules)
    }
    try members.add([Member(id: .department(5_178_368_698), auth: .download)], rules: rules)
    #expect(members.list.count == 1)
  }

  @Test("Empty names, foreign permissions, preview without the professional edition and too many are refused")
  func refusals() throws {
    var members = Members()
    #expect(throws: ServiceError.weCom(.invalidUserID)) { try members.add([person("", .download)], rules: rules) }
    #expect(throws: ServiceError.weCom(.invalidPermission)) { try members.add([person("a", .edit)], rules: rules) }
    var plain = rules
    plain.isPro = false
    #expect(throws: ServiceError.weCom(.previewNeedsVip)) { try members.add([person("a", .preview)], rules: plain) }
    #expect(throws: ServiceError.weCom(.tooManySpaceMembers)) {
      try members.add((0..<6).map { person(UserID("p\($0)"), .download) }, rules: rules)
    }
    #expect(members.list.isEmpty)
  }

  @Test("Removing a member who is not there changes nothing")
  func removal() throws {
    var members = Members()
    try members.add([person("a", .download), person("b", .download)], rules: rules)
    #expect(throws: ServiceError.weCom(.notSpaceMember)) { try members.remove([.person("a"), .person("x")]) }
    #expect(members.list.count == 2)
    try members.remove([.person("a")])
    #expect(members.list.map(\.id) == [.person("b")])
  }
}
