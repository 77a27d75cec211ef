import WeDriveGenerated
import WeDriveRuntime

/// Why a call is refused: the errcode the service would answer, and what in particular is wrong.
///
/// The state throws these; the handlers turn them into replies. The reason never repeats a value of the request, because
/// it may be a ticket or a key.
struct ServiceError: Error, Equatable, Sendable {
  let code: Int
  let reason: String

  init(_ code: Int, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  /// A refusal by WeCom.
  ///
  /// - Parameter reason: What is wrong; nil: what the catalog calls the errcode.
  static func weCom(_ code: WeComErrcode, _ reason: String? = nil) -> ServiceError {
    ServiceError(code.rawValue, reason ?? words(code.advice))
  }

  /// A refusal by WeChat.
  static func weChat(_ code: WeChatErrcode, _ reason: String? = nil) -> ServiceError {
    ServiceError(code.rawValue, reason ?? words(code.advice))
  }

  /// That the emulator has no code for an endpoint. No errcode of the service's, so that no retry policy takes it for one.
  static func notImplemented(_ endpoint: String) -> ServiceError {
    ServiceError(notImplementedCode, "the emulator has no code for \(endpoint) yet; nothing was done")
  }

  /// The code of ``notImplemented(_:)``, that of HTTP.
  static let notImplementedCode = 501

  private static func words(_ advice: ErrcodeAdvice?) -> String { advice?.name.replacing("_", with: " ") ?? "refused" }
}
