import Foundation
import Synchronization
import TestSupport
import Testing
import WeChatCloud
import WeDrive
import WeDriveEmulator

@Suite("WeChat's cloud storage")
struct CloudStorageTests {
  @Test("Files go up, come down and are deleted, each with a result of its own")
  func roundTrip() async throws {
    try await EmulatedStorage.run { test in
      let folder = try TemporaryFolder()
      try folder.write(pattern(3_000_000), to: "local.bin")
      let first = try await test.cloud.upload(contentsOf: folder.path("local.bin"), to: "a/report.bin")
      let second = try await test.cloud.upload(Array("two".utf8), to: "b/report.bin").fileID
      #expect(first.size == 3_000_000)
      let missing: CloudFileID = "cloud://nowhere/none.bin"
      let outcomes = try await test.cloud.download([first.fileID, missing, second, first.fileID], into: folder.path)
      #expect(outcomes.map(\.fileID) == [first.fileID, missing, second, first.fileID])
      #expect(try outcomes[0].result.get().path == outcomes[3].result.get().path)
      #expect(outcomes[1].result.refusal?.message == "STORAGE_FILE_NONEXIST")
      #expect(outcomes[1].result.refusal?.code == 1)
      #expect(try folder.read("report.bin") == pattern(3_000_000))
      #expect(try folder.read("report (2).bin") == Array("two".utf8))

      let deleted = try await test.cloud.delete([second, missing])
      #expect(throws: Never.self) { try deleted[0].result.get() }
      #expect(deleted[1].result.refusal?.code == 1)
      let gone = try await test.cloud.downloadLinks(to: [second])
      #expect(gone[0].result.refusal != nil)
    }
  }

  @Test("Any number of files is asked about in calls of fifty, and each file once")
  func batches() async throws {
    try await EmulatedStorage.run { test in
      let known = try await test.cloud.upload(Array("x".utf8), to: "x").fileID
      var ids = (0..<120).map { CloudFileID("cloud://e/\($0)") }
      ids[75] = known
      ids += [known, ids[3]]
      let endpoint = BatchDownloadFileRequest.endpoint
      let outcomes = try await test.cloud.downloadLinks(to: ids)
      #expect(test.calls(endpoint) == 3)
      #expect(outcomes.map(\.fileID) == ids)
      #expect(try outcomes[75].result.get().url == outcomes[120].result.get().url)
      #expect(outcomes.count { $0.result.refusal == nil } == 2)
      #expect(try await test.cloud.downloadLinks(to: []).isEmpty)
      #expect(try await test.cloud.delete([]).isEmpty)
      #expect(try await test.cloud.delete(Array(ids[..<51])).count == 51)
      #expect(test.calls(endpoint) == 3)
      #expect(test.calls(BatchDeleteFileRequest.endpoint) == 2)
    }
  }

  @Test("What cannot be asked is refused before a call, with the field's name")
  func invalid() async throws {
    try await EmulatedStorage.run { test in
      func field(_ work: () async throws -> Void) async -> String? {
        do { try await work() } catch WeDriveError.invalidArgument(let failure) { return failure.field } catch {}
        return nil
      }
      let orders = (0..<51).map { CloudLinkOrder(fileID: CloudFileID("\($0)"), lifetime: 1) }
      let environment = test.cloud.environment
      #expect(
        await field { _ = try await test.cloud.batchDownloadFile(environment: environment, files: orders) }
          == "file_list")
      #expect(
        await field { _ = try await test.cloud.batchDownloadFile(environment: environment, files: []) } == "file_list")
      #expect(
        await field { _ = try await test.cloud.downloadLinks(to: ["a"], lifetime: 0) } == "file_list[0].max_age")
      #expect(await field { _ = try await test.cloud.downloadLinks(to: ["a", ""]) } == "file_list[1].fileid")
      #expect(await field { _ = try await test.cloud.delete([""]) } == "fileid_list[0]")
      #expect(await field { try await test.cloud.upload([], to: "") } == "path")
      #expect(await field { try await test.cloud.upload([], to: "a${filename}") } == "path")
      #expect(test.emulator.journal.count() == 0)
    }
  }

  @Test("Answers are matched by id: missing, repeated and unasked ones are told apart")
  func answers() async throws {
    let server = try ScriptedServer.answering(
      text: #"""
        {"errcode":0,"errmsg":"ok","file_list":[
        {"fileid":"c","download_url":"https://s.example/c","status":0,"errmsg":"ok"},
        {"fileid":"other","download_url":"https://s.example/o","status":0},
        {"fileid":"a","download_url":"https://s.example/a1"},
        {"fileid":"a","download_url":"https://s.example/a2","status":7,"errmsg":"late"},
        {"fileid":"d","download_url":"http://s.example/d","status":0}]}
        """#)
    var configuration = WeChatClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    let cloud = WeChatClient(credential: .token("t"), environment: "e", configuration: configuration)
    let outcomes = try await cloud.downloadLinks(to: ["a", "b", "c", "d"])
    #expect(outcomes.map(\.fileID) == ["a", "b", "c", "d"])
    #expect(try outcomes[0].result.get().url == "https://s.example/a1")
    #expect(try outcomes[2].result.get().url == "https://s.example/c")
    for index in [1, 3] {
      guard case .failure(.undecodableReply) = outcomes[index].result else {
        Issue.record("\(outcomes[index].result)")
        continue
      }
    }
    #expect(!"\(outcomes[0])".contains("a1"))
  }

  @Test("Content without its file id is stored and lost, as documented")
  func lostContent() async throws {
    try await EmulatedStorage.run { test in
      let form = try await test.cloud.uploadFile(environment: test.cloud.environment, path: "lost.txt")
      let fields = [
        ("key", "lost.txt"), ("Signature", form.signature.rawValue),
        ("x-cos-security-token", form.securityToken.rawValue),
      ]
      let text =
        fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }.joined()
        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nlost\r\n--b--\r\n"
      var request = HTTPRequest(
        .post, url: form.uploadURL.rawValue, isRepeatable: false, timeout: .seconds(10), maximumReplySize: 1 << 20)
      request.headers = [HTTPHeader("Content-Type", "multipart/form-data; boundary=b")]
      request.body = Array(text.utf8)
      let reply = try await CurlTransport().perform(request)
      #expect(reply.head.status == 204)
      let links = try await test.cloud.downloadLinks(to: [form.fileID])
      #expect(links[0].result.refusal?.message == "STORAGE_FILE_NONEXIST")
    }
  }

  @Test("The form has the documented fields in their order, and the content last")
  func form() async throws {
    let address = Mutex("")
    let server = try ScriptedServer.answering { request, connection in
      guard request.path == UploadFileRequest.endpoint.path else {
        return try connection.reply(204, text: "")
      }
      let url = address.withLock { $0 } + "/bucket"
      try connection.reply(
        text: """
          {"errcode":0,"url":"\(url)","token":"tok","authorization":"sig","file_id":"cloud://e/p","cos_file_id":"cos"}
          """)
    }
    address.withLock { $0 = server.url }
    var configuration = WeChatClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    let cloud = WeChatClient(credential: .token("t"), environment: "e", configuration: configuration)
    let content = pattern(700_000)
    #expect(try await cloud.upload(content, to: "p/文.bin").fileID == "cloud://e/p")
    let request = try #require(server.journal.last)
    let text = String(decoding: request.body, as: UTF8.self)
    let names = text.matches(of: /form-data; name="([^"]+)"/).map { String($0.1) }
    #expect(names == ["key", "Signature", "x-cos-security-token", "x-cos-meta-fileid", "file"])
    #expect(text.contains("p/文.bin") && text.contains("cos"))
    #expect(request.body.firstRange(of: content) != nil)
  }

  @Test("An upload that the storage cannot take now is made again with a fresh form; a refusal says why")
  func storageInTrouble() async throws {
    try await EmulatedStorage.run { test in
      test.emulator.faults.add(.status(503, retryAfter: nil), FaultSelection(EmulatedCloud.formTarget))
      try await test.cloud.upload([1, 2, 3], to: "a")
      #expect(test.calls(UploadFileRequest.endpoint) == 2)
      let always = FaultSelection(EmulatedCloud.formTarget, count: nil)
      test.emulator.faults.add(.status(400, retryAfter: nil), always)
      let error = await #expect(throws: WeDriveError.self) { try await test.cloud.upload([1], to: "b") }
      guard case .undecodableReply(let reply) = error else { throw try #require(error) }
      #expect(reply.status == 400)
    }
  }

  @Test("An interrupted download goes on where it was, and an expired link is asked for anew")
  func interrupted() async throws {
    try await EmulatedStorage.run { test in
      let folder = try TemporaryFolder()
      let id = try await test.cloud.upload(pattern(4_000_000), to: "big.bin").fileID
      test.emulator.faults.add(.truncate(after: 3_000_000), FaultSelection(EmulatedCloud.objectTarget))
      let file = try await test.cloud.download(fileID: id, to: folder.path)
      #expect(file.size == 4_000_000)
      #expect(try folder.read("big.bin") == pattern(4_000_000))
      test.emulator.faults.add(.status(403, retryAfter: nil), FaultSelection(EmulatedCloud.objectTarget))
      try await test.cloud.download(fileID: id, to: folder.path("again.bin"))
      #expect(test.calls(BatchDownloadFileRequest.endpoint) == 3)
    }
  }
}
