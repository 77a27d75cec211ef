import WeDriveRuntime

extension StoreConformance {
  private static let long: Duration = .seconds(60)
  private static let short: Duration = .milliseconds(150)

  static let claims: [Case] = [
    Case("who claims what is not there may make it") { trial in
      let claim = try await trial.store.claim(trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue())
      guard case .yours(_, nil) = claim else {
        return try trial.expect(false, "saw \(claim)")
      }
    },
    Case("a second claimant waits, for no longer than the lease") { trial in
      _ = try await trial.store.claim(trial.key(), by: ClaimOwner(), lease: .seconds(5), unless: WantedValue())
      let claim = try await trial.second.claim(trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue())
      guard case .held(let left, nil) = claim, left > .seconds(3), left <= .seconds(5) else {
        return try trial.expect(false, "saw \(claim)")
      }
    },
    Case("an owner that asks again keeps its fence") { trial in
      let owner = ClaimOwner()
      let first = try trial.fence(
        try await trial.store.claim(trial.key(), by: owner, lease: long, unless: WantedValue()))
      let second = try trial.fence(
        try await trial.second.claim(trial.key(), by: owner, lease: long, unless: WantedValue()))
      try trial.expectEqual(first, second)
    },
    Case("a settled value is given to all claimants") { trial in
      let fence = try await trial.claimed()
      let version = try await trial.store.settle(trial.key(), under: fence, with: .value([9], life: long))
      let claim = try await trial.second.claim(trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue())
      guard case .value(let record) = claim else { return try trial.expect(false, "saw \(claim)") }
      try trial.expectEqual(record.value, [9])
      try trial.expectEqual(record.version, version)
      try trial.expect(record.left > .seconds(50), "only \(record.left) is left")
    },
    Case("settling again under the same fence succeeds: a reply may have been lost") { trial in
      let fence = try await trial.claimed()
      _ = try await trial.store.settle(trial.key(), under: fence, with: .value([9], life: long))
      let again = try await trial.store.settle(trial.key(), under: fence, with: .value([9], life: long))
      try trial.expect(again != nil, "it fails")
    },
    Case("a value with too little left is claimed, and comes along") { trial in
      _ = try await trial.settled([9], life: .seconds(5))
      let wanted = WantedValue(minimumLeft: .seconds(30))
      let claim = try await trial.second.claim(trial.key(), by: ClaimOwner(), lease: long, unless: wanted)
      guard case .yours(_, let previous?) = claim else { return try trial.expect(false, "saw \(claim)") }
      try trial.expectEqual(previous.value, [9])
      // The claim's lease must not make the value look younger.
      try trial.expect(previous.left <= .seconds(5), "\(previous.left) is left of a life of five seconds")
      let other = try await trial.store.claim(trial.key(), by: ClaimOwner(), lease: long, unless: wanted)
      guard case .held(_, let old?) = other else { return try trial.expect(false, "saw \(other)") }
      try trial.expect(old.left <= .seconds(5), "\(old.left) is left under a claim")
    },
    Case("a value that was refused is claimed, once for all") { trial in
      let version = try await trial.settled([9], life: long)
      let wanted = WantedValue(excluding: version)
      _ = try trial.fence(try await trial.store.claim(trial.key(), by: ClaimOwner(), lease: long, unless: wanted))
      let other = try await trial.second.claim(trial.key(), by: ClaimOwner(), lease: long, unless: wanted)
      try trial.expect(trial.isHeld(other), "saw \(other)")
    },
    Case("a late report does not claim what has been replaced") { trial in
      let old = try await trial.settled([8], life: long)
      let fence = try trial.fence(
        try await trial.store.claim(
          trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue(excluding: old)))
      _ = try await trial.store.settle(trial.key(), under: fence, with: .value([9], life: long))
      let late = try await trial.second.claim(
        trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue(excluding: old))
      try trial.expectEqual(trial.value(late), [9])
    },
    Case("a lease ends, and the fence of the next claim is another") { trial in
      let first = try await trial.claimed(lease: short)
      try await Task.sleep(for: .milliseconds(250))
      let second = try await trial.claimed()
      try trial.expect(first != second, "the fence is the same")
    },
    Case("an owner stopped beyond its lease changes nothing once another has claimed") { trial in
      let first = try await trial.claimed(lease: short)
      try await Task.sleep(for: .milliseconds(250))
      let second = try await trial.claimed()
      for outcome in [
        ClaimOutcome.value([1], life: long), .progress([1], life: long, lease: long), .note([1], life: long), .release,
      ] {
        try trial.expectEqual(try await trial.store.settle(trial.key(), under: first, with: outcome), nil)
      }
      let version = try await trial.store.settle(trial.key(), under: second, with: .value([2], life: long))
      try trial.expect(version != nil, "the newer fence is refused")
      let claim = try await trial.second.claim(trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue())
      try trial.expectEqual(trial.value(claim), [2])
    },
    Case("a late owner succeeds as long as no other has claimed") { trial in
      _ = try await trial.settled([8], life: .seconds(5))
      let fence = try trial.fence(
        try await trial.store.claim(
          trial.key(), by: ClaimOwner(), lease: short, unless: WantedValue(minimumLeft: .seconds(30))))
      try await Task.sleep(for: .milliseconds(250))
      let version = try await trial.store.settle(trial.key(), under: fence, with: .value([9], life: long))
      try trial.expect(version != nil, "it is refused")
    },
    Case("progress keeps value and claim") { trial in
      let fence = try await trial.claimed(lease: .seconds(5))
      _ = try await trial.store.settle(trial.key(), under: fence, with: .progress([5], life: long, lease: long))
      let claim = try await trial.second.claim(
        trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue(minimumLeft: .seconds(120)))
      guard case .held(let left, let previous?) = claim, left > .seconds(30) else {
        return try trial.expect(false, "saw \(claim)")
      }
      try trial.expectEqual(previous.value, [5])
    },
    Case("a note is told to those who claim, until it ends") { trial in
      let fence = try await trial.claimed()
      _ = try await trial.store.settle(trial.key(), under: fence, with: .note([4, 2], life: .seconds(2)))
      let claim = try await trial.second.claim(trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue())
      guard case .noted([4, 2], _) = claim else { return try trial.expect(false, "saw \(claim)") }
      try await Task.sleep(for: .milliseconds(2100))
      _ = try await trial.claimed()
    },
    Case("a released claim can be had at once") { trial in
      let fence = try await trial.claimed()
      _ = try await trial.store.settle(trial.key(), under: fence, with: .release)
      _ = try await trial.claimed()
    },
    Case("a release keeps the value that was there") { trial in
      let version = try await trial.settled([8], life: long)
      let fence = try trial.fence(
        try await trial.store.claim(
          trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue(excluding: version)))
      try trial.expectEqual(try await trial.store.settle(trial.key(), under: fence, with: .release), version)
      let claim = try await trial.second.claim(trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue())
      try trial.expectEqual(trial.value(claim), [8])
    },
    Case("a claim that was never made cannot be settled") { trial in
      let fence = ClaimFence(number: 1, owner: ClaimOwner())
      try trial.expectEqual(
        try await trial.store.settle(trial.key(), under: fence, with: .value([1], life: long)), nil)
    },
    Case("of many claimants one is granted") { trial in
      let claims = try await trial.together(20) { store, _ in
        try await store.claim(trial.key(), by: ClaimOwner(), lease: long, unless: WantedValue())
      }
      try trial.expectEqual(claims.filter { trial.isHeld($0) }.count, 19)
    },
  ]

  static let allowances: [Case] = [
    Case("an allowance gives what is asked for, and then what is left") { trial in
      let allowance = Allowance(key: trial.key(), limit: 50, life: long)
      try trial.expectEqual(try await trial.take(20, allowance), Taken(granted: 20, used: 20))
      try trial.expectEqual(try await trial.take(20, allowance), Taken(granted: 20, used: 40))
      try trial.expectEqual(try await trial.take(20, allowance), Taken(granted: 10, used: 50))
      try trial.expectEqual(try await trial.take(20, allowance), Taken(granted: 0, used: 50))
    },
    Case("a reserve is kept for others") { trial in
      let nightly = Allowance(key: trial.key(), limit: 50, reserve: 30, life: long)
      let web = Allowance(key: trial.key(), limit: 50, life: long)
      try trial.expectEqual(try await trial.take(40, nightly), Taken(granted: 20, used: 20))
      try trial.expectEqual(try await trial.take(1, nightly), Taken(granted: 0, used: 20))
      try trial.expectEqual(try await trial.take(30, web), Taken(granted: 30, used: 50))
    },
    Case("a repeated request is counted once") { trial in
      let allowance = Allowance(key: trial.key(), limit: 50, life: long)
      let request = ClaimOwner()
      let first = try await trial.store.take(20, from: allowance, request: request)
      try trial.expectEqual(try await trial.second.take(20, from: allowance, request: request), first)
    },
    Case("what is given back can be had again, and no more than was taken") { trial in
      let allowance = Allowance(key: trial.key(), limit: 50, life: long)
      _ = try await trial.take(20, allowance)
      try trial.expectEqual(try await trial.take(-5, allowance), Taken(granted: -5, used: 15))
      try trial.expectEqual(try await trial.take(-50, allowance), Taken(granted: -15, used: 0))
    },
    Case("what is exhausted is so for all") { trial in
      let allowance = Allowance(key: trial.key(), limit: 50, reserve: 10, life: long)
      _ = try await trial.take(5, allowance)
      try trial.expectEqual(try await trial.store.exhaust(allowance).used, 50)
      let web = Allowance(key: trial.key(), limit: 50, life: long)
      try trial.expectEqual(try await trial.second.take(1, from: web, request: ClaimOwner()).granted, 0)
    },
    Case("many takers never get more than there is, and all of it") { trial in
      let allowance = Allowance(key: trial.key(), limit: 100, life: long)
      let granted = try await trial.together(10) { store, _ in
        var sum = 0
        for _ in 0..<5 { sum += try await store.take(3, from: allowance, request: ClaimOwner()).granted }
        return sum
      }
      try trial.expectEqual(granted.reduce(0, +), 100)
    },
  ]
}

extension Trial {
  func claimed(lease: Duration = .seconds(60)) async throws -> ClaimFence {
    try fence(try await store.claim(key(), by: ClaimOwner(), lease: lease, unless: WantedValue()))
  }

  func settled(_ value: [UInt8], life: Duration) async throws -> RecordVersion {
    let version = try await store.settle(key(), under: try await claimed(), with: .value(value, life: life))
    return try require(version, "version")
  }

  func take(_ amount: Int, _ allowance: Allowance) async throws -> Taken {
    try await store.take(amount, from: allowance, request: ClaimOwner())
  }
}
