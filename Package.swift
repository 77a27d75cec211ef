// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

let package = Package(
  name: "wedrive-swift",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "WeDrive", targets: ["WeDrive"]),
    .library(name: "WeChatCloud", targets: ["WeChatCloud"]),
    .library(name: "FeishuDownloads", targets: ["FeishuDownloads"]),
    .library(name: "WeDriveTrees", targets: ["WeDriveTrees"]),
    .library(name: "WeDriveEvents", targets: ["WeDriveEvents"]),
    .library(name: "WeDriveRedis", targets: ["WeDriveRedis"]),
    .library(name: "WeDriveInstrumentation", targets: ["WeDriveInstrumentation"]),
    .library(name: "WeDriveStoreTesting", targets: ["WeDriveStoreTesting"]),
    .library(name: "WeDriveEmulator", targets: ["WeDriveEmulator"]),
    .executable(name: "wedrive", targets: ["WeDriveCommand"]),
    .executable(name: "wedrive-spec", targets: ["wedrive-spec"]),
    // For Tests/Fuzz, which can only name products. Underscored: not for consumers.
    .library(
      name: "_Generator", targets: ["Catalog", "SwiftEmitter", "OpenAPIEmitter", "Findings", "Drift", "DocPages"]),
  ],
  traits: [
    .trait(
      name: "Tools",
      description: "All of the package. A package that only uses the library turns it off: `traits: []`."),
    .trait(
      name: "Observability",
      description: "Metrics and traces of what clients do, with swift-metrics and swift-distributed-tracing."),
    // One, which stands for the other: SwiftPM passes several in an order that changes from run to run, and each change of the
    // order compiles everything anew.
    .default(enabledTraits: ["Tools"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.5.0", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
  ],
  targets: [
    // The system's libraries.
    .systemLibrary(
      name: "CLibcurl", path: "Sources/CLibcurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(
      name: "CLibcrypto", path: "Sources/CLibcrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(
      name: "CLibyaml", path: "Sources/CLibyaml", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CSQLite", path: "Sources/CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),

    // What both commands show text from elsewhere through.
    .target(name: "TerminalOutput", swiftSettings: strict),

    // From the catalog to Swift.
    .target(
      name: "Catalog", dependencies: ["CLibyaml", "TerminalOutput"], path: "Generator/Catalog",
      swiftSettings: strict),
    .target(
      name: "SwiftEmitter", dependencies: ["Catalog", "TerminalOutput"], path: "Generator/SwiftEmitter",
      swiftSettings: strict),
    .target(
      name: "OpenAPIEmitter", dependencies: ["Catalog", "SwiftEmitter"], path: "Generator/OpenAPIEmitter",
      swiftSettings: strict),
    .target(name: "Findings", dependencies: ["Catalog"], path: "Generator/Findings", swiftSettings: strict),
    .target(
      name: "Drift", dependencies: ["Catalog", "Findings", "SwiftEmitter", "TerminalOutput"], path: "Generator/Drift",
      exclude: ["Reports/drift-report.schema.json"], swiftSettings: strict),
    .target(
      name: "DocPages", dependencies: ["Catalog", "Findings", "TerminalOutput"], path: "Generator/DocPages",
      swiftSettings: strict),
    .target(
      name: "DocCentre", dependencies: ["Catalog", "DocPages", "WeDriveHTTP"], path: "Generator/DocCentre",
      swiftSettings: strict),
    .executableTarget(
      name: "wedrive-spec",
      dependencies: [
        "Catalog", "SwiftEmitter", "OpenAPIEmitter", "Findings", "Drift", "DocPages", "DocCentre", "WeDriveHTTP",
        "TerminalOutput", "ToolsTrait",
        .product(name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"])),
      ],
      path: "Generator/wedrive-spec", swiftSettings: strict),

    // What a program imports.
    .target(name: "WeDriveHTTP", dependencies: ["CLibcurl"], swiftSettings: strict),
    .target(
      name: "WeDriveRuntime",
      dependencies: ["WeDriveHTTP", "CLibcrypto", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .target(
      name: "WeDriveGenerated", dependencies: ["WeDriveRuntime"], exclude: ["API.md", "openapi.yaml"],
      swiftSettings: strict),
    .target(
      name: "WeDriveTransfers",
      dependencies: ["WeDriveHTTP", "WeDriveRuntime", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .target(
      name: "WeDrive",
      dependencies: [
        "WeDriveGenerated", "WeDriveHTTP", "WeDriveRuntime", "WeDriveTransfers",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "WeChatCloud", dependencies: ["WeDriveGenerated", "WeDriveHTTP", "WeDriveRuntime", "WeDriveTransfers"],
      swiftSettings: strict),
    .target(
      name: "FeishuDownloads",
      dependencies: [
        "WeDriveGenerated", "WeDriveHTTP", "WeDriveRuntime", "WeDriveTransfers",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "WeDriveEvents",
      dependencies: [
        "WeDriveGenerated", "WeDriveRuntime", "CLibcrypto", .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // Folder trees: paths, walks, comparison, sync.
    .target(
      name: "WeDriveTrees", dependencies: ["WeDrive", "WeDriveGenerated", "WeDriveHTTP", "WeDriveRuntime", "CSQLite"],
      swiftSettings: strict),

    // What machines share, in Redis; and what a store of one's own is tried with.
    .target(
      name: "WeDriveRedis", dependencies: ["WeDriveHTTP", "WeDriveRuntime", "CLibcurl"], swiftSettings: strict),
    .target(name: "WeDriveStoreTesting", dependencies: ["WeDriveRuntime"], swiftSettings: strict),

    // Metrics and traces. Without the trait that brings where they go, the first of these ends the build with a word about it.
    .target(name: "ObservabilityTrait"),
    .target(
      name: "WeDriveInstrumentation",
      dependencies: [
        "ObservabilityTrait", "WeDriveRuntime",
        .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Tools", "Observability"])),
        .product(
          name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tools", "Observability"])),
      ],
      swiftSettings: strict),

    // A server for tests and demonstrations, and the command line. Without the trait that brings what they are built with,
    // the first of these ends the build with a word about it.
    .target(name: "ToolsTrait"),
    .target(
      name: "WeDriveEmulator",
      dependencies: [
        "ToolsTrait", "WeDriveEvents", "WeDriveGenerated", "WeDriveHTTP", "WeDriveRuntime",
        .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Tools"])),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.embedInCode("Page/page.html")], swiftSettings: strict),
    .executableTarget(
      name: "WeDriveCommand",
      dependencies: [
        "WeDrive", "WeDriveTrees", "WeChatCloud", "FeishuDownloads", "WeDriveEvents", "WeDriveEmulator", "WeDriveRedis",
        "TerminalOutput",
        .product(name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"])),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // Tests, one target for each of the above; what all of them use; and what limits how many run at a time.
    .target(name: "TestPace", path: "Tests/TestPace"),
    .target(name: "TestSupport", dependencies: ["TestPace"], path: "Tests/TestSupport", swiftSettings: strict),
    .executableTarget(
      name: "machine",
      dependencies: [
        "WeDrive", "WeDriveEvents", "WeDriveRedis", .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/Machine", swiftSettings: strict),
    .testTarget(
      name: "CatalogTests", dependencies: ["Catalog", "SwiftEmitter", "wedrive-spec", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SwiftEmitterTests",
      dependencies: ["Catalog", "SwiftEmitter", "OpenAPIEmitter", "wedrive-spec", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenAPIEmitterTests",
      dependencies: ["Catalog", "SwiftEmitter", "OpenAPIEmitter", "wedrive-spec", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DriftTests",
      dependencies: ["Catalog", "SwiftEmitter", "Findings", "Drift", "wedrive-spec", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DocPagesTests", dependencies: ["Catalog", "Findings", "DocPages", "wedrive-spec", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DocCentreTests",
      dependencies: [
        "Catalog", "DocPages", "DocCentre", "WeDriveHTTP", "wedrive-spec", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReferenceTests", dependencies: ["WeDriveRuntime"], exclude: ["Generated/API.md"], swiftSettings: strict),
    .testTarget(
      name: "WeDriveHTTPTests", dependencies: ["WeDriveHTTP", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "WeDriveRuntimeTests",
      dependencies: [
        "WeDriveHTTP", "WeDriveRuntime", "TestSupport", .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WeDriveRedisTests",
      dependencies: [
        "WeDriveRedis", "WeDriveStoreTesting", "WeDriveEvents", "WeDriveHTTP", "WeDriveRuntime", "WeDriveGenerated",
        "WeDriveEmulator", "WeDriveCommand", "machine", "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WeDriveEmulatorTests",
      dependencies: [
        "WeDriveEmulator", "WeDriveHTTP", "WeDriveGenerated", "WeDriveRuntime", "CLibcrypto", "Catalog", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WeDriveTests",
      dependencies: [
        "WeDrive", "WeChatCloud", "FeishuDownloads", "WeDriveTransfers", "WeDriveEvents", "WeDriveEmulator",
        "WeDriveRedis", "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ServerRouteTests",
      dependencies: [
        "WeDrive", "WeDriveEvents", "WeDriveEmulator", "TestSupport",
        .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Tools"])),
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Tools"])),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WeDriveInstrumentationTests",
      dependencies: [
        "WeDriveInstrumentation", "WeDrive", "WeChatCloud", "FeishuDownloads", "WeDriveEmulator", "TestSupport",
        .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Tools", "Observability"])),
        .product(
          name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["Tools", "Observability"])),
        .product(
          name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tools", "Observability"])),
        .product(
          name: "InMemoryTracing", package: "swift-distributed-tracing",
          condition: .when(traits: ["Tools", "Observability"])),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WeDriveEventsTests",
      dependencies: ["WeDriveEvents", "WeDrive", "WeDriveEmulator", "TestSupport", "CLibcrypto"], swiftSettings: strict),
    .testTarget(
      name: "WeDriveTreesTests",
      dependencies: ["WeDriveTrees", "WeDrive", "WeDriveRuntime", "WeDriveEmulator", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "WeDriveCommandTests",
      dependencies: ["WeDriveCommand", "WeDriveTransfers", "WeDriveEmulator", "TerminalOutput", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
