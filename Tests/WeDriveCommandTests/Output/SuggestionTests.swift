import TerminalOutput
import Testing

@testable import WeDriveCommand

@Suite("A suggestion")
struct SuggestionTests {
  @Test(
    "is the nearest name, if one is near",
    arguments: [
      ("file_lst", "file_list"), ("file_lsit", "file_list"), ("File_List", "file_list"), ("space_inf", "space_info"),
      ("filelist", "file_list"), ("share", "file_share"), ("shrae", "file_share"), ("info", "file_info"),
      ("quota", nil), ("", nil),
    ] as [(String, String?)])
  func nearest(_ word: String, _ expected: String?) {
    #expect(Suggestion.nearest(to: word, among: ["space_info", "file_list", "file_info", "file_share"]) == expected)
  }

  @Test(
    "counts insertions, deletions, replacements and swaps",
    arguments: [("", "abc", 3), ("abc", "abd", 1), ("ab", "ba", 1), ("kitten", "sitting", 3)])
  func distance(_ first: String, _ second: String, _ expected: Int) {
    #expect(EditDistance.between(Array(first), Array(second)) == expected)
    #expect(EditDistance.between(Array(second), Array(first)) == expected)
  }
}
