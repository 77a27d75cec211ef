import Testing
import WeDrive

/// Calls what is deprecated without naming it, so that nothing warns.
private protocol DeprecatedPicker {
  static func rendered() throws -> String
  static func urls(_ posted: String) throws -> [String]?
}

private enum SharedFiles: DeprecatedPicker {
  @available(*, deprecated)
  static func rendered() throws -> String { try DriveSharedFilePicker(fileCount: 2).javaScript(for: .jsSDK) }

  @available(*, deprecated)
  static func urls(_ posted: String) throws -> [String]? { try DriveSharedFilePicker.reply(from: posted).answer?.urls }
}

@Suite("A deprecated picker", .disabled(if: JavaScriptEngine.isMissing, "there is no node in PATH"))
struct DeprecatedPickerTests {
  @Test("still works")
  func works() async throws {
    let picker: any DeprecatedPicker.Type = SharedFiles.self
    let run = try await JavaScriptEngine.run(
      try picker.rendered(),
      answer: #"{"errMsg":"wedriveSelectFileForShare:ok","result":{"selectedFileUrls":["u"]}}"#)
    #expect(run.calls.first?.function == "ww.wedriveSelectFileForShare")
    #expect(run.calls.first?.options == #"{"selectedFileNum":2}"#)
    #expect(try picker.urls(try #require(run.posted.first)) == ["u"])
  }
}
