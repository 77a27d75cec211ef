#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Synchronization
import WeDriveRuntime
import WeDriveTransfers

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
