import WeDriveHTTP
import WeDriveRuntime

/// Where a Redis server is, and how it is spoken to.
public struct RedisConfiguration: Sendable {
  /// A host and a port.
  public struct Address: Sendable, Hashable {
    /// A name, or an address; of IPv6 without brackets.
    public var host: String
    /// From 1 to 65535.
    public var port: Int

    /// Joins a host and a port.
    public init(host: String, port: Int = 6379) {
      self.host = host
      self.port = port
    }

    /// Whether it is this machine.
    var isLoopback: Bool { host.isLoopbackHost }
    /// Whether it can stand in a URL as it is.
    var isValid: Bool {
      (1...65535).contains(port) && !host.isEmpty && host.utf8.count <= 255
        && host.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
          default: false
          }
        }
    }
  }

  /// How a server is found.
  public enum Place: Sendable, Hashable {
    /// One server, or any node of a cluster, whose redirections are followed.
    case server(Address)
    /// A socket's path on this machine.
    case socket(String)
    /// The master that these sentinels know under a name.
    case sentinels([Address], master: String)
  }

  /// How connections are encrypted. Names and chains are always verified.
  public struct TLS: Sendable, Hashable {
    /// A PEM file of the authorities to trust instead of the system's.
    public var authorities: String?
    /// A PEM file of this client's certificate.
    public var certificate: String?
    /// A PEM file of its key, if the certificate's file has none.
    public var key: String?

    /// Trusts the system's authorities, and shows no certificate.
    public init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
      self.authorities = authorities
      self.certificate = certificate
      self.key = key
    }
  }

  /// How the server is found.
  public var place: Place
  /// Nil: connections are not encrypted. Then only this machine is connected to, unless ``allowsPlainText``.
  public var tls: TLS?
  /// Whether a server on another machine may be spoken to without encryption. Who listens learns every value that is not
  /// sealed, and the password.
  public var allowsPlainText = false
  /// The ACL user; nil for the server's default user.
  public var user: String?
  /// Gives the password; asked at each connect, so that it may change. It may block, for a file for example.
  public var password: (@Sendable () throws -> Secret)?
  /// The same for sentinels.
  public var sentinelPassword: (@Sendable () throws -> Secret)?
  /// The database's number.
  public var database = 0
  /// The longest that a command may take, with connecting.
  public var timeout: Duration = .seconds(1)

  /// Describes a server without a password.
  public init(_ place: Place, tls: TLS? = nil) {
    self.place = place
    self.tls = tls
  }
}

extension RedisConfiguration {
  /// Reads `redis://user@host:6379/0`, `rediss://…` for TLS, or `unix:///path`.
  ///
  /// A password has no place in a URL, which lands in lists of processes and logs; set ``password``.
  ///
  /// - Throws: ``/WeDriveRuntime/StoreFailure`` that says what is wrong, without the text.
  public init(url: String) throws(StoreFailure) {
    func wrong(_ reason: String) -> StoreFailure { StoreFailure(.unreachable, "the store's URL \(reason)") }
    if url.hasPrefix("unix://"), url.utf8.count > 7 {
      self.init(.socket(String(url.dropFirst(7))))
      return
    }
    let isEncrypted = url.hasPrefix("rediss://")
    guard isEncrypted || url.hasPrefix("redis://") else {
      throw wrong("must begin with redis://, rediss:// or unix://")
    }
    var rest = url.dropFirst(isEncrypted ? 9 : 8)
    var database = 0
    if let slash = rest.firstIndex(of: "/") {
      let number = rest[rest.index(after: slash)...]
      guard number.isEmpty || Int(number).map({ (0...65535).contains($0) }) == true else {
        throw wrong("must end with the number of a database, as in /0")
      }
      database = Int(number) ?? 0
      rest = rest[..<slash]
    }
    var user: String?
    if let at = rest.lastIndex(of: "@") {
      guard !rest[..<at].contains(":") else { throw wrong("has a password; give it by a variable or file") }
      user = String(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    guard let address = Self.address(rest) else { throw wrong("has no host, or a port that is none") }
    self.init(.server(address), tls: isEncrypted ? TLS() : nil)
    self.user = user
    self.database = database
  }

  private static func address(_ text: Substring) -> Address? {
    var host = text
    var port = 6379
    let bracket = text.lastIndex(of: "]")
    if let colon = text.lastIndex(of: ":"), bracket.map({ $0 < colon }) ?? true {
      guard let number = Int(text[text.index(after: colon)...]) else { return nil }
      port = number
      host = text[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    let address = Address(host: String(host), port: port)
    return address.isValid ? address : nil
  }
}
