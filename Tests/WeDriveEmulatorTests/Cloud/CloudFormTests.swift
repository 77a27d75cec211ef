import Foundation
import Testing
import WeDriveGenerated
import WeDriveRuntime

@testable import WeDriveEmulator

@Suite("Forms that come to the object storage")
struct CloudFormTests {
  private static let type = "Content-Type: multipart/form-data; boundary=b"

  /// A form that the service has prepared.
  private struct Prepared {
    var fields: [(name: String, value: String)]
    let fileID: String

    init(_ caller: CloudCaller) async throws {
      let environment = CloudCaller.account.environment
      let reply = try await caller.post(UploadFileRequest.endpoint, #"{"env":"\#(environment)","path":"dir/a.txt"}"#)
      let response = try JSONDecoder().decode(UploadFileResponse.self, from: Data(reply.bytes))
      fileID = response.fileID.rawValue
      fields = [
        ("key", "dir/a.txt"), ("Signature", response.signature.rawValue),
        ("x-cos-security-token", response.securityToken.rawValue),
        ("x-cos-meta-fileid", response.storageFileID.rawValue),
      ]
    }

    func without(_ name: String) -> Prepared {
      var form = self
      form.fields.removeAll { $0.name == name }
      return form
    }

    func with(_ name: String, _ value: String) -> Prepared {
      var form = self
      form.fields = fields.map { $0.name == name ? ($0.name, value) : $0 }
      return form
    }

    var text: String {
      fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0.name)\"\r\n\r\n\($0.value)\r\n" }.joined()
        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\ncontent\r\n--b--\r\n"
    }
  }

  private func send(_ text: String, to caller: CloudCaller, type: String = type) async throws -> RawReply {
    try await RawConnection(port: CloudCaller.port(of: caller.emulator.cloud.storageOrigin))
      .exchange("POST", ObjectStorage.bucket, headers: [type, "Connection: close"], body: Array(text.utf8))
  }

  /// The status of the one file, and the service's words about it.
  private func status(_ form: Prepared, _ caller: CloudCaller) async throws -> [String?] {
    let body =
      #"{"env":"\#(CloudCaller.account.environment)","file_list":[{"fileid":"\#(form.fileID)","max_age":60}]}"#
    let reply = try await caller.post(BatchDownloadFileRequest.endpoint, body)
    return [reply["file_list.0.status"], reply["file_list.0.errmsg"]]
  }

  private func isRefused(_ reply: RawReply, _ status: Int, _ code: String) -> Bool {
    reply.status == status && reply.text.contains("<Code>\(code)</Code>")
      && reply.header("content-type") == "application/xml"
  }

  @Test("are taken once they are as they were prepared; without its file id the content is lost")
  func taken() async throws {
    try await CloudCaller.run { caller in
      let lost = try await Prepared(caller)
      #expect(try await send(lost.without("x-cos-meta-fileid").text, to: caller).status == 204)
      #expect(try await status(lost, caller) == ["1", "STORAGE_FILE_NONEXIST"])
      let other = try await Prepared(caller)
      #expect(try await send(other.with("x-cos-meta-fileid", "made up").text, to: caller).status == 204)
      #expect(try await status(other, caller) == ["1", "STORAGE_FILE_NONEXIST"])
      let form = try await Prepared(caller)
      #expect(try await send(form.text, to: caller).status == 204)
      #expect(try await status(form, caller) == ["0", "ok"])
    }
  }

  @Test("are refused with another signature, token or key, and when their time is over; nothing is kept of them")
  func refused() async throws {
    try await CloudCaller.run { caller in
      let form = try await Prepared(caller)
      let refusals = [
        (form.with("Signature", "made up"), "SignatureDoesNotMatch"),
        (form.without("Signature"), "SignatureDoesNotMatch"),
        (form.with("x-cos-security-token", "made up"), "AccessDenied"),
        (form.without("x-cos-security-token"), "AccessDenied"), (form.with("key", "dir/other.txt"), "AccessDenied"),
        (form.without("key"), "AccessDenied"),
      ]
      for (form, code) in refusals {
        let reply = try await send(form.text, to: caller)
        #expect(isRefused(reply, 403, code), "\(reply.text)")
        #expect(form.fields.allSatisfy { !reply.text.contains($0.value) })
      }
      caller.emulator.clock.advance(by: CloudCaller.account.formLife)
      let late = try await send(form.text, to: caller)
      #expect(isRefused(late, 403, "AccessDenied"))
      #expect(try await status(form, caller) == ["1", "STORAGE_FILE_NONEXIST"])
      let records = caller.emulator.journal.records(of: EmulatedCloud.formTarget)
      #expect(records.count == 7 && records.allSatisfy { $0.status == 403 && !$0.hasActed })
    }
  }

  @Test("are refused where they are not forms, however they break off")
  func malformed() async throws {
    try await CloudCaller.run { caller in
      let form = try await Prepared(caller)
      let head = form.text.prefix(while: { $0 != "\r\n" })
      for type in ["Content-Type: text/plain", "Content-Type: multipart/form-data", "Accept: */*", "\(Self.type)x"] {
        let reply = try await send(form.text, to: caller, type: type)
        #expect(isRefused(reply, 400, "MalformedPOSTRequest"), "\(type)")
      }
      let long = String(repeating: "x", count: 1 << 20)
      for text in [
        "", "x", String(head), "--b", "--b\r\n\r\n", long,
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n" + long + form.text,
        String(form.text.dropLast(12)), form.text.replacing("name=\"file\"", with: "name=\"other\""),
      ] {
        let reply = try await send(text, to: caller)
        #expect(isRefused(reply, 400, "MalformedPOSTRequest"), "\(text.prefix(60)) → \(reply.status)")
      }
      #expect(try await status(form, caller) == ["1", "STORAGE_FILE_NONEXIST"])
      // The form itself is as good as before.
      #expect(try await send(form.text, to: caller).status == 204)
    }
  }

  @Test("are refused as GET: what the storage holds cannot be listed")
  func method() async throws {
    try await CloudCaller.run { caller in
      let port = try CloudCaller.port(of: caller.emulator.cloud.storageOrigin)
      let reply = try await RawConnection(port: port).exchange("GET", ObjectStorage.bucket)
      #expect(isRefused(reply, 403, "AccessDenied"))
      #expect(try await RawConnection(port: port).exchange("GET", "\(ObjectStorage.objects)/made-up").status == 403)
    }
  }
}
