import WeDriveRuntime

extension StoreConformance {
  private static let long: Duration = .seconds(60)

  static let records: [Case] = [
    Case("an unknown key has no record") { trial in
      try trial.expectEqual(try await trial.store.read(trial.key()), nil)
    },
    Case("what was written is read, with its version and what is left of its life") { trial in
      let version = try trial.require(
        try await trial.store.write([1, 2], for: trial.key(), replacing: nil, life: long), "version")
      let record = try trial.require(try await trial.second.read(trial.key()), "record")
      try trial.expectEqual(record.value, [1, 2])
      try trial.expectEqual(record.version, version)
      try trial.expect(record.left > .seconds(50) && record.left <= long, "\(record.left) is left of \(long)")
    },
    Case("any bytes come back: none, all values, line ends, a hundred thousand") { trial in
      for (name, value) in [[], Array(0...255), Array("\r\n$-1\r\n\0".utf8), [UInt8](repeating: 7, count: 100_000)]
        .enumerated()
      {
        _ = try await trial.store.write(value, for: trial.key("\(name)"), replacing: nil, life: long)
        try trial.expectEqual(try await trial.second.read(trial.key("\(name)"))?.value, value)
      }
    },
    Case("a clock, if there is one, is the same for all and does not go back") { trial in
      guard let first = try await trial.store.currentTime() else { return }
      let second = try trial.require(try await trial.second.currentTime(), "second time")
      try trial.expect(second >= first && second - first < 60, "saw \(second) after \(first)")
    },
    Case("keys do not touch each other") { trial in
      _ = try await trial.store.write([1], for: trial.key("a"), replacing: nil, life: long)
      try trial.expectEqual(try await trial.store.read(trial.key("b")), nil)
    },
    Case("a first write fails where there is a record") { trial in
      _ = try await trial.store.write([1], for: trial.key(), replacing: nil, life: long)
      try trial.expectEqual(try await trial.second.write([2], for: trial.key(), replacing: nil, life: long), nil)
      try trial.expectEqual(try await trial.store.read(trial.key())?.value, [1])
    },
    Case("a write replaces its version and changes it") { trial in
      let first = try await trial.store.write([1], for: trial.key(), replacing: nil, life: long)
      let second = try await trial.second.write([2], for: trial.key(), replacing: first, life: long)
      try trial.expect(second != nil && second != first, "the version is still \(String(describing: second))")
      try trial.expectEqual(try await trial.store.read(trial.key())?.value, [2])
    },
    Case("a write on an old version changes nothing") { trial in
      let first = try await trial.store.write([1], for: trial.key(), replacing: nil, life: long)
      _ = try await trial.store.write([2], for: trial.key(), replacing: first, life: long)
      try trial.expectEqual(try await trial.second.write([3], for: trial.key(), replacing: first, life: long), nil)
      try trial.expectEqual(try await trial.store.read(trial.key())?.value, [2])
    },
    Case("a write on a version fails where there is no record") { trial in
      try trial.expectEqual(
        try await trial.store.write([3], for: trial.key(), replacing: .unique(), life: long), nil)
    },
    Case("the same value written again has another version") { trial in
      let first = try await trial.store.write([1], for: trial.key(), replacing: nil, life: long)
      let second = try await trial.store.write([1], for: trial.key(), replacing: first, life: long)
      try trial.expect(first != second, "the version is the same")
    },
    Case("a record expires, and then counts as none") { trial in
      _ = try await trial.store.write([1], for: trial.key(), replacing: nil, life: .milliseconds(150))
      try await Task.sleep(for: .milliseconds(250))
      try trial.expectEqual(try await trial.store.read(trial.key()), nil)
      try trial.expect(
        try await trial.store.write([2], for: trial.key(), replacing: nil, life: long) != nil, "it cannot be replaced")
    },
    Case("a write gives a new life") { trial in
      let first = try await trial.store.write([1], for: trial.key(), replacing: nil, life: .milliseconds(200))
      _ = try await trial.store.write([2], for: trial.key(), replacing: first, life: long)
      try await Task.sleep(for: .milliseconds(300))
      try trial.expectEqual(try await trial.store.read(trial.key())?.value, [2])
    },
    Case("a record of the version is removed, and its removal may be repeated") { trial in
      let version = try trial.require(
        try await trial.store.write([1], for: trial.key(), replacing: nil, life: long), "version")
      try trial.expectEqual(try await trial.second.remove(trial.key(), version: version), true)
      try trial.expectEqual(try await trial.store.read(trial.key()), nil)
      try trial.expectEqual(try await trial.store.remove(trial.key(), version: version), true)
    },
    Case("a record of another version is not removed") { trial in
      _ = try await trial.store.write([1], for: trial.key(), replacing: nil, life: long)
      try trial.expectEqual(try await trial.store.remove(trial.key(), version: .unique()), false)
      try trial.expectEqual(try await trial.store.read(trial.key())?.value, [1])
    },
    Case("a version does not come back after a removal") { trial in
      let first = try trial.require(
        try await trial.store.write([1], for: trial.key(), replacing: nil, life: long), "version")
      _ = try await trial.store.remove(trial.key(), version: first)
      let second = try await trial.store.write([1], for: trial.key(), replacing: nil, life: long)
      try trial.expect(first != second, "the version is the same")
    },
    Case("of many first writes one succeeds") { trial in
      let successes = try await trial.together(20) { store, index in
        try await store.write([UInt8(index)], for: trial.key(), replacing: nil, life: long) != nil
      }
      try trial.expectEqual(successes.filter { $0 }.count, 1)
    },
    Case("counting by read and write loses nothing") { trial in
      _ = try await trial.together(8) { store, _ in
        for _ in 0..<5 {
          while true {
            let record = try await store.read(trial.key())
            let next = [(record?.value.first ?? 0) + 1]
            if try await store.write(next, for: trial.key(), replacing: record?.version, life: long) != nil { break }
          }
        }
        return true
      }
      try trial.expectEqual(try await trial.store.read(trial.key())?.value, [40])
    },
  ]
}

extension Trial {
  /// What `count` tasks bring, half of them through the second store.
  func together<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (any SharedStore, Int) async throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
      for index in 0..<count { group.addTask { try await work(index.isMultiple(of: 2) ? store : second, index) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
