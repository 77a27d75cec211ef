import Testing

@testable import WeDriveEmulator

@Suite("Members")
struct MembersTests {
  private let rules = Members.Rules(accepted: [1, 4, 7], isPro: true, maximumMembers: 5)

  private func person(_ name: String, _ auth: UInt32) -> Member { Member(id: .person(name), auth: auth) }

  @Test("Three administrators at most, those already there included")
  func administrators() throws {
    var members = Members()
    try members.add([person("a", 7), person("b", 7)], rules: rules)
    #expect(throws: ServiceError.tooManyAdministrators) {
      try members.add([person("c", 7), person("d", 7)], rules: rules)
    }
    #expect(members.list.count == 2)
    try members.add([person("c", 7)], rules: rules)
    #expect(throws: ServiceError.tooManyAdministrators) { try members.add([person("d", 7)], rules: rules) }
    try members.add([person("c", 1)], rules: rules)
    try members.add([person("d", 7)], rules: rules)
    #expect(members.administrators == 3)
  }

  @Test("A department is never an administrator")
  func departments() throws {
    var members = Members()
    #expect(throws: ServiceError.badPermission.because("a department cannot be admin")) {
      try members.add([Member(id: .department(1), auth: 7)], rules: rules)
    }
    try members.add([Member(id: .department(5_178_368_698), auth: 1)], rules: rules)
    #expect(members.list.count == 1)
  }

  @Test("Empty names, foreign permissions, preview without the professional edition and too many are refused")
  func refusals() throws {
    var members = Members()
    #expect(throws: ServiceError.badUserID) { try members.add([person("", 1)], rules: rules) }
    #expect(throws: ServiceError.badPermission) { try members.add([person("a", 2)], rules: rules) }
    var plain = rules
    plain.isPro = false
    #expect(throws: ServiceError.previewNeedsVIP) { try members.add([person("a", 4)], rules: plain) }
    #expect(throws: ServiceError.tooManyMembers) {
      try members.add((0..<6).map { person("p\($0)", 1) }, rules: rules)
    }
    #expect(members.list.isEmpty)
  }

  @Test("Removing somebody who is not there removes nobody")
  func removal() throws {
    var members = Members()
    try members.add([person("a", 1), person("b", 1)], rules: rules)
    #expect(throws: ServiceError.notAMember) { try members.remove([.person("a"), .person("x")]) }
    #expect(members.list.count == 2)
    try members.remove([.person("a")])
    #expect(members.list.map(\.id) == [.person("b")])
  }
}
