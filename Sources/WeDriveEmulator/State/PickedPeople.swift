/// Whom a person picked.
struct PickedPeople: Codable, Sendable {
  /// Who picked.
  var pickedBy: String
  /// Those within the app's visible scope.
  var visible: [String]
  /// The others.
  var hidden: [String]
}

/// A message that an app sent.
struct SentMessage: Codable, Sendable {
  let corp: String
  let templateID: String
  /// Who gets it, as the app and the tickets name them.
  let receivers: [String]
}
