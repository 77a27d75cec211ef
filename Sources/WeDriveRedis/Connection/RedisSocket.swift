import CLibcurl
import WeDriveHTTP
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One connection to a server, plain or encrypted, made by libcurl. Used by one thread.
final class RedisSocket {
  /// What is left of the time for an operation.
  typealias Deadline = ContinuousClock.Instant

  /// How a piece of data went.
  enum Step { case moved(Int), wouldBlock, closed }

  /// What `poll` watches.
  let descriptor: Int32
  private let easy: UnsafeMutableRawPointer

  /// Connects, and verifies the server's certificate and name. Blocks until the deadline at the longest.
  init(_ target: RedisTarget, tls: RedisConfiguration.TLS?, deadline: Deadline) throws(StoreFailure) {
    if case .failure(let failure) = CurlLibrary.shared { throw StoreFailure(.unreachable, failure.reason) }
    guard let easy = curl_easy_init() else { throw StoreFailure(.unreachable, "no memory for a connection") }
    var socket = wedrive_curl_no_socket
    let refused = Self.configure(easy, target, tls, milliseconds: deadline.millisecondsFromNow)
    let code = refused == CURLE_OK ? curl_easy_perform(easy) : refused
    if code == CURLE_OK { _ = wedrive_curl_get_socket(easy, &socket) }
    guard code == CURLE_OK, socket != wedrive_curl_no_socket else {
      curl_easy_cleanup(easy)
      throw Self.failure(code)
    }
    self.easy = easy
    descriptor = socket
  }

  deinit { curl_easy_cleanup(easy) }

  /// Sends the beginning of `bytes`.
  func send(_ bytes: ArraySlice<UInt8>) -> Step {
    var count = 0
    let code = bytes.withUnsafeBytes { curl_easy_send(easy, $0.baseAddress, $0.count, &count) }
    return Self.step(code, count)
  }

  /// Receives what has arrived, up to the length of `room`. Until nothing comes, `poll` may not tell of more: the TLS
  /// library may hold some.
  func receive(into room: inout [UInt8]) -> Step {
    var count = 0
    let code = room.withUnsafeMutableBytes { curl_easy_recv(easy, $0.baseAddress, $0.count, &count) }
    return code == CURLE_OK && count == 0 ? .closed : Self.step(code, count)
  }

  private static func step(_ code: CURLcode, _ count: Int) -> Step {
    switch code {
    case CURLE_OK: .moved(count)
    case CURLE_AGAIN: .wouldBlock
    default: .closed
    }
  }

  private static func configure(
    _ easy: UnsafeMutableRawPointer, _ target: RedisTarget, _ tls: RedisConfiguration.TLS?, milliseconds: Int
  ) -> CURLcode {
    // The scheme chooses between plain and encrypted only; no byte of HTTP is sent.
    let scheme = tls == nil ? "http" : "https"
    var codes = [
      wedrive_curl_set_long(easy, CURLOPT_CONNECT_ONLY, 1),
      wedrive_curl_set_protocol(easy, tls == nil ? 0 : 1),
      wedrive_curl_set_long(easy, CURLOPT_NOSIGNAL, 1),
      wedrive_curl_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, milliseconds)),
      // A proxy of the environment is for HTTP.
      wedrive_curl_set_string(easy, CURLOPT_PROXY, ""),
      wedrive_curl_set_long(easy, CURLOPT_TCP_NODELAY, 1),
      wedrive_curl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1),
    ]
    switch target {
    case .socket(let path):
      codes.append(wedrive_curl_set_string(easy, CURLOPT_UNIX_SOCKET_PATH, path))
      codes.append(wedrive_curl_set_string(easy, CURLOPT_URL, "\(scheme)://localhost/"))
    case .server(let address):
      let host = address.host.contains(":") ? "[\(address.host)]" : address.host
      codes.append(wedrive_curl_set_string(easy, CURLOPT_URL, "\(scheme)://\(host):\(address.port)/"))
    }
    if CurlLibrary.shared.map(\.endsDuringResolution) == .success(true) {
      codes.append(wedrive_curl_set_quick_exit(easy, 1))
    }
    guard let tls else { return codes.first { $0 != CURLE_OK } ?? CURLE_OK }
    codes += [
      wedrive_curl_set_long(easy, CURLOPT_SSL_ENABLE_ALPN, 0),
      wedrive_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      wedrive_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
      wedrive_curl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
    ]
    if let file = tls.authorities ?? TrustedAuthorities.systemFile {
      codes.append(wedrive_curl_set_string(easy, CURLOPT_CAINFO, file))
      // Beside the file a folder of the system's would be trusted. Not every TLS library has such folders.
      if tls.authorities != nil { _ = wedrive_curl_set_string(easy, CURLOPT_CAPATH, nil) }
    }
    if let certificate = tls.certificate {
      codes.append(wedrive_curl_set_string(easy, CURLOPT_SSLCERT, certificate))
      codes.append(wedrive_curl_set_string(easy, CURLOPT_SSLKEY, tls.key ?? certificate))
    }
    return codes.first { $0 != CURLE_OK } ?? CURLE_OK
  }

  private static func failure(_ code: CURLcode) -> StoreFailure {
    switch code {
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
      StoreFailure(.denied, "the server's certificate or name is not trusted")
    case CURLE_SSL_CERTPROBLEM: StoreFailure(.denied, "this client's certificate or key cannot be used")
    case CURLE_SSL_CONNECT_ERROR: StoreFailure(.unreachable, "the TLS handshake failed")
    case CURLE_OPERATION_TIMEDOUT: StoreFailure(.unreachable, "the server cannot be connected to in time")
    case CURLE_COULDNT_RESOLVE_HOST: StoreFailure(.unreachable, "the server's name cannot be resolved")
    default: StoreFailure(.unreachable, "the server cannot be connected to (libcurl \(code.rawValue))")
    }
  }
}

/// What a socket connects to.
enum RedisTarget: Sendable, Hashable {
  case server(RedisConfiguration.Address)
  case socket(String)

  var isOnThisMachine: Bool {
    switch self {
    case .server(let address): address.isLoopback
    case .socket: true
    }
  }
}

extension ContinuousClock.Instant {
  /// How long it is until then, rounded up; 0 if it is past.
  var millisecondsFromNow: Int {
    let left = ContinuousClock.now.duration(to: self)
    return left <= .zero ? 0 : Int(min(left.wholeMilliseconds, 1 << 30)) + 1
  }
}
