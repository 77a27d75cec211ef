import WeDrive
import WeDriveRedis

/// Uploads a file that other machines upload as well, until it is known to be there. Time in the store runs `scale` times
/// faster, so that a machine that falls silent is not waited for so long.
struct UploadWork {
  private let options: Options

  init(_ options: Options) { self.options = options }

  func run() async throws {
    let scale = try options.number("scale")
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(try options.text("host"))
    let drive = WeDriveClient(
      credential: .corp(id: CorpID(try options.text("corp")), secret: Secret(try options.text("secret"))),
      configuration: configuration)
    var upload = UploadOptions()
    upload.localJournal = .nowhere
    upload.sharedJournal = try options.store().map { ScaledStore($0, by: scale) }
    upload.concurrency = Int(try options.number("concurrency"))
    let space = SpaceID(try options.text("space"))
    while true {
      do throws(WeDriveError) {
        Line.say("begun")
        let id = try await drive.upload(
          contentsOf: try options.file(), named: "shared.bin", to: .root(of: space), options: upload)
        Line.say("file \(id.rawValue)")
        return
      } catch {
        guard case .upload(let failure) = error, case .inUse = failure.cause else { throw error }
        let wait = min(.milliseconds(500), (failure.retryAfter ?? .seconds(1)) / scale)
        try? await Task.sleep(for: wait)
      }
    }
  }
}

extension Options {
  /// The file of `file`.
  func file() throws(WeDriveError) -> String {
    guard let file = self["file"] else {
      throw .invalidArgument(InvalidArgument(owner: "", field: "file", reason: "is missing"))
    }
    return file
  }
}
