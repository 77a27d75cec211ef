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
