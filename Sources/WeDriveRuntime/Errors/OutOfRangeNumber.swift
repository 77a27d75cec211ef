#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds the number that a decoder could not take.
///
/// Foundation's decoder calls a document with a number that does not fit its field "not valid JSON", and names no field.
/// So the document is decoded again with more and more of its numbers set to 0, by bisection: a few decodings, made only
/// once something has gone wrong.
struct OutOfRangeNumber {
  /// A number and the names and indices that lead to it.
  private struct Place {
    let range: Range<Int>
    let path: String
  }

  /// Where the value with a path, as ``path(in:decoding:)`` gives it, stands.
  static func place(in bytes: [UInt8], at wanted: String) -> Range<Int>? {
    bytes.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer)
      var place: Range<Int>?
      do throws(JSONScanner.Malformed) {
        try scanner.leaves { range, path in if path == wanted { place = range } }
      } catch {
        return nil
      }
      return place
    }
  }

  /// The path of the last number that does not fit; nil where that is not what is wrong.
  static func path<Value: Decodable>(in bytes: [UInt8], decoding type: Value.Type) -> String? {
    var places: [Place] = []
    do throws(JSONScanner.Malformed) {
      try bytes.withUnsafeBufferPointer { (buffer) throws(JSONScanner.Malformed) in
        var scanner = JSONScanner(buffer)
        try scanner.leaves { range, path in
          if JSONScanner.startsNumber(bytes[range.lowerBound]) { places.append(Place(range: range, path: path)) }
        }
      }
    } catch {
      return nil
    }
    func isMisfit(settingToZero count: Int) -> Bool {
      var document = Data(bytes)
      for place in places[..<count] {
        document.replaceSubrange(place.range, with: repeatElement(0x20, count: place.range.count - 1) + [0x30])
      }
      do {
        _ = try JSONDecoder().decode(type, from: document)
        return false
      } catch DecodingError.dataCorrupted(let context) {
        return context.codingPath.isEmpty
      } catch {
        return false
      }
    }
    guard isMisfit(settingToZero: 0), !isMisfit(settingToZero: places.count) else { return nil }
    var misfit = 0
    var fit = places.count
    while fit - misfit > 1 {
      let middle = (misfit + fit) / 2
      if isMisfit(settingToZero: middle) { misfit = middle } else { fit = middle }
    }
    return places[fit - 1].path
  }
}
