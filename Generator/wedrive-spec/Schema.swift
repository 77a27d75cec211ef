import ArgumentParser
import Catalog
import SwiftEmitter

/// `wedrive-spec schema`: the catalog's language for editors.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the language of the catalog as a JSON Schema, for editors.",
    discussion: """
      A catalog's folder keeps it as `\(LanguageSchema.fileName)`, and each of its files names it in a first line, \
      `# yaml-language-server: $schema=\(LanguageSchema.fileName)`. `generate` brings the file up to date where there is one.
      """)

  func run() { SpecOutput.print(Schema.file.text) }

  static var file: GeneratedFile {
    GeneratedFile(
      name: LanguageSchema.fileName,
      text: LanguageSchema.text(
        notice:
          "\(GeneratedFile.notice). Do not edit: \(GeneratedFile.command) writes it, from the tables of the reader."))
  }
}
