import Catalog
import SwiftEmitter

/// How the replies of one service say how a call went.
struct Envelope {
  let service: Service
  let errcodes: [ErrcodeTable.Errcode]
  let schemas: Schemas

  /// Names of this service's own schemas. A declared type has no dot in its name, so none can have one of these.
  private var errcodeName: String { "\(service.id).Errcode" }
  private var refusalName: String { "\(service.id).Refusal" }

  /// The schema of a call's reply: what it answers, or why it was refused.
  func reply(_ response: [Field]) -> YAMLValue {
    var fields: YAMLMap = [
      service.codeField: ["type": "integer", "const": 0, "description": "0 or absent: the call was taken."],
      service.messageField: ["type": "string"],
    ]
    for field in response { fields.add(field.name, .map(schemas.field(field))) }
    var answer: YAMLMap = ["type": "object", "properties": .map(fields)]
    answer.add("required", unlessEmpty: response.filter(\.isAlways).map { .text($0.name) })
    return ["oneOf": [.map(answer), ["$ref": "#/components/schemas/\(refusalName)"]]]
  }

  /// What a reply is, in words, with the errcodes that a call's documentation names.
  func description(errcodes codes: [Int]) -> String {
    guard !codes.isEmpty else { return "What was asked for, or a refusal." }
    let names = codes.map { code in
      errcodes.first { $0.code == code }.map { "\(code) (`\($0.name)`)" } ?? "\(code)"
    }
    return "What was asked for, or a refusal, such as \(names.joined(separator: ", "))."
  }

  /// The schemas that all replies of the service share.
  var components: YAMLMap {
    var codes = YAMLMap()
    for code in errcodes { codes.add("\(code.code)", .map(entry(code))) }
    var errcode: YAMLMap = [
      "type": "integer", "not": ["const": 0],
      "description": "Why a call was refused. Codes that are not listed here occur, too.",
    ]
    errcode.add("x-errcodes", unlessEmpty: codes)
    return [
      errcodeName: .map(errcode),
      refusalName: [
        "type": "object", "description": "A call that was refused.",
        "properties": [
          service.codeField: ["$ref": "#/components/schemas/\(errcodeName)"],
          service.messageField: ["type": "string", "description": "The same in words."],
        ],
        "required": [.text(service.codeField)],
      ],
    ]
  }

  private func entry(_ code: ErrcodeTable.Errcode) -> YAMLMap {
    var entry: YAMLMap = [
      "name": .text(code.name), "about": .text(DocText.stopped(code.about)), "action": .text(code.action.rawValue),
    ]
    entry.add("advice", text: code.advice.map { DocText.stopped($0) })
    if code.isObserved { entry.add("observed", true) }
    return entry
  }
}
