import Synchronization
import WeDriveRuntime

/// Keeps what clients do, in the order in which it began.
final class ActivityLog: ClientInstrumentation {
  struct Entry: Sendable {
    let activity: ClientActivity
    /// The number of the entry that it is part of.
    let parent: Int?
    var results: [ActivityResult] = []
    var failure: String? { results.first?.failure?.type }
  }

  private struct Recorder: ActivityRecorder {
    let log: ActivityLog
    let number: Int

    func end(_ result: ActivityResult) { log.state.withLock { $0.entries[number].results.append(result) } }
  }

  private let state = Mutex((entries: [Entry](), events: [(event: ClientEvent, parent: Int?)]()))

  var entries: [Entry] { state.withLock { $0.entries } }
  var events: [ClientEvent] { state.withLock { $0.events.map(\.event) } }
  /// The numbers of the entries that events are part of.
  var eventParents: [Int?] { state.withLock { $0.events.map(\.parent) } }

  func of(_ kind: ClientActivity.Kind) -> [Entry] { entries.filter { $0.activity.kind == kind } }

  func begin(_ activity: ClientActivity, within parent: (any ActivityRecorder)?) -> any ActivityRecorder {
    state.withLock { state in
      state.entries.append(Entry(activity: activity, parent: (parent as? Recorder)?.number))
      return Recorder(log: self, number: state.entries.count - 1)
    }
  }

  func note(_ event: ClientEvent, within parent: (any ActivityRecorder)?) {
    state.withLock { $0.events.append((event, (parent as? Recorder)?.number)) }
  }
}
