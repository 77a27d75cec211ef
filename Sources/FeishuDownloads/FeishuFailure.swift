import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a download failed, in words that a gadget may see: nothing of the host's own paths.
struct FeishuFailure: Error, Hashable {
  let reason: String
  let errno: FeishuErrno
  var status = 0

  static let aborted = FeishuFailure("abort", .cancelled)

  init(_ reason: String, _ errno: FeishuErrno = .invalidParameter) {
    self.reason = reason
    self.errno = errno
  }

  init(_ error: WeDriveError, status: Int) {
    switch error {
    case .cancelled: self = .aborted
    case .undecodableReply(let reply) where reply.status != nil:
      self.init("the server answered with HTTP status \(status)", .downloadFailed)
    case .unavailable(let answer):
      self.init("the server answered with HTTP status \(answer.status)", .downloadFailed)
    case .transport(let failure):
      self.init("\(failure.code.rawValue): \(failure.reason)", Self.errno(of: failure.code))
    case .integrity(let failure):
      self.init("the content is not complete: its \(failure.property) is wrong", .downloadFailed)
    case .file(let failure):
      self.init("the file cannot be written: \(failure.reason)", Self.errno(of: failure))
    default: self.init("the download failed", .unknownError)
    }
    self.status = status
  }

  private static func errno(of code: TransportFailure.Code) -> FeishuErrno {
    switch code {
    case .timedOut, .tooSlow: .timedOut
    case .cancelled, .shutDown: .cancelled
    case .invalidRequest: .networkParameterInvalid
    case .truncated, .replyTooLarge, .protocolError, .redirectRefused, .sinkRefused: .downloadFailed
    case .cannotResolve, .cannotConnect, .proxyRefused, .tlsFailure, .connectionLost: .networkFailed
    case .bodyUnreadable, .other: .networkInternalError
    }
  }

  private static func errno(of failure: FileFailure) -> FeishuErrno {
    switch failure.errno {
    case EACCES, EPERM, EROFS: .noWritePermission
    case ENOSPC, EDQUOT, EFBIG: .outOfSpace
    case EISDIR: .notAFile
    default: .internalError
    }
  }
}
