extension Rule {
  /// Reading the folder and its YAML.
  static let files: [Rule] = [
    .missingFile, .unlistedFile, .fileOutside, .unreadableFile, .fileTooLarge, .tooManyFiles, .fileKind,
    .unsupportedFormat, .notUTF8,
    .yamlSyntax,
    .yamlAlias, .yamlTag, .tooDeep,
  ]

  static let missingFile = Rule(
    "missing-file", "A file that the catalog needs is not there.",
    why: """
      `catalog.yaml` is read first; it lists every other file. Create the file, or take it off the list.
      """,
    example: """
      # catalog.yaml
      files: [wecom/files.yaml]     # and there is no wecom/files.yaml
      """)

  static let unlistedFile = Rule(
    "unlisted-file", "A .yaml file in the folder is not listed in catalog.yaml.",
    why: """
      A file that is not listed would be ignored in silence. Add it to `files`, or remove it.
      """,
    example: """
      # catalog.yaml
      files: [wecom/files.yaml]     # and there is a wecom/spaces.yaml
      """)

  static let fileOutside = Rule(
    "file-outside", "A file lies outside the catalog's folder.",
    why: """
      The path is absolute, has a step `..`, or passes a symbolic link that leaves the folder. Such a file is not opened: messages quote
      what they find, and a catalog from a stranger could have them quote any file. Move the file into the folder.
      """,
    example: """
      # catalog.yaml
      files: [../../etc/passwd]
      """)

  static let unreadableFile = Rule(
    "unreadable-file", "A file is there but cannot be read.",
    why: """
      It is no regular file, may not be read, or changed while it was read. The message gives the system's reason.
      """,
    example: """
      # wecom/files.yaml is a link to itself
      """)

  static let fileTooLarge = Rule(
    "file-too-large", "A file is larger than any catalog file should be.",
    why: """
      The bound keeps a wrong file from filling the memory. Split the file: one per documentation family.
      """,
    example: """
      # wecom/files.yaml with 40 MB
      """)

  static let tooManyFiles = Rule(
    "too-many-files", "A catalog has more files than any should have.",
    why: """
      The bound keeps a wrong folder from being read whole. Lint the folder that holds `catalog.yaml`.
      """,
    example: """
      # 5000 .yaml files
      """)

  static let fileKind = Rule(
    "file-kind", "A file does not say what it holds.",
    why: """
      A file is told by its key: `family`, `types`, `identifiers`, `enums`, `errcodes`, `limits` or `overlay`.
      An empty file, a list, or other keys say nothing.
      """,
    example: """
      enum:                 # enums
        FileType: …
      """)

  static let unsupportedFormat = Rule(
    "unsupported-format", "The catalog is written in another version of the language.",
    why: """
      `format` in `catalog.yaml` is the version of the catalog's language. This program reads the one that the message names.
      """,
    example: """
      format: 2
      """)

  static let notUTF8 = Rule(
    "not-utf8", "A file contains bytes that are not UTF-8.",
    why: """
      Catalog files are UTF-8. The message names the first byte that does not fit; save the file as UTF-8.
      """,
    example: """
      term: \u{FFFD}\u{FFFD}            # saved as GBK
      """)

  static let yamlSyntax = Rule(
    "yaml-syntax", "A file is not YAML.",
    why: """
      The place is where reading had to stop; the cause is there or just before: a tab, an indentation that fits no line above,
      a missing quote around a text that contains `: ` or ` #`. The rest of the file is not read.
      """,
    example: """
      about: Two parts: this needs quotes.
      """)

  static let yamlAlias = Rule(
    "yaml-alias", "Anchors and aliases are not allowed.",
    why: """
      They make a reader look elsewhere, and a few lines of them can unfold into gigabytes. Write the value out, or declare a type.
      """,
    example: """
      request: &common {spaceid: {type: SpaceID, about: The space.}}
      response: *common
      """)

  static let yamlTag = Rule(
    "yaml-tag", "Tags are not allowed.",
    why: """
      What a value is follows from where it stands. A quoted value is a text, `true` and `12` without quotes are not.
      """,
    example: """
      limit: !!int "12"
      """)

  static let tooDeep = Rule(
    "too-deep", "Mappings and lists are nested too deeply.",
    why: """
      No declaration needs such depth; the bound keeps a hostile file from exhausting the stack. Declare a type for the inner object.
      """,
    example: """
      values: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
      """)
}

extension Rule {
  /// Corrections.
  static let overlay: [Rule] = [.overlayMalformed, .overlayTargetMissing, .overlayChangesNothing, .overlayConflict]

  static let overlayMalformed = Rule(
    "overlay-malformed", "An overlay entry that is not one change.",
    why: """
      An entry has exactly one of `set`, `add`, `remove: true` and `accept`, and its target is a mapping.
      """,
    example: """
      - target: endpoints.file_move.request.fileid
        documented: string
        evidence: The page's sample.
        date: 2026-11-21
      """)

  static let overlayTargetMissing = Rule(
    "overlay-target-missing", "An overlay entry changes what does not exist.",
    why: """
      The declaration was renamed or removed: the correction has to follow it, or go. The target is a path of keys that starts with the kind.
      """,
    example: """
      - target: endpoints.file_mvoe.request.fileid
      """)

  static let overlayChangesNothing = Rule(
    "overlay-changes-nothing", "An overlay entry sets what is so already.",
    why: """
      The documentation was corrected, and the catalog with it: remove the entry, so that the overlay lists only what is still contradicted.
      """,
    example: """
      - target: endpoints.file_move.request.fileid
        set: {type: [FileID]}       # and the file says [FileID]
      """)

  static let overlayConflict = Rule(
    "overlay-conflict", "Two overlay entries, or an entry and a file, say the same thing.",
    why: """
      Two entries set one key, `add` brings a child that is there already, or one difference from
      the pages is accepted twice. Which one holds would depend on order.
      """,
    example: """
      - {target: endpoints.file_move.request, add: {fileid: …}}    # which exists
      """)
}
