extension SharedStore {
  /// Reads, decides and writes, again if another was faster.
  public func claim(
    _ key: SharedKey, by owner: ClaimOwner, lease: Duration, unless wanted: WantedValue
  ) async throws(StoreFailure) -> Claim {
    try await change(key) { state in
      let claim = state.claim(by: owner, lease: lease, unless: wanted)
      if case .yours = claim { return (claim, true) }
      return (claim, false)
    }
  }

  /// Reads, checks the fence and writes, again if another was faster.
  public func settle(
    _ key: SharedKey, under fence: ClaimFence, with outcome: ClaimOutcome
  ) async throws(StoreFailure) -> RecordVersion? {
    let version = RecordVersion.unique()
    return try await change(key) { state in
      let isSettled = state.settle(under: fence, with: outcome, version: version)
      return (isSettled ? state.version : nil, isSettled)
    }
  }

  /// Reads, counts and writes, again if another was faster.
  public func take(
    _ amount: Int, from allowance: Allowance, request: ClaimOwner
  ) async throws(StoreFailure) -> Taken {
    try await repeating(allowance.key) { record throws(StoreFailure) in
      var state = AllowanceState()
      if let record {
        guard let known = AllowanceState(record.value) else { throw StoreFailure(foreign: allowance.key) }
        state = known
      }
      let taken = state.take(amount, from: allowance, request: request)
      return (taken, (state.encoded(), allowance.life))
    }
  }

  private func change<Answer>(
    _ key: SharedKey, _ transition: (inout ClaimState) -> (Answer, isChanged: Bool)
  ) async throws(StoreFailure) -> Answer {
    try await repeating(key) { record throws(StoreFailure) in
      var state = ClaimState()
      if let record {
        guard let known = ClaimState(record.value, left: record.left) else { throw StoreFailure(foreign: key) }
        state = known
      }
      let (answer, isChanged) = transition(&state)
      return (answer, isChanged ? (state.encoded(), state.life) : nil)
    }
  }

  /// Writes what `step` makes of a record; the whole again as long as others write in between.
  private func repeating<Answer>(
    _ key: SharedKey, _ step: (SharedRecord?) throws(StoreFailure) -> (Answer, (value: [UInt8], life: Duration)?)
  ) async throws(StoreFailure) -> Answer {
    for attempt in 0..<100 {
      let record = try await read(key)
      let (answer, change) = try step(record)
      guard let change else { return answer }
      if try await write(change.value, for: key, replacing: record?.version, life: change.life) != nil { return answer }
      // Those that met have to part, or some of many would lose every time. A cancelled task does not wait.
      try? await Task.sleep(for: .milliseconds(Int.random(in: 0...min(attempt * 2, 20))))
    }
    throw StoreFailure(.busy, "others wrote under the key a hundred times in a row")
  }
}
