import Foundation
import Synchronization
import Testing

/// `openssl s_server` on loopback, with a certificate made for the occasion.
final class TLSServer: Sendable {
  /// What is wrong with the certificate, or with the server.
  enum Flaw: CaseIterable { case none, foreignHost, expired, oldVersion }

  /// Whether the system has an OpenSSL that can play the server.
  static let isPossible: Bool = (try? TLSServer.output(of: ["version"]))?.hasPrefix("OpenSSL 3") ?? false

  let port: Int
  /// The PEM file of the certificate, which is its own authority.
  let certificate: String
  private let folder: URL
  private let process: Process
  private let input = Pipe()
  private let output = Mutex("")

  /// Starts a server.
  ///
  /// - Parameter answers: Whether it answers with a page; otherwise it only listens to what comes.
  init(_ flaw: Flaw = .none, answers: Bool = true) async throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appendingPathComponent("certificate.pem").path
    let key = folder.appendingPathComponent("key.pem").path
    let request = folder.appendingPathComponent("request.pem").path
    let extensions = folder.appendingPathComponent("extensions").path
    let name = flaw == .foreignHost ? "DNS:other.example" : "IP:127.0.0.1"
    try "subjectAltName=\(name)\n".write(toFile: extensions, atomically: true, encoding: .utf8)
    try await Self.run([
      "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", request,
      "-subj", "/CN=test",
    ])
    try await Self.run([
      "x509", "-req", "-in", request, "-signkey", key, "-days", flaw == .expired ? "-1" : "2", "-extfile", extensions,
      "-out", certificate,
    ])
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key]
    process.arguments? += flaw == .oldVersion ? ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"] : []
    process.arguments? += answers ? ["-www"] : []
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = input
    try process.run()
    let announcement = await withCheckedContinuation { (continuation: CheckedContinuation<String, Never>) in
      Thread.detachNewThread {
        continuation.resume(
          returning: Self.read(pipe.fileHandleForReading) { $0.contains("ACCEPT ") && $0.hasSuffix("\n") })
      }
    }
    let line = announcement.split(separator: "\n").last { $0.hasPrefix("ACCEPT ") } ?? ""
    port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
    Thread.detachNewThread { [weak self] in
      while let data = try? pipe.fileHandleForReading.read(upToCount: 1), !data.isEmpty, let self {
        self.output.withLock { $0 += String(decoding: data, as: UTF8.self) }
      }
    }
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Everything it has printed, what it received included.
  var received: String { output.withLock { $0 } }

  /// Sends text to the client that is connected. Only for a server that does not answer by itself.
  func send(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

  /// Waits until it has received a text; false when it has not within some seconds.
  func waits(for text: String) async -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while !received.contains(text) {
      guard ContinuousClock.now < end else { return false }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return true
  }

  /// Kills it, and with it its connections. It was started with signals blocked, as a dispatch queue's threads are.
  func stop() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  private static func read(_ handle: FileHandle, until isEnough: (String) -> Bool) -> String {
    var text = ""
    while !isEnough(text), let data = try? handle.read(upToCount: 1), !data.isEmpty {
      text += String(decoding: data, as: UTF8.self)
    }
    return text
  }

  /// Runs the program on a thread that may wait for it.
  private static func run(_ arguments: [String]) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      Thread.detachNewThread { continuation.resume(with: Result { _ = try output(of: arguments) }) }
    }
  }

  private static func output(of arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return text
  }
}
