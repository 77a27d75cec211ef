import Findings

extension DriftRule {
  /// Calls that start an upload in blocks.
  static let uploads: [DriftRule] = [
    uploadRemoved, uploadAdded, uploadCallsChanged, uploadFieldsChanged, uploadLapsesChanged,
  ]

  static let uploadRemoved = DriftRule(
    "upload-removed", .error, .sourceBreaking, "starts no upload in blocks any more", mirror: "upload-added",
    why: "The request no longer goes into the library's uploader.")

  static let uploadAdded = DriftRule(
    "upload-added", .info, .additive, "starts an upload in blocks", mirror: "upload-removed",
    why: "The request goes into the library's uploader.")

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
