/// Waits in real time until a condition holds; false when it does not within the time.
public func eventually(within limit: Duration = .seconds(120), _ condition: () async -> Bool) async -> Bool {
  let end = ContinuousClock.now + limit
  while await !condition() {
    guard ContinuousClock.now < end else { return false }
    try? await Task.sleep(for: .milliseconds(2))
  }
  return true
}
