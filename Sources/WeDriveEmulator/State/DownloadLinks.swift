/// The links that were given out. They live as long as the server: a restart ends them.
struct DownloadLinks: Sendable {
  struct Link: Sendable {
    let fileID: String
    let cookieName: String
    let cookieValue: String
    let expiry: Int64
  }

  private var links: [String: Link] = [:]

  /// Makes a link and gives its key, which is the last part of its path.
  mutating func make(for fileID: String, at now: Int64, life: Int64) -> (key: String, link: Link) {
    links = links.filter { now < $0.value.expiry }
    let key = RandomName.make(bytes: 24)
    let link = Link(
      fileID: fileID, cookieName: "wedrive_auth", cookieValue: RandomName.make(bytes: 24), expiry: now.later(by: life))
    links[key] = link
    return (key, link)
  }

  func find(_ key: String, at now: Int64) -> Link? {
    links[key].flatMap { now < $0.expiry ? $0 : nil }
  }
}
