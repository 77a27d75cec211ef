import WeDrive

// What listings, folders and links tell.
extension Experiment {
  static let folderTime = Experiment(
    "When does a folder's modification time change?", calls: 4
  ) { (probe) throws(WeDriveError) in
    let id = try await probe.makeFolder("time")
    let before = try await probe.drive.fileInfo(fileID: id).fileInfo.modificationTime
    // Times are in seconds.
    do { try await Task.sleep(for: .milliseconds(1_100)) } catch {
      throw .cancelled(endpoint: FileInfoRequest.endpoint.name)
    }
    _ = try await probe.makeFolder("inner", in: .folder(id))
    let after = try await probe.drive.fileInfo(fileID: id).fileInfo.modificationTime
    let (answer, sentence): (String?, String) =
      switch (before, after) {
      case (let before?, let after?) where after > before:
        ("content", "A folder's modification time changes when something in it comes.")
      case (_?, _?): ("own", "A folder's modification time does not change when something in it comes.")
      default: (nil, "Folders have no modification time.")
      }
    return [Finding("folder-time", of: FileInfoRequest.endpoint, answer, sentence)]
  }

  static let listingOrder = Experiment(
    "Is the order of a listing total and stable?", calls: 12
  ) { (probe) throws(WeDriveError) in
    let folder = FolderID.folder(try await probe.makeFolder("order"))
    for name in ["b", "A", "c", "a", "B", "C"] { _ = try await probe.makeFolder(name, in: folder) }
    let names = try await probe.list(folder).map(\.fileName)
    let again = try await probe.list(folder).map(\.fileName)
    // All have one size, so that nothing but the service's own rule orders them.
    let sizes = try await probe.list(folder, by: .sizeAscending).map(\.fileID)
    let pages =
      try await probe.list(folder, by: .sizeAscending, start: 0, limit: 3)
      + probe.list(folder, by: .sizeAscending, start: 3, limit: 3)
    let (answer, sentence): (String?, String) =
      if names != again {
        ("unstable", "The order of a listing by name is another each time, for names that differ only in case.")
      } else if sizes != pages.map(\.fileID) {
        ("unstable", "Entries that are equal by the order of a listing come in another order each time.")
      } else if names == ["A", "B", "C", "a", "b", "c"] {
        ("bytes", "Listings are stable, and by name in the order of the names' bytes.")
      } else if names.map({ $0.lowercased() }) == ["a", "a", "b", "b", "c", "c"] {
        ("caseless", "Listings are stable, and by name without regard to case.")
      } else {
        ("other", "Listings are stable; by name they come as \(names.joined(separator: " ")).")
      }
    return [Finding("listing-order", of: FileListRequest.endpoint, answer, sentence)]
  }

  static let links = Experiment(
    "Is `Range` honoured by links, and does a 206 carry an ETag?", calls: 2
  ) { (probe) throws(WeDriveError) in
    let file = try await probe.upload("0123456789", "link.txt")
    let reply = try await probe.drive.fileDownload(fileID: file)
    let endpoint = FileDownloadRequest.endpoint
    let link = try DownloadLink(
      url: reply.downloadURL, cookieName: reply.cookieName, cookieValue: reply.cookieValue, endpoint: endpoint)
    var request = HTTPRequest(.get, url: link.url, isRepeatable: true, timeout: .seconds(30), maximumReplySize: 1 << 16)
    request.headers = [link.cookie.header, HTTPHeader("Range", "bytes=2-4")]
    request.redirects = .follow(maximum: 5)
    let head: HTTPReplyHead
    do throws(TransportFailure) {
      head = try await probe.transport.perform(request).head
    } catch {
      throw .transport(error)
    }
    let range = "link-range"
    switch head.status {
    case 206:
      let hasTag = head["ETag"] != nil
      return [
        Finding(range, of: endpoint, "honoured", "Links honour `Range`."),
        Finding(
          "part-tag", of: endpoint, hasTag ? "sent" : "missing",
          hasTag ? "A part (206) carries an ETag." : "A part (206) carries no ETag."),
      ]
    case 200:
      return [
        Finding(range, of: endpoint, "ignored", "Links ignore `Range` and give the whole content."),
        Finding("part-tag", of: endpoint, nil, "Whether a part carries an ETag is unknown: links give no parts."),
      ]
    default:
      return [
        Finding(
          range, of: endpoint, nil, "Whether links honour `Range` is unknown: one answered with HTTP \(head.status).")
      ]
    }
  }
}
