import Synchronization
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Compares two trees folder by folder, several at once. Memory is for the folders under way, not for the trees.
struct TreeComparison: Sendable {
  /// What is looked into that is on one side only.
  struct Reach: Sendable {
    var foldersOnlyLocal = true
    var foldersOnlyRemote = true
  }

  let drive: any WeDriveAPI & Sendable
  let folders: FolderComparison
  var reach = Reach()
  var concurrency = 4

  /// A folder of either side or of both.
  private struct Pair: Sendable {
    let path: TreePath
    let isLocal: Bool
    let place: FolderPlace?
    /// The local folders on the way, so that a link to one of them is found to lead in circles.
    var above: [FileIdentity] = []
  }

  private struct Outcome: Sendable {
    let differences: FolderDifferences
    let below: [Pair]
  }

  /// Compares, and gives each folder's differences to `body`, one at a time, in no particular order.
  ///
  /// - Parameters:
  ///   - local: The local tree; nil if there is none yet.
  ///   - remote: The folder of the service; nil if there is none yet.
  /// - Throws: What makes it pointless to go on; a folder that cannot be read or listed says so in its differences.
  func run(
    _ local: LocalTree?, _ remote: FolderPlace?, _ body: (FolderDifferences) async throws(TreeError) -> Void
  ) async throws(TreeError) {
    let reader = FolderReader(drive, concurrency: concurrency)
    // The next one last: depth first, so that few wait.
    var waiting = [Pair(path: .top, isLocal: local != nil, place: remote)]
    var result: TreeError?
    await withTaskGroup(of: Outcome.self) { group in
      var underWay = 0
      while result == nil {
        while underWay < concurrency, let pair = waiting.popLast() {
          group.addTask { await compare(pair, local, reader) }
          underWay += 1
        }
        guard let outcome = await group.next() else { break }
        underWay -= 1
        waiting += outcome.below.reversed()
        do throws(TreeError) {
          if let failure = outcome.differences.listingFailure, failure.endsRun { throw failure }
          if Task.isCancelled { throw .drive(.cancelled(endpoint: FileListRequest.endpoint.name)) }
          try await body(outcome.differences)
        } catch {
          result = error
          group.cancelAll()
        }
      }
    }
    if let result { throw result }
  }

  private func compare(_ pair: Pair, _ local: LocalTree?, _ reader: FolderReader) async -> Outcome {
    var listing: FolderListing?
    if let place = pair.place {
      do throws(TreeError) {
        listing = try await reader.listing(of: place)
      } catch {
        var differences = FolderDifferences(path: pair.path, place: place, isLocal: pair.isLocal)
        differences.listingFailure = error
        return Outcome(differences: differences, below: [])
      }
    }
    let isCancelled = Atomic<Bool>(false)
    let found = listing
    return await withTaskCancellationHandler {
      await BlockingWork.run { [self] in
        compareHere(pair, local, found) { isCancelled.load(ordering: .relaxed) }
      }
    } onCancel: {
      isCancelled.store(true, ordering: .relaxed)
    }
  }

  /// Blocks.
  private func compareHere(
    _ pair: Pair, _ local: LocalTree?, _ listing: FolderListing?, isCancelled: () -> Bool
  ) -> Outcome {
    var folder: Descriptor?
    var entries: [LocalEntry]?
    var above = pair.above
    if pair.isLocal, let local {
      do throws(FileFailure) {
        let opened = try local.open(pair.path)
        if local.followsLinks {
          let identity = FileIdentity(try opened.status())
          guard !pair.above.contains(identity) else {
            throw FileFailure(
              path: opened.path, operation: "follow", errno: ELOOP, reason: "leads to a folder that it is in")
          }
          above.append(identity)
        }
        (folder, entries) = (opened, try local.entries(of: opened))
      } catch {
        var differences = FolderDifferences(path: pair.path, place: pair.place, isLocal: true)
        differences.isUnread = true
        if error.errno == ENOENT, !pair.path.isTop, !folders.isDown {
          // Went away since the folder that it was in was read: left alone until the next run.
          differences.vanished = 1
        } else {
          differences.unreadable = [ItemFailure(path: pair.path, error: .file(error))]
        }
        return Outcome(differences: differences, below: [])
      }
    }
    let (differences, common) = folders.compare(
      pair.path, folder, entries, pair.place, listing, isCancelled: isCancelled)
    var below: [Pair] = []
    if let place = pair.place {
      for (name, entry) in common {
        below.append(
          Pair(path: pair.path.appending(name), isLocal: true, place: entry.place(in: place.space), above: above))
      }
      if reach.foldersOnlyRemote {
        for entry in differences.foldersOnlyRemote {
          let path = pair.path.appending(entry.localName)
          below.append(Pair(path: path, isLocal: false, place: entry.place(in: place.space)))
        }
      }
    }
    if reach.foldersOnlyLocal {
      for name in differences.foldersOnlyLocal {
        below.append(Pair(path: pair.path.appending(name), isLocal: true, place: nil, above: above))
      }
    }
    return Outcome(differences: differences, below: below)
  }
}

extension TreeError {
  /// Whether it would befall everything that follows, too.
  var endsRun: Bool {
    guard case .drive(let error) = self else {
      if case .outOfCalls = self { return true }
      return false
    }
    switch error {
    case .cancelled, .invalidArgument: return true
    default: return isAboutAccess
    }
  }
}
