import Catalog
import Foundation
import Testing

@testable import SwiftEmitter

/// Catalogs out of YAML.
enum Catalogs {
  /// The root of every snippet: one service, and whatever files there are.
  private static func root(files: [String]) -> String {
    """
    format: 1
    services:
      wecom:
        about: The service.
        host: https://service.example
        docs: https://service.example/{page}
        token: access_token
        envelope: {code: errcode, message: errmsg}
        swift: WeComErrcode
        api: WeDriveAPI
    files: [\(files.joined(separator: ", "))]

    """
  }

  /// The catalog of some files, which get a root if there is none among them.
  static func load(_ files: [String: String]) throws -> Catalog {
    var files = files
    if files["catalog.yaml"] == nil { files["catalog.yaml"] = root(files: files.keys.sorted()) }
    let (catalog, diagnostics) = Catalog.load(files: files.mapValues { Array($0.utf8) })
    return try #require(catalog, "\(diagnostics.map { "\($0.position): \($0.text)" })")
  }

  /// The catalog of the `.yaml` files in a folder.
  static func load(_ folder: URL) throws -> Catalog { try load(files(of: folder)) }

  static func files(of folder: URL) throws -> [String: String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix(".yaml") }.map { name in
        (name, try String(contentsOf: folder.appending(path: name), encoding: .utf8))
      })
  }

  /// The repository's own.
  static var project: [String: String] {
    get throws { try files(of: Fixtures.repository.appending(path: "Spec")) }
  }
}

extension [GeneratedFile] {
  func text(_ name: String) throws -> String {
    try #require(first { $0.name == name }?.text, "no file \(name) among \(map(\.name))")
  }
}
