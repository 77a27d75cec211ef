import Testing

/// Waits in real time until a condition holds; false when it does not within the time.
public func eventually(within limit: Duration = .seconds(120), _ condition: () async -> Bool) async -> Bool {
  let end = ContinuousClock.now + limit
  while await !condition() {
    guard ContinuousClock.now < end else { return false }
    try? await Task.sleep(for: .milliseconds(2))
  }
  return true
}

/// Waits in real time until a condition holds, and records an issue when it does not within the time.
///
/// - Throws: What the condition throws.
public func eventually(
  _ what: Comment, within limit: Duration = .seconds(120), _ condition: () async throws -> Bool,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let end = ContinuousClock.now + limit
  while try await !condition() {
    guard ContinuousClock.now < end else {
      Issue.record(what, sourceLocation: sourceLocation)
      return
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}
