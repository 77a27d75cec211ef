import Synchronization
import WeDriveRuntime
import WeDriveTransfers

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A download that was started.
public final class FeishuDownloadTask: Sendable {
  /// Told how far a download has come.
  public typealias ProgressHandler = @Sendable (FeishuDownloadProgress) -> Void

  private struct Listeners {
    var handlers: [ProgressHandler] = []
    var last: FeishuDownloadProgress?
  }

  private final class Progress: Sendable {
    let listeners = Mutex(Listeners())

    func tell(_ progress: FeishuDownloadProgress) {
      let handlers = listeners.withLock { listeners in
        listeners.last = progress
        return listeners.handlers
      }
      for handler in handlers { handler(progress) }
    }
  }

  private let progress: Progress
  private let work: Task<FeishuDownloadResult, Never>

  init(_ work: @escaping @Sendable (@escaping ProgressHandler) async -> FeishuDownloadResult) {
    let progress = Progress()
    self.progress = progress
    self.work = Task { await work { progress.tell($0) } }
  }

  /// Its outcome; nil until it has ended.
  public var result: FeishuDownloadResult {
    get async { await work.value }
  }

  /// Calls `handler` as the download goes on: a few times a second, and once at its end.
  ///
  /// One that comes late is told at once how far it has come.
  public func onProgressUpdate(_ handler: @escaping ProgressHandler) {
    let last = progress.listeners.withLock { listeners in
      listeners.handlers.append(handler)
      return listeners.last
    }
    if let last { handler(last) }
  }

  /// Ends the download; its result is then `downloadFile:fail abort`, unless it was complete before.
  public func abort() { work.cancel() }
}

/// How far a download has come, as a gadget is told.
public struct FeishuDownloadProgress: Sendable, Hashable, Encodable {
  /// In percent, from 0 to 100; 0 while the length is not known.
  public let progress: Int
  /// Bytes that have arrived.
  public let totalBytesWritten: Int64
  /// The whole length in bytes; 0 while it is not known.
  public let totalBytesExpectedToWrite: Int64

  init(_ progress: DownloadProgress) {
    let total = progress.total ?? 0
    totalBytesWritten = progress.received
    totalBytesExpectedToWrite = total
    self.progress = total > 0 ? Int(Double(min(progress.received, total)) * 100 / Double(total)) : 0
  }

  /// The object as the page that calls gets it.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

/// Lets so many through at once; the rest wait in line.
actor AsyncSemaphore {
  private var free: Int
  private var line: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  private var lastID = 0

  init(permits: Int) { free = permits }

  /// Waits for a place; false if the task was cancelled meanwhile: then there is none to give back.
  func acquire() async -> Bool {
    if Task.isCancelled { return false }
    if free > 0 {
      free -= 1
      return true
    }
    lastID += 1
    let id = lastID
    return await withTaskCancellationHandler {
      await withCheckedContinuation { line.append((id, $0)) }
    } onCancel: {
      Task { await self.giveUp(id) }
    }
  }

  /// Gives a place back: to the next in line, if there is one.
  func release() {
    if line.isEmpty { free += 1 } else { line.removeFirst().continuation.resume(returning: true) }
  }

  private func giveUp(_ id: Int) {
    guard let index = line.firstIndex(where: { $0.id == id }) else { return }
    line.remove(at: index).continuation.resume(returning: false)
  }
}
