#if os(Linux)
  import Foundation
  import TestSupport
  import Testing
  import WeDriveRuntime

  @testable import WeDriveRedis

  /// Two halves of a network, each a namespace of its own, with a cable between them that can be cut.
  ///
  /// One half has a master, the other a replica and the sentinel that watches them. Each server also listens on a socket
  /// in the file system, which no cable matters to: a client of that is a machine in the server's half.
  final class SplitNetwork: Sendable {
    private static let wrapper = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c"]

    /// Makes the other half and the cable. Prints a line when both halves are connected.
    private static let preparation = """
      set -e
      ip link set lo up
      unshare --net sleep 300 & other=$!
      until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/$$/ns/net)" ] && \\
        [ "$(cat /proc/$other/comm)" = sleep ]; do sleep 0.02; done
      there() { nsenter -t $other -n "$@"; }
      ip link add va type veth peer name vb netns $other
      ip address add 10.77.0.1/24 dev va
      ip link set va up
      there ip address add 10.77.0.2/24 dev vb
      there ip link set vb up
      there ip link set lo up
      """

    /// Starts the servers, and takes commands until there are no more.
    private static let servers = """

      folder=$0
      redis-server --bind 10.77.0.1 --port 7301 --protected-mode no --save '' --dir $folder \\
        --unixsocket $folder/a --repl-diskless-sync-delay 0 --repl-timeout 5 >/dev/null & a=$!
      nsenter -t $other -n redis-server --bind 10.77.0.2 --port 7302 --protected-mode no --save '' --dir $folder \\
        --unixsocket $folder/b --repl-diskless-sync-delay 0 --repl-timeout 5 --replicaof 10.77.0.1 7301 >/dev/null & b=$!
      cat >$folder/s.conf <<END
      port 27301
      bind 10.77.0.2
      protected-mode no
      dir $folder
      sentinel monitor wd 10.77.0.1 7301 1
      sentinel down-after-milliseconds wd 500
      sentinel failover-timeout wd 3000
      END
      nsenter -t $other -n redis-sentinel $folder/s.conf >/dev/null & s=$!
      trap 'kill -9 $a $b $s $other 2>/dev/null' EXIT
      echo ready
      while read -r word; do
        case $word in
          cut) ip link set va down ;;
          join) ip link set va up ;;
        esac
        echo "$word"
      done
      """

    /// Whether this system lets an ordinary process have its own namespaces, and the tools are there.
    static let isPossible: Bool = {
      guard RedisProcess.hasSentinel else { return false }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = wrapper + [preparation + "\nkill $other"]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }()

    private let folder: String
    private let commands = Pipe()
    private let answers = Pipe()

    /// Starts both halves, and waits until the replica follows and the sentinel knows it.
    init() async throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("wdr-\(UUID().uuidString.prefix(8))").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = Self.wrapper + [Self.preparation + Self.servers, folder]
      process.standardInput = commands
      process.standardOutput = answers
      process.standardError = FileHandle.nullDevice
      try process.run()
      try expect("ready")
      try await eventually("the replica follows") {
        try cli(onLosingSide: false, "info", "replication").contains("link_status:up")
      }
      // A sentinel hears of replicas from the master, every ten seconds or when it begins.
      try await eventually("the sentinel watches") {
        try cli(onLosingSide: true, "client", "list").contains("sentinel")
      }
      try await eventually("the sentinel watches the replica") {
        try cli(onLosingSide: false, "client", "list").contains("sentinel")
      }
    }

    deinit {
      // The end of its input ends the script, and with it all that it started.
      try? commands.fileHandleForWriting.close()
      _ = answers.fileHandleForReading.availableData
      try? FileManager.default.removeItem(atPath: folder)
    }

    /// Cuts the cable.
    func cut() throws { try order("cut") }

    /// Mends it.
    func join() throws { try order("join") }

    /// The store as machines see it that reach only the half with the first master, which the sentinel does not see any
    /// more once the cable is cut; or only the other half.
    func store(onLosingSide isLosing: Bool) -> RedisStore { RedisStore(RedisConfiguration(.socket(path(isLosing)))) }

    /// What redis-cli prints that talks to the server of a half.
    @discardableResult
    func cli(onLosingSide isLosing: Bool, _ words: String...) throws -> String {
      try RedisProcess.cli(["-s", path(isLosing)] + words)
    }

    /// Waits until the second half has what the first has under a key.
    func replicates(_ key: SharedKey) async throws {
      let kept = try cli(onLosingSide: true, "dump", "wedrive:\(key)")
      try await eventually("the record is replicated") {
        try cli(onLosingSide: false, "dump", "wedrive:\(key)") == kept
      }
    }

    private func path(_ isLosing: Bool) -> String { "\(folder)/\(isLosing ? "a" : "b")" }

    private func order(_ word: String) throws {
      try commands.fileHandleForWriting.write(contentsOf: Data("\(word)\n".utf8))
      try expect(word)
    }

    private func expect(_ word: String) throws {
      let seen = String(decoding: answers.fileHandleForReading.availableData, as: UTF8.self)
      guard seen == "\(word)\n" else { throw RedisCommandFailed(output: "\(word): the namespaces answer \(seen)") }
    }
  }
#endif
