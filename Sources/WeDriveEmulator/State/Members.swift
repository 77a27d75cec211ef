import WeDriveGenerated

/// A member or department with a permission in a space or a file.
enum MemberID: Hashable, Codable, Sendable {
  case person(UserID)
  case department(DepartmentID)
}

/// A member and what they may do.
struct Member: Hashable, Codable, Sendable {
  let id: MemberID
  var auth: Permission
}

/// The members of a space or a file, in the order in which they came.
struct Members: Codable, Sendable {
  /// What a list of members has to keep to.
  struct Rules: Sendable {
    /// The values of `auth` that this call accepts.
    var accepted: Set<Permission>
    /// Whether the corp has the professional edition, which preview-only members need.
    var isPro: Bool
    var maximumMembers: Int
    /// What is said when there would be more.
    var full = ServiceError.weCom(.tooManySpaceMembers)
  }

  private(set) var list: [Member] = []

  var administrators: Int { list.count { $0.auth == .spaceAdmin } }

  subscript(id: MemberID) -> Member? { list.first { $0.id == id } }

  /// Adds members; one that is there already gets the new permission. Nothing is added if any of them is refused.
  mutating func add(_ members: [Member], rules: Rules) throws(ServiceError) {
    var result = list
    for member in members {
      try Self.check(member, rules)
      if let index = result.firstIndex(where: { $0.id == member.id }) {
        result[index] = member
      } else {
        result.append(member)
      }
    }
    guard result.count(where: { $0.auth == .spaceAdmin }) <= Limits.spaceAdmins else {
      throw .weCom(.tooManyAdmins)
    }
    guard result.count <= rules.maximumMembers else { throw rules.full }
    list = result
  }

  /// Removes members. Nothing is removed if any of them is not there.
  mutating func remove(_ ids: [MemberID], absent: ServiceError = .weCom(.notSpaceMember)) throws(ServiceError) {
    var result = list
    for id in ids {
      if case .person("") = id { throw .weCom(.invalidUserID) }
      guard let index = result.firstIndex(where: { $0.id == id }) else { throw absent }
      result.remove(at: index)
    }
    list = result
  }

  private static func check(_ member: Member, _ rules: Rules) throws(ServiceError) {
    switch member.id {
    case .person(let name): guard !name.rawValue.isEmpty else { throw .weCom(.invalidUserID) }
    case .department:
      guard member.auth != .spaceAdmin else { throw .weCom(.invalidPermission, "a department cannot be admin") }
    }
    guard rules.accepted.contains(member.auth) else { throw .weCom(.invalidPermission) }
    guard member.auth != .preview || rules.isPro else { throw .weCom(.previewNeedsVip) }
  }
}
