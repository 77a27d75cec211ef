import WeDrive

// What names can have.
extension Experiment {
  /// What some service or file system does not take in a name, in groups that are tried together first.
  private static let suspects: [[String]] = [
    [#"\"#, "/", ":", "*", "?", "\"", "<", ">", "|"], ["\t", "\n", "\u{7F}"], ["\u{1F600}"],
  ]

  static let nameCharacters = Experiment(
    "Which characters are refused in a name?", calls: suspects.reduce(3) { $0 + 1 + ($1.count > 1 ? $1.count : 0) }
  ) { (probe) throws(WeDriveError) in
    var refused: [String] = []
    var sent: [FileID: String] = [:]
    /// Makes a folder of that name. False if the name is refused.
    func takes(_ name: String) async throws(WeDriveError) -> Bool {
      let refusal = try await probe.refusal { () throws(WeDriveError) in
        sent[try await probe.makeFolder(name)] = name
      }
      return refusal == nil
    }
    for group in suspects {
      if try await takes("x" + group.joined(separator: "x") + "x") { continue }
      for character in group {
        if group.count == 1 {
          refused.append(character)
        } else if try await !takes("y\(character)y") {
          refused.append(character)
        }
      }
    }
    var refusedEnds: [String] = []
    for end in [".", " "] {
      if try await !takes("z\(end)") { refusedEnds.append(end) }
    }
    let changed = try await probe.list().filter { info in
      sent[info.fileID].map { Array($0.utf8) != Array(info.fileName.utf8) } ?? false
    }
    return [finding(refused, refusedEnds, changed.compactMap { sent[$0.fileID] })]
  }

  private static func finding(_ refused: [String], _ ends: [String], _ changed: [String]) -> Finding {
    let endpoint = FileCreateRequest.endpoint
    let key = "name-characters"
    guard changed.isEmpty else {
      return Finding(
        key, of: endpoint, "changed",
        "Names are changed: \(changed.map(shown).joined(separator: ", ")) came back otherwise.")
    }
    if refused.isEmpty, ends.isEmpty {
      return Finding(key, of: endpoint, "any", "Names may have any character, also those that Windows refuses.")
    }
    let endings = "end with " + ends.map(shown).joined(separator: " or ")
    let characters = "have " + refused.map(shown).joined(separator: " ")
    let cannot = (refused.isEmpty ? [] : [characters]) + (ends.isEmpty ? [] : [endings])
    let answer: String
    if refused == suspects[0] + suspects[1], ends.count == 2 {
      answer = "portable"
    } else if refused == suspects[2], ends.isEmpty {
      answer = "basic"
    } else {
      answer = (refused.map(code) + ends.map { "end:" + code($0) }).joined(separator: " ")
    }
    let sentence = "Names cannot \(cannot.joined(separator: ", nor "))."
    return Finding(key, of: endpoint, answer, sentence)
  }

  private static func code(_ text: String) -> String {
    text.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: "+")
  }

  private static func shown(_ text: String) -> String {
    text.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F || $0.value > 0xFFFF }
      ? code(text) : text
  }

  static let nameLength = Experiment(
    "How is the length of a name measured?", calls: 2
  ) { (probe) throws(WeDriveError) in
    // Both weigh no more than 255 by the documentation; the second has 381 bytes.
    let refusals = [
      try await probe.refusal { () throws(WeDriveError) in
        _ = try await probe.makeFolder(String(repeating: "x", count: 255))
      },
      try await probe.refusal { () throws(WeDriveError) in
        _ = try await probe.makeFolder(String(repeating: "汉", count: 127))
      },
    ]
    let (answer, sentence) =
      switch (refusals[0] != nil, refusals[1] != nil) {
      case (false, false): ("weight", "A name may have 255 characters of ASCII, or 127 others, as it is documented.")
      case (false, true): ("bytes", "A name may have 255 characters of ASCII, but not 127 others: bytes seem to count.")
      case (true, false): ("shorter-ascii", "A name may have 127 Han characters, but not 255 of ASCII.")
      case (true, true): ("shorter", "A name may have neither 255 characters of ASCII nor 127 others.")
      }
    return [Finding("name-length", of: FileCreateRequest.endpoint, answer, sentence)]
  }
}
