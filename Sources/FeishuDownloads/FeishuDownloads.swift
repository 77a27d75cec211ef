// One import is enough: what stands in signatures of this module is declared in these.
@_exported import WeDriveGenerated
@_exported import WeDriveHTTP
@_exported import WeDriveRuntime
@_exported import WeDriveTransfers
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Logging
import Synchronization

/// Carries out `tt.downloadFile` of a Feishu (飞书) gadget for a host that is written in Swift.
///
/// The gadget's options come as JSON, and its result goes back as JSON, with the documented fields. Content is fetched by
/// GET alone, five downloads at a time, and written with the same care as WeDrive's: a file appears only when all of it
/// has arrived. A gadget is not trusted: it reaches the two folders that it is given and nothing else, sets no header
/// that frames the request, and reaches neither this machine nor its private network, under whatever name. Let
/// ``Configuration/permits`` name the hosts that a gadget may use, if you know them.
///
/// ```swift
/// let downloads = FeishuDownloads(temporaryFolder: "…/temp", userFolder: "…/user")
/// let task = downloads.downloadFile(#"{"url": "https://example.com/a.txt", "filePath": "ttfile://user/a.txt"}"#)
/// task.onProgressUpdate { print($0.progress) }
/// let json = await task.result.json
/// ```
///
/// See [downloadFile](https://open.feishu.cn/document/client-docs/gadget/-web-app-api/network/download/downloadfile).
public final class FeishuDownloads: Sendable {
  /// How downloads are carried out.
  public struct Configuration: Sendable {
    /// How often to try; `retry.maximumAttempts` counts attempts in a row that bring nothing.
    public var retry = RetryPolicy()
    /// A PEM file with certificates to trust instead of the system's. Verification cannot be switched off.
    public var certificateAuthorities: String?
    /// Which proxy is used: that of the environment, none, or one of the program's own.
    public var proxy = CurlTransport.Configuration.Proxy.environment
    /// Where to log; nothing is logged by default.
    public var logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }
    /// Told of downloads and their exchanges; nil, and free, by default. See `ClientConfiguration.instrumentation`.
    public var instrumentation: (any ClientInstrumentation)?
    /// What carries the exchanges; nil for one on libcurl. Only that one looks at the addresses to which names lead.
    public var transport: (any Transport)?
    /// Whether a gadget may fetch from this very machine, also by plain `http`. For tests.
    public var allowsThisMachine = false
    /// Whether a gadget may fetch from addresses of private networks, such as a company's own. This machine is then refused
    /// by its usual names only.
    public var allowsPrivateNetworks = false
    /// Which origins, such as `https://example.com`, a gadget may fetch from: by default, all that are reached by `https`.
    public var permits: @Sendable (_ origin: String) -> Bool = { _ in true }

    /// The defaults.
    public init() {}
  }

  let folders: FeishuFolders
  let configuration: Configuration
  private let transport: any Transport
  private let semaphore = AsyncSemaphore(permits: Int(Limits.feishuDownloads))
  private let namesInUse = Mutex<Set<String>>([])

  /// - Parameters:
  ///   - temporaryFolder: What the gadget knows as `ttfile://temp/`. It has to exist.
  ///   - userFolder: What the gadget knows as `ttfile://user/`. It has to exist.
  ///   - configuration: How to go about it.
  public init(temporaryFolder: String, userFolder: String, configuration: Configuration = Configuration()) {
    folders = FeishuFolders(temporary: temporaryFolder, user: userFolder)
    self.configuration = configuration
    var curl = CurlTransport.Configuration()
    curl.certificateAuthorities = configuration.certificateAuthorities
    curl.proxy = configuration.proxy
    curl.reachesPrivateNetworks = configuration.allowsThisMachine || configuration.allowsPrivateNetworks
    transport = configuration.transport ?? CurlTransport(configuration: curl)
  }

  /// The same for folders that file URLs name.
  ///
  /// - Throws: `WeDriveError.invalidArgument` for a URL that is none of a file.
  public convenience init(
    temporaryFolder: URL, userFolder: URL, configuration: Configuration = Configuration()
  ) throws(WeDriveError) {
    self.init(
      temporaryFolder: try LocalPath(temporaryFolder).text, userFolder: try LocalPath(userFolder).text,
      configuration: configuration)
  }

  /// Starts a download.
  ///
  /// - Parameter options: What the gadget passes, as JSON: `url`, `header`, `filePath`.
  /// - Returns: The task. What is wrong with the options is its result.
  public func downloadFile(_ options: String) -> FeishuDownloadTask {
    FeishuDownloadTask { progress in
      do throws(FeishuFailure) {
        let options = try FeishuDownloadOptions(options)
        let address = try self.address(of: options)
        guard await self.semaphore.acquire() else { throw .aborted }
        let result: Result<FeishuDownloadResult, FeishuFailure>
        do throws(FeishuFailure) {
          result = .success(try await self.download(options, path: address.path, progress: progress))
        } catch {
          result = .failure(error)
        }
        await self.semaphore.release()
        return try result.get()
      } catch {
        return FeishuDownloadResult(error)
      }
    }
  }

  private func address(of options: FeishuDownloadOptions) throws(FeishuFailure) -> WebAddress {
    guard let address = WebAddress(options.url) else { throw FeishuFailure("the url is not one that may be opened") }
    guard configuration.allowsThisMachine || !address.isLoopback, configuration.permits(address.origin) else {
      throw FeishuFailure("the url's host is not permitted", .callProhibited)
    }
    return address
  }

  private func download(
    _ options: FeishuDownloadOptions, path: String, progress: @escaping @Sendable (FeishuDownloadProgress) -> Void
  ) async throws(FeishuFailure) -> FeishuDownloadResult {
    let (file, isReserved) = try await place(options, path: path)
    defer { if isReserved { _ = namesInUse.withLock { $0.remove(file.name) } } }
    let observer = ReplyObserver(transport)
    let carrier = ContentCarrier(
      transport: observer, retry: configuration.retry, logger: configuration.logger,
      instrumentation: configuration.instrumentation)
    let link = ContentLink(url: options.url, headers: options.headers)
    let content = RemoteContent(
      key: "feishu:\(options.url)", endpoint: FeishuDownloadResult.name, maximumSize: Limits.uploadSize,
      hasFreshLinks: false, keepsParts: false
    ) { () throws(WeDriveError) in link }
    let meter = TransferMeter()
    do throws(WeDriveError) {
      let target = try await ContentCarrier.fileWork { [folders] () throws(FileFailure) in try folders.target(of: file)
      }
      _ = try await reportingProgress(of: { meter.reading }, to: { progress(FeishuDownloadProgress($0)) }) {
        () throws(WeDriveError) in
        try await carrier.download(content, to: target, options: DownloadOptions(), meter: meter)
      }
    } catch {
      throw FeishuFailure(error, status: observer.status)
    }
    return FeishuDownloadResult(file: file, trace: observer.trace)
  }

  /// Where the file goes: where the gadget says, or under a name of the link's that nothing has yet.
  private func place(
    _ options: FeishuDownloadOptions, path: String
  ) async throws(FeishuFailure) -> (FeishuFile, isReserved: Bool) {
    if let file = options.file { return (file, false) }
    let safe = FeishuFile.name(forPath: path)
    do throws(WeDriveError) {
      let file = try await ContentCarrier.fileWork { [self] () throws(FileFailure) in
        var names = UniqueFileNames()
        while true {
          let name = names.take(safe)
          let isFree = try folders.isFree(FeishuFile(root: .temporary, name: name))
          if isFree, namesInUse.withLock({ $0.insert(name).inserted }) {
            return FeishuFile(root: .temporary, name: name)
          }
        }
      }
      return (file, true)
    } catch {
      throw FeishuFailure(error, status: 0)
    }
  }
}
