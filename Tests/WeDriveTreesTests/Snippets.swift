// The Swift that the documentation of trees shows, between markers as it stands there, so that it compiles. Nothing here runs.

import WeDrive
import WeDriveTrees

// MARK: - WeDriveTrees.md

private func landingPage(drive: WeDriveClient, space: SpaceID) async throws {
  // snippet
  let trees = DriveTrees(drive, state: "/var/lib/backup")
  var order = SyncOrder(.up(from: "/srv/files", to: try DrivePath(parsing: "\(space):/files")))
  order.deletes = .share(0.1)

  let plan = try await trees.plan(order)
  print("\(plan.steps.count) steps, \(plan.calls.toCome) calls")
  let report = try await trees.run(plan)
  // end
  print(report)
}
