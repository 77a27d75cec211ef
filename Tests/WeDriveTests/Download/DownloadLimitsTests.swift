import Foundation
import Synchronization
import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDrive

@Suite("A download at the limits", .serialized)
struct DownloadLimitsTests {
  @Test("that the disk has no room for says so, keeps what was there, and goes on when there is room")
  func diskFull() async throws {
    // The limit is the whole process's, so this needs a process of its own.
    await #expect(processExitsWith: .success) {
      let content = pattern(5_000_000)
      let server = try ContentServer(ContentServer.Facts(content)) { _, request, connection in
        try connection.serve(content, request)
      }
      let folder = try TemporaryFolder()
      try folder.write([1], to: "a.bin")
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit()
      try #require(fileSizeLimit(&limit, sets: false) == 0)
      limit.rlim_cur = 2_500_000
      try #require(fileSizeLimit(&limit, sets: true) == 0)
      let error = try await #require(throws: WeDriveError.self) {
        try await server.download(to: folder.path("a.bin"))
      }
      guard case .file(let failure) = error else { throw error }
      #expect(failure.path == folder.path("a.bin") && failure.operation == "write" && failure.errno == EFBIG)
      #expect(try folder.read("a.bin") == [1])

      limit.rlim_cur = limit.rlim_max
      try #require(fileSizeLimit(&limit, sets: true) == 0)
      _ = try await server.download(to: folder.path("a.bin"))
      #expect(try folder.read("a.bin") == content)
      let kept = server.requests.last?["Range"].flatMap { Int($0.dropFirst(6).dropLast()) } ?? 0
      #expect((2_097_152...2_500_000).contains(kept))
      #expect(try folder.names == ["a.bin"])
    }
  }

  @Test("leaves a second one from the same source to the same place alone")
  func twice() async throws {
    let content = pattern(2_000_000)
    let gate = Mutex(false)
    let server = try ContentServer(ContentServer.Facts(content)) { _, request, connection in
      while !gate.withLock({ $0 }) { connection.pause(.milliseconds(5)) }
      try connection.serve(content, request)
    }
    let folder = try TemporaryFolder()
    let first = Task { try await server.download(to: folder.path("a.bin")) }
    try await eventually("the first has begun") { !server.requests.isEmpty }
    let error = try await #require(throws: WeDriveError.self) { try await server.download(to: folder.path("a.bin")) }
    guard case .file(let failure) = error else { throw error }
    #expect(failure.reason.contains("under way"))
    gate.withLock { $0 = true }
    _ = try await first.value
    #expect(try folder.read("a.bin") == content)
    #expect(try folder.names == ["a.bin"])
    // And again, now that the first has ended.
    _ = try await server.download(to: folder.path("a.bin"))
  }

  @Test("of 1 GiB takes no more memory than a small one", .timeLimit(.minutes(2)))
  func memory() async throws {
    let size = 1 << 30
    let chunk = [UInt8](repeating: 0, count: 1 << 20)
    // Zeros: their SHA-1 is known, and the server needs no file.
    var facts = ContentServer.Facts([])
    facts.size = size
    facts.sha1 = "2a492f15396a6768bcbca016993f4b4c8b0b5307"
    let server = try ContentServer(facts) { number, request, connection in
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
      for index in 0..<1024 {
        // Lost half way, once, so that reading what was kept is part of it.
        if number == 1, index == 512 { throw ServerConnection.Ended() }
        try connection.send(chunk)
      }
    }
    let folder = try TemporaryFolder()
    let baseline = try residentSize()
    let peak = Atomic<Int>(0)
    let watch = Task.detached {
      while !Task.isCancelled {
        let now = (try? residentSize()) ?? 0
        if now > peak.load(ordering: .relaxed) { peak.store(now, ordering: .relaxed) }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    let begin = ContinuousClock.now
    let file = try await server.download(to: folder.path("a.bin"))
    watch.cancel()
    #expect(file.size == Int64(size) && file.isVerified)
    let growth = peak.load(ordering: .relaxed) - baseline
    print("1 GiB in \(ContinuousClock.now - begin); memory grew by \(growth >> 20) MiB")
    #expect(growth <= 64 << 20)
  }
}

/// Memory of this process that is in use, in bytes.
private func residentSize() throws -> Int {
  let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
  return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}

private func fileSizeLimit(_ limit: inout rlimit, sets: Bool) -> Int32 {
  #if canImport(Glibc)
    let kind = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
  #else
    let kind = RLIMIT_FSIZE
  #endif
  return sets ? setrlimit(kind, &limit) : getrlimit(kind, &limit)
}
