import WeDrive

/// What is deprecated, reached without naming it, so that nothing warns.
private protocol DeprecatedPicker {
  static var test: PickerScriptTests.Case { get }
}

private enum SharedFiles: DeprecatedPicker {
  @available(*, deprecated)
  static var test: PickerScriptTests.Case {
    PickerScriptTests.Case(
      DriveSharedFilePicker(fileCount: 2), result: #"{"selectedFileUrls":["u","v"]}"#,
      options: { _ in #"{"selectedFileNum":2}"# }, picked: { "\($0.urls)" })
  }
}

extension PickerScriptTests {
  /// The picker that the page about it no longer recommends.
  static let sharedFiles: Case = {
    let picker: any DeprecatedPicker.Type = SharedFiles.self
    return picker.test
  }()
}
