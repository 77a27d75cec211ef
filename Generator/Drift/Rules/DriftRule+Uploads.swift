import Findings

extension DriftRule {
  /// Calls that start an upload in blocks.
  static let uploads: [DriftRule] =
    DriftNoun.upload.rules + [uploadCallsChanged, uploadFieldsChanged, uploadLapsesChanged]

  static let uploadCallsChanged = DriftRule(
    "upload-calls-changed", .error, .sourceBreaking, "goes on with other calls", mirror: .itself,
    why: "Blocks are sent, or the upload completed, by another call, whose types the request names.")

  static let uploadFieldsChanged = DriftRule(
    "upload-fields-changed", .warning, .behaviour, "takes its parts from other fields", mirror: .itself,
    why: "Nothing changes for callers if the record is right; if it is not, uploads fail or are not resumed.")

  static let uploadLapsesChanged = DriftRule(
    "upload-lapses-changed", .warning, .behaviour, "is started anew on other errcodes", mirror: .itself,
    why: "An interrupted upload is begun again, or given up, in other cases than before.")
}
