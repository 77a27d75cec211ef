// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nothing here is in the manifest that consumers resolve.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "wedrive-swift", path: "../..", traits: [])],
  targets: [
    .target(
      name: "CBaseline",
      linkerSettings: [.linkedLibrary("curl"), .linkedLibrary("crypto"), .linkedLibrary("pthread")]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CBaseline", .product(name: "WeDrive", package: "wedrive-swift"),
        .product(name: "WeDriveRedis", package: "wedrive-swift"),
        .product(name: "WeDriveTrees", package: "wedrive-swift"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
