import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// The state, its file and the content: everything a call works on.
///
/// Each change is made under one lock, whole or not at all as far as other callers can see, and is on disk before the
/// call is answered.
final class DriveStore: Sendable {
  let content: ContentStore
  private let state: Mutex<DriveState>
  private let file: StateFile

  private init(state: DriveState, file: StateFile, content: ContentStore) {
    self.state = Mutex(state)
    self.file = file
    self.content = content
  }

  static func open(
    in folder: Folder, at now: Int64, _ behaviour: ServiceBehaviour = ServiceBehaviour()
  ) async throws -> DriveStore {
    try await BlockingWork.run {
      try folder.make()
      var state = DriveState()
      state.files.behaviour = behaviour
      let file = try StateFile.open(in: folder, state: &state, at: now)
      let content = try ContentStore(in: folder)
      try content.sweep(keeping: state.contentIDs)
      return DriveStore(state: state, file: file, content: content)
    }
  }

  /// Lets another server have the state, when this one is done.
  func release() { file.release() }

  /// Changes the state before there is a call. It is written down with the first change that a call makes.
  func prepare(_ body: (inout sending DriveState) -> Void) { state.withLock { body(&$0) } }

  /// Looks at the state where nothing can be refused.
  func look<Value: Sendable>(_ body: (DriveState) -> Value) -> Value { state.withLock { body($0) } }

  /// Looks at the state.
  func read<Value: Sendable>(_ body: (DriveState) throws(ServiceError) -> Value) throws(ServiceError) -> Value {
    try state.withLock { (state) throws(ServiceError) in try body(state) }
  }

  /// Changes the state and waits until the change is on disk.
  @discardableResult
  func update<Value: Sendable>(
    _ body: (inout sending DriveState) throws(ServiceError) -> Value
  ) async throws(ServiceError) -> Value {
    let value = try state.withLock { (state) throws(ServiceError) -> Value in
      // A refusal may follow a change, such as the counting of a call, so changes are taken in either case.
      defer { record(&state) }
      return try body(&state)
    }
    do {
      try await file.flush()
    } catch {
      throw .weCom(.systemBusy, "the state file cannot be written")
    }
    return value
  }

  private func record(_ state: inout DriveState) {
    do {
      file.add(try state.takeChanges())
    } catch {
      // Rows are plain values: that one cannot be written as JSON would be a mistake in this module.
      assertionFailure("a row cannot be written: \(error)")
    }
  }
}
