#if os(Linux)
  import Foundation
  import Glibc
  import TestSupport
  import Testing

  @testable import WeDriveHTTP

  /// Name resolution that never ends.
  ///
  /// The scenario runs in a network namespace of its own, whose only name server is a socket that reads nothing.
  @Suite struct BlackHoleTests {
    private static let name = "wedrive.black-hole.example"
    private static let wrapper = ["unshare", "--user", "--map-root-user", "--mount", "--net", "sh", "-c"]
    private static let preparation = """
      ip link set lo up && mount --bind "$0" /etc/resolv.conf && exec "$@"
      """

    static let scenario = Scenario(name: "a name server that never answers")

    /// Whether this system lets an ordinary process have its own namespaces.
    private static let isPossible: Bool = {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = wrapper + ["ip link set lo up && mount --bind /dev/null /etc/resolv.conf"]
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }()

    @Test(.enabled(if: Self.isPossible, "needs unshare, ip, and the right to make namespaces"))
    func `cancelling during name resolution is prompt, and others go on`() async throws {
      let settings = FileManager.default.temporaryDirectory.appendingPathComponent("resolv-\(UUID().uuidString).conf")
      try "nameserver 127.0.0.1\noptions timeout:4 attempts:1\n".write(to: settings, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(at: settings) }
      try await Self.scenario.run(within: Self.wrapper + [Self.preparation, settings.path])
    }

    /// - Parameter endsDuringResolution: Whether libcurl has `CURLOPT_QUICK_EXIT`: older ones are made out not to.
    @Test(.enabled(if: Self.scenario.isCurrent, "runs in a process of its own"), .serialized, arguments: [true, false])
    func `a name server that never answers`(endsDuringResolution: Bool) async throws {
      let hole = try BlackHole()
      defer { hole.close() }
      var library = try CurlLibrary.shared.get()
      try #require(library.endsDuringResolution || !endsDuringResolution)
      library.endsDuringResolution = endsDuringResolution
      var configuration = CurlTransport.Configuration()
      configuration.connectTimeout = .milliseconds(600)
      let transport = CurlTransport(configuration: configuration, library: .success(library))
      let server = try ScriptedServer.answering(text: "ok")
      let clock = ContinuousClock()

      // Others go on while a name is being resolved, and while its resolution is given up.
      let traffic = Task {
        var slowest = Duration.zero
        do throws(TransportFailure) {
          while true {
            let start = clock.now
            _ = try await transport.perform(.get(server.url))
            slowest = max(slowest, clock.now - start)
          }
        } catch {
          #expect(error.code == .cancelled)
        }
        return slowest
      }

      var cancellations: [Duration] = []
      for _ in 0..<3 {
        let task = Task { await transport.failure(of: .post("https://\(Self.name)/", [1])) }
        try await Task.sleep(for: .milliseconds(200))
        let start = clock.now
        task.cancel()
        let failure = await task.value
        cancellations.append(clock.now - start)
        #expect(failure?.code == .cancelled)
        #expect(failure?.progress == .notSent)
      }
      #expect(cancellations.min() ?? .seconds(9) < .milliseconds(100))
      #expect(cancellations.max() ?? .seconds(9) < .seconds(1))

      let ownTimeout = await clock.measure {
        let failure = await transport.failure(of: .get("https://\(Self.name)/", timeout: .milliseconds(200)))
        #expect(failure?.code == .timedOut)
        #expect(failure?.progress == .notSent)
      }
      #expect(ownTimeout >= .milliseconds(200) && ownTimeout < .seconds(2))

      let connectTimeout = await clock.measure {
        let failure = await transport.failure(of: .get("https://\(Self.name)/"))
        #expect(failure?.code == .timedOut)
        #expect(failure?.progress == .notSent)
      }
      #expect(connectTimeout >= .milliseconds(590) && connectTimeout < .seconds(2))

      traffic.cancel()
      // The name server's silence lasts four seconds.
      #expect(await traffic.value < .seconds(1))
      #expect(server.journal.count > 100)

      let last = Task { await transport.failure(of: .get("https://\(Self.name)/")) }
      try await Task.sleep(for: .milliseconds(100))
      let end = await clock.measure {
        transport.calls.close()
        #expect(await last.value?.code == .shutDown)
      }
      #expect(end < .seconds(1))
      await transport.shutDown()
      #expect(transport.calls.metrics.easyHandles.load(ordering: .relaxed) == 0)
    }
  }

  /// A name server's port on which nothing is ever read.
  private struct BlackHole {
    private let descriptor: Int32

    init() throws {
      descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = UInt16(53).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let code = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
      }
      try #require(code == 0)
    }

    func close() { _ = Glibc.close(descriptor) }
  }
#endif
