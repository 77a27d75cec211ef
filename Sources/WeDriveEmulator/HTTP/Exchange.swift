/// A call's entry in the journal, which ends with the exchange, however that ends.
final class Exchange: Sendable {
  let endpoint: String
  /// Calls of the endpoint that are under way, this one included.
  let underWay: Int
  private let journal: CallJournal
  let number: Int

  init(_ endpoint: String, in journal: CallJournal, at time: Int64, peerPort: Int) {
    self.endpoint = endpoint
    self.journal = journal
    (number, underWay) = journal.begin(endpoint, at: time, peerPort: peerPort)
  }

  deinit { journal.end(number, of: endpoint) }

  func note(_ body: (inout CallRecord) -> Void) { journal.note(number, body) }
}
