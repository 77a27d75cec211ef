import WeDrive

/// A question about the service that no page answers, and how to find out.
struct Experiment: Sendable {
  /// What is asked.
  let question: String
  /// The most calls that it takes.
  let calls: Int
  /// Finds out.
  let run: @Sendable (ProbeFolder) async throws(WeDriveError) -> [Finding]

  init(
    _ question: String, calls: Int, _ run: @escaping @Sendable (ProbeFolder) async throws(WeDriveError) -> [Finding]
  ) {
    (self.question, self.calls, self.run) = (question, calls, run)
  }

  /// All there are, in the order in which they are made: what a person is asked about comes last.
  static let all =
    [nameCharacters, nameLength, takenName, replacement, knownContent] + batchLimits + [
      unknownIDOfMove, unknownIDOfDelete,
    ] + [
      folderTime, listingOrder, links, uploadCard, refusedCalls,
    ]
}

/// An answer, for a person, for a file and for an emulator.
struct Finding: Sendable, Encodable {
  /// The emulator's setting for the same question.
  let key: String
  /// The call that it is about.
  let endpoint: String
  /// The answer in the setting's words; nil where it could not be seen.
  let answer: String?
  /// The answer as one sentence.
  let sentence: String

  init(_ key: String, of endpoint: Endpoint, _ answer: String?, _ sentence: String) {
    (self.key, self.endpoint, self.answer, self.sentence) = (key, endpoint.name, answer, sentence)
  }

  /// How observation files keep it; nil where nothing was seen.
  var observation: DriftObservation? {
    answer.map { DriftObservation(endpoint: endpoint, kind: .behaviour, path: key, finding: $0) }
  }
}
