import CLibcurl

/// An easy handle and, while one is under way, the exchange it carries. It never leaves its loop's thread.
///
/// libcurl's callbacks get an unretained pointer to it: the loop's table keeps it alive until the handle was removed.
final class Transfer {
  /// What libcurl and the loop share about this kind of exchange.
  struct Context: Sendable {
    let library: CurlLibrary
    let configuration: CurlTransport.Configuration
    let lane: HTTPRequest.Lane
  }

  let handle: EasyHandlePool.Handle
  let context: Context
  let sockets: OpenSockets
  var headerList: UnsafeMutablePointer<curl_slist>?

  let exchange: Exchange
  let continuation: Exchange.Continuation

  // Of the hop under way.
  var url: RequestURL
  var reader = ReplyHeadReader()
  var head: HTTPReplyHead?
  var received: Int64 = 0
  var bodyOffset: Int64 = 0
  /// When there has to be a connection.
  var connectBy: ContinuousClock.Instant
  /// Whether the name was resolved and a socket asked for.
  var hasSocket = false
  /// Through whom the hop goes; nil: straight to its host.
  var proxy: ProxyChoice?
  /// Whether a kept connection, and an address that was looked up before, will not do.
  var wantsFreshConnection = false
  /// Whether the connection that libcurl chose holds bytes that are no answer to anything, so that nothing was written.
  var foundUnreadBytes = false
  /// Why the system gave no socket; 0 if it gave one.
  var socketError: Int32 = 0
  /// How many connections a request was about to be written to.
  var announcements = 0
  /// What a callback found wrong. It goes before what libcurl makes of the callback's refusal.
  var failure: TransportFailure?
  /// Where the reply redirects to, if that is to be followed.
  var redirection: RequestURL?

  // Of the whole exchange.
  var body: [UInt8] = []
  var visited: Set<String> = []
  var carriesCredentials = true
  /// Whether the first hop's server is on the internet.
  var startsInPublic = false
  /// Whether the outcome is settled, so that whatever comes is refused.
  var hasEnded = false

  init(
    _ entry: PendingQueue.Entry, handle: EasyHandlePool.Handle, context: Context, sockets: OpenSockets
  ) {
    self.handle = handle
    self.context = context
    self.sockets = sockets
    exchange = entry.exchange
    continuation = entry.continuation
    url = entry.exchange.url
    connectBy = .now + context.configuration.connectTimeout
    proxy = chosenProxy
  }

  private var chosenProxy: ProxyChoice? {
    ProxyChoice.of(url, by: context.configuration.proxy)
  }

  /// How far the exchange got.
  var progress: TransportFailure.Progress {
    if reader.hasBegun || !visited.isEmpty { return .replied }
    if context.library.announcesRequests && announcements == 0 { return .notSent }
    return hasWritten ? .sent : .notSent
  }

  /// When this side has to end it, if nothing else does.
  var expiry: ContinuousClock.Instant? {
    isConnected ? exchange.deadline : min(connectBy, exchange.deadline ?? connectBy)
  }

  /// Whether a connection was ready to be written to.
  var isConnected: Bool {
    announcements > 0 || (!context.library.announcesRequests && hasWritten)
  }

  /// Whether libcurl is resolving a name and would wait for that to end before it lets go of the handle.
  var cannotBeRemoved: Bool {
    !context.library.endsDuringResolution && !hasSocket && !isConnected
  }

  /// Whether callbacks have to refuse whatever comes.
  var isOver: Bool { hasEnded || failure != nil || exchange.isCancelled }

  /// Whether any byte of a request was handed to a connection.
  ///
  /// Bytes count from when the socket, or the TLS library with a whole record, took them.
  var hasWritten: Bool {
    var size = 0
    return wedrive_curl_get_long(handle.easy, CURLINFO_REQUEST_SIZE, &size) != CURLE_OK || size > 0 || bodyOffset > 0
  }

  /// Makes ready for the next hop.
  func follow(_ target: RequestURL) {
    visited.insert(url.text)
    // Once a credential's origin has been left, nothing that follows gets it, not even on the way back.
    carriesCredentials = carriesCredentials && target.origin == exchange.url.origin
    url = target
    proxy = chosenProxy
    reader = ReplyHeadReader()
    head = nil
    received = 0
    connectBy = .now + context.configuration.connectTimeout
    hasSocket = false
    announcements = 0
    socketError = 0
    redirection = nil
  }

  /// Makes ready for the same hop on a connection of its own. Nothing of it was written.
  func startAfresh() {
    foundUnreadBytes = false
    wantsFreshConnection = true
    hasSocket = false
    announcements = 0
  }

  func releaseHeaders() {
    curl_slist_free_all(headerList)
    headerList = nil
  }
}
