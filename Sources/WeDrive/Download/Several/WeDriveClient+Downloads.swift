#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// Downloads of several files.
extension WeDriveClient {
  /// Downloads several files into a folder, a few at a time.
  ///
  /// Each gets the service's name for it, made safe; a ticket needs a name of its own. Names that would be one file, on
  /// some disk or other, are told apart by a number: `report (2).pdf`. What fails does not stop the others. The same call
  /// made again goes on with what was interrupted, and downloads anew what was complete.
  ///
  /// ```swift
  /// for outcome in try await drive.download([.file(first), .file(second)], into: "Reports") {
  ///   switch outcome.result {
  ///   case .success(let file): print(file.path)
  ///   case .failure(let error): print("\(outcome.source): \(error)")
  ///   }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - sources: What to download.
  ///   - folder: A folder that exists.
  ///   - options: How to go about it; ``/WeDriveTransfers/DownloadOptions/progress`` is told of all of them together.
  /// - Returns: What became of each, in the order of `sources`.
  /// - Throws: `WeDriveError.file` if the folder cannot be used. What is wrong with a single download is in its outcome.
  public func download(
    _ sources: [DownloadSource], into folder: String, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> [DownloadOutcome] {
    let place = try await fileWork { () throws(FileFailure) in try DownloadPlace(folder: folder) }
    let width = min(16, max(1, options.concurrency))
    // All names first: which of two twins gets the number must not depend on which of them is quicker.
    let found = await eachInOrder(sources, atOnce: width) { source, _ -> Result<DownloadFacts, WeDriveError> in
      do throws(WeDriveError) { return .success(try await facts(about: source)) } catch { return .failure(error) }
    }
    let plans = Self.plans(sources, found)
    let meters = MeterSum(sources.count)
    let results = await reportingProgress(of: { meters.reading }, to: options.progress) {
      await eachInOrder(plans, atOnce: width) {
        (plan: Result<Plan, WeDriveError>, index: Int) -> Result<DownloadedFile, WeDriveError> in
        do throws(WeDriveError) {
          let plan = try plan.get()
          let file = try await download(plan, to: place, options, meter: meters[index])
          return .success(file)
        } catch {
          return .failure(error)
        }
      }
    }
    return zip(sources, results).map { DownloadOutcome(source: $0, result: $1) }
  }

  /// See ``download(_:into:options:)-(_,String,_)``.
  public func download(
    _ sources: [DownloadSource], into folder: URL, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> [DownloadOutcome] {
    try await download(sources, into: LocalPath(folder).text, options: options)
  }

  /// One of several: what, under which name, and what is known of it.
  private struct Plan: Sendable {
    let source: DownloadSource
    let name: String
    let content: ExpectedContent
  }

  private static func plans(
    _ sources: [DownloadSource], _ facts: [Result<DownloadFacts, WeDriveError>]
  ) -> [Result<Plan, WeDriveError>] {
    var names = UniqueFileNames()
    return zip(sources, facts).map { source, facts in
      facts.flatMap { facts in
        guard let name = facts.name else {
          return .failure(
            .invalidArgument(
              InvalidArgument(owner: "", field: "name", reason: "is needed to download by ticket into a folder")))
        }
        return .success(Plan(source: source, name: names.take(SafeFileName(name)), content: facts.content))
      }
    }
  }

  private func download(
    _ plan: Plan, to place: DownloadPlace, _ options: DownloadOptions, meter: TransferMeter
  ) async throws(WeDriveError) -> DownloadedFile {
    let target = try await fileWork { () throws(FileFailure) in try place.target(named: plan.name) }
    return try await download(plan.source, to: target, expecting: plan.content, options: options, meter: meter)
  }
}

/// What became of one of several downloads.
public struct DownloadOutcome: Sendable {
  /// What was to be downloaded.
  public let source: DownloadSource
  /// The file, or why there is none.
  public let result: Result<DownloadedFile, WeDriveError>

  /// Joins a source and its result.
  public init(source: DownloadSource, result: Result<DownloadedFile, WeDriveError>) {
    self.source = source
    self.result = result
  }
}
