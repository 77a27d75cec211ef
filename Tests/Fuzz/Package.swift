// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nothing here is built with the tests. `.ci/fuzz` builds it with libFuzzer and ASan.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "wedrive-swift", path: "../..", traits: [])],
  targets: [
    .executableTarget(
      name: "Fuzz",
      dependencies: ["WeDrive", "WeDriveEvents", "WeDriveRedis", "_Generator"].map {
        .product(name: $0, package: "wedrive-swift")
      },
      swiftSettings: [.enableUpcomingFeature("ExistentialAny")])
  ],
  swiftLanguageModes: [.v6]
)
