import WeDriveGenerated
import WeDriveRuntime

/// People whom somebody picks, and messages to them.
extension Emulator {
  /// A ticket as the contact picker gives it, good for seven days.
  ///
  /// - Parameters:
  ///   - corp: The corp whose people they are.
  ///   - picker: Who picked.
  ///   - visible: The picked people who are within the app's visible scope.
  ///   - hidden: The others.
  public func mintContactTicket(
    corp: CorpID, pickedBy picker: OpenUserID, visible: [OpenUserID], hidden: [OpenUserID] = []
  ) async throws(WeDriveError) -> ContactTicket {
    try await ticket { (backend) throws(Refused) in
      try await backend.mintContactTicket(
        PickedPeople(pickedBy: picker.rawValue, visible: visible.map(\.rawValue), hidden: hidden.map(\.rawValue)),
        corp: corp.rawValue)
    }
  }

  /// Who got a message; nil if there is none of that id.
  public func receivers(ofMessage id: String) -> [String]? { backend.store.look { $0.messages[id]?.receivers } }
}

extension Backend {
  /// A ticket as the contact picker gives it, good for seven days.
  func mintContactTicket(_ people: PickedPeople, corp: String) async throws(Refused) -> String {
    let now = clock.now
    guard !people.visible.isEmpty || !people.hidden.isEmpty else {
      throw .invalidParameter.because("nobody is picked")
    }
    return try await store.update { $0.tickets.mint(.contacts(people), corp: corp, at: now) }
  }
}
