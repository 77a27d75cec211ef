import TestSupport
import Testing
import WeDrive

@Suite("wedrive endpoints")
struct EndpointsCommandTests {
  @Test("lists every endpoint of the catalog, or those that were asked for")
  func listing() async throws {
    let all = try await CommandRun.of(["endpoints"])
    #expect(all.status == 0)
    #expect(all.output.split(separator: "\n").count == weDriveRoutes.count + weChatRoutes.count)
    for route in weDriveRoutes { #expect(all.output.contains(route.endpoint.path)) }
    let some = try await CommandRun.of(["endpoints", "vip"])
    #expect(some.output.split(separator: "\n").count == 3)
    #expect(try await CommandRun.of(["endpoints", "VIP"]).output == some.output)
  }

  @Test("shows the fields of an endpoint that is named whole, with their bounds and the limits' names")
  func fields() async throws {
    let list = try await CommandRun.of(["endpoints", "file_list"])
    let lines = list.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines.first?.hasPrefix("file_list wecom read /cgi-bin/wedrive/file_list") == true)
    #expect(lines.contains("spaceid text required"))
    #expect(lines.contains("limit whole number required; from 1 to \(Limits.fileListPageSize) (file_list_page_size)"))
    #expect(try await CommandRun.of(["endpoints", "/cgi-bin/wedrive/file_list"]).output == list.output)
    let create = try await CommandRun.of(["endpoints", "space_create"]).output
    #expect(create.contains("auth_info[].departmentid"))
    #expect(create.contains("at most \(Limits.spaceAdmins) (space_admins) with auth 7"))
    #expect(
      try await CommandRun.of(["endpoints", "file_download"]).output.contains("exactly one of: fileid; selected_ticket")
    )
    #expect(try await CommandRun.of(["endpoints", "mng_capacity"]).output.contains("no fields"))
  }

  @Test("says so when nothing was found")
  func nothing() async throws {
    let run = try await CommandRun.of(["endpoints", "FILE_LISTE"])
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(
      run.errors == "wedrive: no endpoint has FILE_LISTE in its name or path\n  Did you mean file_list?\n")
  }
}
