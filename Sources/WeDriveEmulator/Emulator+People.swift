import WeDriveGenerated
import WeDriveRuntime

/// People who are picked, and messages to them.
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
    try await ticket { (backend) throws(ServiceError) in
      try await backend.mintContactTicket(
        PickedPeople(pickedBy: picker.rawValue, visible: visible.map(\.rawValue), hidden: hidden.map(\.rawValue)),
        corp: corp.rawValue)
    }
  }

  /// Who got a message; nil if there is none of that id.
  public func receivers(ofMessage id: String) -> [String]? { backend.store.look { $0.messages[id]?.receivers } }
}
