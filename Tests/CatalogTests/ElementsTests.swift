import Testing

@testable import Catalog

@Suite("What the elements of a list may be")
struct ElementsTests {
  static let root = """
    format: 1
    services:
      wecom:
        about: A service.
        host: https://example.com
        docs: https://example.com/{page}
        token: access_token
        envelope: {code: errcode, message: errmsg}
        swift: WeComErrcode
    files: [calls.yaml, types.yaml]
    """

  static let types = """
    types:
      Member:
        about: A member.
        fields:
          role: {type: Role, about: The role.}
          name: {type: string, about: The name.}
    """

  static let enums = """
    enums:
      Role:
        raw: uint32
        about: A role.
        values:
          1: {name: reader, about: Reads.}
          7: {name: admin, about: Administers.}
    """

  /// Loads a catalog whose only field has what is given, and says what was found.
  static func load(_ field: String) -> (catalog: Catalog?, found: [String]) {
    let calls = """
      family: calls
      about: Calls.
      endpoints:
        add:
          summary: Adds members.
          path: /add
          docs: {internal: 1}
          effect: append
          request:
            members: {required: true, about: The members., \(field)}
      """
    let root = Self.root.replacing("types.yaml]", with: "types.yaml, enums.yaml]")
    let files = ["catalog.yaml": root, "calls.yaml": calls, "types.yaml": Self.types, "enums.yaml": Self.enums]
    let (catalog, diagnostics) = Catalog.load(files: files.mapValues { Array($0.utf8) })
    return (catalog, diagnostics.map { "\($0.text) [\($0.rule.id)]" })
  }

  @Test("A quota is read with its values and its bound")
  func reads() throws {
    let (catalog, found) = Self.load("type: [Member], at-most: [{with: {role: admin}, most: 3}]")
    #expect(found == [])
    let quotas = try #require(catalog?.families.first?.endpoints.first?.request.first).constraints.quotas
    #expect(quotas.map(\.maximum) == [3])
    #expect(quotas.first?.values.map(\.field) == ["role"])
    #expect(quotas.first?.values.map(\.value) == ["admin"])
  }

  @Test(
    "Mistakes in a quota are reported",
    arguments: [
      ("{with: {rle: admin}, most: 3}", "an element has no field 'rle'; did you mean 'role'? [unknown-field]"),
      ("{with: {role: admim}, most: 3}", "has no value 'admim'; did you mean 'admin'? [unknown-enum-value]"),
      ("{with: {name: admin}, most: 3}", "needs an enum, and 'name' is a string [misfit-constraint]"),
      ("{with: {role: admin}, most: -1}", "'most' in 'at-most' of field 'add.members' is negative [bad-range]"),
      ("{with: {role: admin}}", "[missing-key]"), ("{most: 3}", "[missing-key]"),
      ("{with: {}, most: 3}", "[wrong-shape]"), ("{with: {role: [admin]}, most: 3}", "[wrong-shape]"),
      ("{with: {role: admin}, most: several}", "there is no limit 'several' [unknown-limit]"),
    ])
  func reports(quota: String, expected: String) {
    let (catalog, found) = Self.load("type: [Member], at-most: [\(quota)]")
    #expect(catalog == nil)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.hasSuffix(expected) == true, "\(found)")
  }

  @Test("A choice is read with its values")
  func choice() throws {
    let (catalog, found) = Self.load("type: [Member], values: {role: [reader]}")
    #expect(found == [])
    let constraints = try #require(catalog?.families.first?.endpoints.first?.request.first).constraints
    #expect(constraints.choices.map(\.field) == ["role"] && constraints.choices.map(\.values) == [["reader"]])
    #expect(constraints.values == nil)
  }

  @Test(
    "Mistakes in a choice are reported",
    arguments: [
      ("{rle: [admin]}", "an element has no field 'rle'; did you mean 'role'? [unknown-field]"),
      ("{role: [reader, admim]}", "has no value 'admim'; did you mean 'admin'? [unknown-enum-value]"),
      ("{name: [admin]}", "needs an enum, and 'name' is a string [misfit-constraint]"),
      ("{role: [admin, admin]}", "'admin' stands twice in 'role' of 'values' of field 'add.members' [duplicate-entry]"),
      ("{role: [admin], role: [reader]}", "[duplicate-key]"), ("{role: []}", "[wrong-shape]"),
      ("{role: admin}", "[wrong-shape]"), ("{}", "[wrong-shape]"),
      ("[admin]", "'values' of field 'add.members' needs an enum, and it is the object 'Member' [misfit-constraint]"),
    ])
  func choiceReports(choice: String, expected: String) {
    let (catalog, found) = Self.load("type: [Member], values: \(choice)")
    #expect(catalog == nil)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.hasSuffix(expected) == true, "\(found)")
  }

  @Test("Only a list of objects has quotas", arguments: ["Member", "[string]", "string"])
  func needsObjects(type: String) {
    let found = Self.load("type: \(type), at-most: [{with: {role: admin}, most: 3}]").found
    let flaw = "'at-most' of field 'add.members' needs a list of objects"
    #expect(found.contains { $0.hasPrefix(flaw) && $0.hasSuffix("[misfit-constraint]") }, "\(found)")
  }
}
