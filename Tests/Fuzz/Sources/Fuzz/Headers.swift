@testable import WeDriveHTTP
@testable import WeDriveTransfers

/// The head of a reply, line by line, and what is read out of its headers.
struct Headers: FuzzTarget {
  private static let asked: [AskedPart?] = [
    nil, AskedPart(offset: 0), AskedPart(offset: 1_048_576, size: 3_145_728, entityTag: "\"v1\""),
    AskedPart(offset: .max - 1, size: .max), AskedPart(offset: 5, entityTag: "\"v1\""),
  ]

  func run(_ input: [UInt8]) {
    var reader = ReplyHeadReader()
    do throws(ReplyHeadReader.Violation) {
      for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
        let line = Array(line) + [0x0A]
        // Not `withUnsafeBytes`, which would have the closure throw any error.
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: line.count, alignment: 1)
        defer { copy.deallocate() }
        copy.copyBytes(from: line)
        guard let head = try reader.receive(UnsafeRawBufferPointer(copy)) else { continue }
        read(head)
      }
    } catch {
      _ = "\(error)"
    }
  }

  private func read(_ head: HTTPReplyHead) {
    if let wait = head.retryAfter { expect(.zero <= wait && wait <= .seconds(86_400), "a wait of \(wait)") }
    expect(head.contentLength ?? 0 >= 0, "a negative length")
    _ = head.strongEntityTag
    for part in Self.asked {
      do throws(TransferFailure) {
        guard case .part(let surplus, let end, let size) = try ReplyStart(head, to: part, endpoint: "e") else {
          continue
        }
        guard let part else { fatalError("an unrequested part") }
        expect(surplus >= 0 && surplus <= part.offset && end > part.offset && end <= size, "a part that does not fit")
        expect(part.size ?? size == size, "a part of another content")
      } catch {
        _ = "\(error)"
      }
    }
  }
}
