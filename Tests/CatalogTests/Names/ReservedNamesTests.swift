import Foundation
import Testing

@testable import Catalog

@Suite("Reserved names")
struct ReservedNamesTests {
  @Test("No type of the catalog can hide a type of the runtime that the generated module uses")
  func runtime() throws {
    let declared = try text(of: "Sources/WeDriveRuntime")
      .matches(of: /(?m)^public (?:final )?(?:struct|enum|class|actor|protocol|typealias) (\w+)/).map { String($0.1) }
    let used = Set(try text(of: "Sources/WeDriveGenerated").matches(of: /\b[A-Z]\w+/).map { String($0.0) })
    let names = used.intersection(declared)
    #expect(names.count > 10)
    for name in names.sorted() where NameForm.upperCamel.matches(name) {
      #expect(ReservedNames.reason(against: name, as: .type) != nil, "\(name) of the runtime is not reserved")
    }
  }

  @Test("A type cannot take a name of Swift or Foundation from those who import the module; a nested one can")
  func others() {
    for name in ["Data", "URL", "Date", "Duration", "Character", "Range", "NSString", "Progress", "UploadOptions"] {
      #expect(ReservedNames.reason(against: name, as: .type) != nil, "\(name)")
    }
    for name in ["Data", "Range", "Progress"] {
      #expect(ReservedNames.reason(against: name, as: .nestedType) == nil, "\(name)")
    }
    for name in ["String", "Duration", "Endpoint"] {
      #expect(ReservedNames.reason(against: name, as: .nestedType) != nil, "\(name)")
    }
    #expect(ReservedNames.reason(against: "FileInfo", as: .type) == nil)
    #expect(ReservedNames.reason(against: "NSpace", as: .type) == nil)
  }

  private func text(of folder: String) throws -> String {
    let folder = Fixtures.package.appending(path: folder)
    let files = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
    return try files.filter { $0.hasSuffix(".swift") }.sorted()
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }.joined()
  }

  @Test(
    "Keywords that backticks make usable are not reserved", arguments: ["default", "internal", "class", "in", "repeat"])
  func keywords(name: String) {
    for role in [ReservedNames.Role.method, .property, .staticMember] {
      #expect(ReservedNames.reason(against: name, as: role) == nil)
    }
  }

  @Test(
    "Names have to look as their kind does",
    arguments: [
      (.snakeCase, ["a", "file_list", "a1_2"], ["", "A", "a__b", "a_", "_a", "1a", "a-b", "ä"]),
      (.kebabCase, ["a", "space-members", "a1"], ["", "A", "a--b", "a-", "-a", "a_b"]),
      (.upperCamel, ["A", "FileInfo", "MD5"], ["", "a", "File_Info", "File-Info"]),
      (.lowerCamel, ["a", "parentID"], ["", "A", "parent_id"]),
      (.wire, ["a", "errMsg", "AUTH", "a__b", "a_"], ["", "_a", "1a", "a-b", "a.b"]),
    ] as [(NameForm, [String], [String])])
  func forms(form: NameForm, good: [String], bad: [String]) {
    for name in good { #expect(form.matches(name), "\(name)") }
    for name in bad { #expect(!form.matches(name), "\(name)") }
  }
}
