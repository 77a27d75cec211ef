import WeDriveGenerated
import WeDriveRuntime

/// Lists folders, some ahead of their time: what walks a tree says which come next, and finds them listed.
public actor FolderReader {
  private let drive: any WeDriveAPI & Sendable
  private let concurrency: Int
  private var ahead: [FolderPlace: Task<FolderListing, any Error>] = [:]

  /// - Parameters:
  ///   - drive: The client.
  ///   - concurrency: How many folders are listed at once.
  public init(_ drive: any WeDriveAPI & Sendable, concurrency: Int = 4) {
    self.drive = drive
    self.concurrency = Swift.max(1, concurrency)
  }

  deinit { for task in ahead.values { task.cancel() } }

  /// Begins to list folders that are asked for soon, the first of them first, as far as there is room.
  public func prepare(_ places: some Sequence<FolderPlace>) {
    for place in places {
      guard ahead.count < concurrency else { return }
      if ahead[place] == nil { ahead[place] = Task { [drive] in try await Self.list(place, drive) } }
    }
  }

  /// All entries of a folder: those that stay are there, whatever comes and goes while the pages are fetched.
  public func listing(of place: FolderPlace) async throws(TreeError) -> FolderListing {
    guard let task = ahead.removeValue(forKey: place) else {
      let drive = drive
      return try await Self.list(place, drive)
    }
    return try await task.listing()
  }

  private static func list(_ place: FolderPlace, _ drive: any WeDriveAPI & Sendable) async throws(TreeError)
    -> FolderListing
  {
    var listing = FolderListing()
    try await asTreeError { () async throws(WeDriveError) in
      let pages = drive.fileListItems(spaceID: place.space, parentID: place.folder, sortType: .nameAscending)
      for try await info in pages { listing.append(RemoteEntry(info)) }
    }
    listing.sort()
    return listing
  }
}

extension Task where Success == FolderListing, Failure == any Error {
  /// What a task has listed. It is cancelled with the one that waits for it.
  func listing() async throws(TreeError) -> FolderListing {
    let result = await withTaskCancellationHandler {
      await self.result
    } onCancel: {
      cancel()
    }
    do {
      return try result.get()
    } catch let error as TreeError {
      throw error
    } catch {
      throw .drive(.cancelled(endpoint: FileListRequest.endpoint.name))
    }
  }
}
