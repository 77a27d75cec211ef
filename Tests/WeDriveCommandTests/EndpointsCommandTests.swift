import Testing
import WeDrive

@Suite("wedrive endpoints")
struct EndpointsCommandTests {
  @Test("lists every endpoint of the catalog, or those that were asked for")
  func listing() async throws {
    let all = try await CommandRun.of(["endpoints"])
    #expect(all.status == 0)
    #expect(all.output.split(separator: "\n").count == weDriveRoutes.count)
    for route in weDriveRoutes { #expect(all.output.contains(route.endpoint.path)) }
    let some = try await CommandRun.of(["endpoints", "vip"])
    #expect(some.output.split(separator: "\n").count == 3)
  }
}
