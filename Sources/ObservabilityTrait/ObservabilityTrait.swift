// What metrics and traces are handed to is only there with the trait `Observability`. The product `WeDriveInstrumentation`
// depends on this target, so that a build without the trait ends with this one error.
#if !Observability && !Tools
  #error(
    "WeDriveInstrumentation needs the trait `Observability` of wedrive-swift, and `traits: []` turns it off. Say `traits: [\"Observability\"]` where your package depends on wedrive-swift: it resolves swift-metrics and swift-distributed-tracing and nothing else more."
  )
#endif
