import Catalog
import Testing

@testable import SwiftEmitter

/// A small change of the catalog is a small change of the module. Budgets are for Swift files; `API.md` adds the one
/// line of an endpoint, or changes it.
@Suite("Small diffs")
struct MinimalDiffTests {
  /// Lines added and removed in all Swift files when `file` of the repository's catalog is edited.
  private func changes(_ file: String, replacing old: String, with new: String) throws -> (added: Int, removed: Int) {
    var files = try Catalogs.project
    let text = try #require(files[file])
    #expect(text.contains(old), "\(file) no longer contains what this test edits")
    let before = SwiftEmitter.files(for: try Catalogs.load(files))
    let start = try #require(text.firstRange(of: old))
    files[file] = text.replacingCharacters(in: start, with: new)
    let after = SwiftEmitter.files(for: try Catalogs.load(files))
    var total = (added: 0, removed: 0)
    for file in after where file.name.hasSuffix(".swift") {
      let count = LineDiff(from: before.first { $0.name == file.name }?.text ?? "", to: file.text).count
      total.added += count.added
      total.removed += count.removed
    }
    return total
  }

  @Test("An optional field of a request costs at most 8 lines")
  func optionalRequestField() throws {
    let field = "replace_all: {type: bool, default: false, about: Whether everything is replaced., term: 全部}"
    let count = try changes(
      "wecom/files.yaml", replacing: "      new_name:", with: "      \(field)\n      new_name:")
    #expect(count.added > 0 && count.added <= 8 && count.removed == 0, "\(count)")
  }

  @Test(
    "A field of a reply costs at most 8 lines, also one that decodes leniently in an object of which nothing else does",
    arguments: [
      "owner: {type: UserID, about: Who owns it.}", "owners: {type: [UserID], about: Who owns it.}",
      "age: {type: uint32, accepts: [string], about: How old it is.}",
    ])
  func responseField(_ field: String) throws {
    let reply = try changes(
      "wecom/files.yaml", replacing: "      has_more: {type: bool", with: "      \(field)\n      has_more: {type: bool")
    #expect(reply.added > 0 && reply.added <= 8 && reply.removed == 0, "\(reply)")
    let shared = try changes("wecom/types.yaml", replacing: "      md5:\n", with: "      \(field)\n      md5:\n")
    #expect(shared.added > 0 && shared.added <= 8 && shared.removed == 0, "\(shared)")
  }

  /// Two would do if Swift could list the static members of a type: whether a value is documented, and what it is called,
  /// is asked at run time, too.
  @Test("A value of an enum costs two lines of code, and one that documents it")
  func enumValue() throws {
    let count = try changes(
      "wecom/enums.yaml", replacing: "      2: {name: deleted",
      with: "      3: {name: archived, term: 归档, about: It was archived.}\n      2: {name: deleted")
    #expect(count == (3, 0))
  }

  @Test("An errcode costs at most 4 lines")
  func errcode() throws {
    let count = try changes(
      "wecom/errcodes.yaml", replacing: "  6000:\n",
      with: "  5999: {name: almost_conflict, about: Somebody else almost changed it., action: retry}\n  6000:\n")
    #expect(count.added > 0 && count.added <= 4 && count.removed == 0, "\(count)")
  }

  @Test("An endpoint that uses types of others costs at most 45 lines")
  func endpoint() throws {
    let endpoint = """
        file_pin:
          summary: Pins a file to the top of its folder (置顶文件).
          path: /cgi-bin/wedrive/file_pin
          docs: {internal: 99001, third-party: 99002, agency: 99003, updated: 2026-01-01}
          effect: replace
          request:
            fileid: {type: FileID, required: true, about: The file.}
            position: {type: uint32, about: "Where to pin it, from the top."}
          response:
            file: {type: FileInfo, always: true, about: The file.}
          errcodes: [640002, 640004]

        file_rename:
      """
    let count = try changes("wecom/files.yaml", replacing: "  file_rename:", with: endpoint)
    #expect(count.added > 30 && count.added <= 45 && count.removed == 0, "\(count)")
  }

  /// Of these, 18 are its six fields, 9 the method that gives the items one by one.
  @Test("An endpoint with pages costs at most 67 lines")
  func pagedEndpoint() throws {
    let endpoint = """
        file_pin_list:
          summary: Lists one page of the files that are pinned (置顶列表).
          path: /cgi-bin/wedrive/file_pin_list
          docs: {internal: 99001, third-party: 99002, agency: 99003, updated: 2026-01-01}
          effect: read
          request:
            spaceid: {type: SpaceID, required: true, about: The space.}
            cursor: {type: string, about: "Where the page begins: absent first, then the `next_cursor` before."}
            limit: {type: uint32, range: [1, 100], about: How many files the page may hold.}
          response:
            has_more: {type: bool, about: Whether another page follows.}
            next_cursor: {type: string, about: The `cursor` of the next page.}
            file_list: {type: [FileInfo], swift: files, about: The files.}
          pages: {from: cursor, next: next_cursor, more: has_more, items: file_list}

        file_rename:
      """
    let count = try changes("wecom/files.yaml", replacing: "  file_rename:", with: endpoint)
    #expect(count.added > 40 && count.added <= 67 && count.removed == 0, "\(count)")
  }

  @Test("An endpoint with two alternatives costs at most 58 lines")
  func endpointWithAlternatives() throws {
    let endpoint = """
        file_preview:
          summary: Gives a link to preview a file (预览文件).
          path: /cgi-bin/wedrive/file_preview
          docs: {internal: 99001, third-party: 99002, agency: 99003, updated: 2026-01-01}
          effect: read
          exactly-one-of: [[fileid], [selected_ticket]]
          request:
            fileid: {type: FileID, about: The file.}
            selected_ticket: {type: DriveDownloadTicket, about: The ticket that the picker gave.}
          response:
            preview_url: {type: string, always: true, about: The link.}

        file_rename:
      """
    let count = try changes("wecom/files.yaml", replacing: "  file_rename:", with: endpoint)
    #expect(count.added > 40 && count.added <= 58 && count.removed == 0, "\(count)")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}
