// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that Vapor is in no manifest that consumers resolve. `.ci/vapor` copies it and adds the code of the
// page about servers to its sources.
let package = Package(
  name: "VaporRoutes",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "wedrive-swift", path: "../..", traits: ["Tools"]),
    .package(url: "https://github.com/vapor/vapor.git", from: "4.122.0"),
  ],
  targets: [
    .executableTarget(
      name: "VaporRoutes",
      dependencies: [
        .product(name: "Vapor", package: "vapor"),
        .product(name: "WeDrive", package: "wedrive-swift"),
        .product(name: "WeDriveEvents", package: "wedrive-swift"),
        .product(name: "WeDriveEmulator", package: "wedrive-swift"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
