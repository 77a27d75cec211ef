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

  @Test("says so when nothing was found")
  func nothing() async throws {
    let run = try await CommandRun.of(["endpoints", "FILE_LISTE"])
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(
      run.errors == "wedrive: no endpoint has FILE_LISTE in its name or path\n  Did you mean file_list?\n")
  }
}
