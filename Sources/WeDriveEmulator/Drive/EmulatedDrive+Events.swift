import WeDriveEvents
import WeDriveGenerated
import WeDriveRuntime

// The real service tells an app what its administrators change in a client; the emulator has no client, and tells it what the
// app itself changes.
extension EmulatedDrive {
  /// Tells the app what has changed about a space.
  func tell(_ change: SpaceChange, _ spaces: [SpaceID]) {
    guard let caller else { return }
    var event = SpaceChangeEvent(changeType: change)
    event.corpID = CorpID(caller.corp)
    event.creationTime = now
    event.spaceIDs = spaces
    backend.pusher.push(EventNode(event), to: caller.corp)
  }

  /// Tells the app what has changed about files.
  func tell(_ change: FileChange, _ files: [FileID]) {
    guard let caller else { return }
    var event = FileChangeEvent(changeType: change)
    event.corpID = CorpID(caller.corp)
    event.creationTime = now
    event.fileIDs = files
    backend.pusher.push(EventNode(event), to: caller.corp)
  }
}
