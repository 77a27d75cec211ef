import Testing

@testable import WeDriveTrees

@Suite("Names between a disk and the service")
struct NameTests {
  @Test(
    "come back as they were",
    arguments: [
      "plain.txt", "100%", "100%25", "a%2Fb", "%", "%%41", "a\nb", "a\u{7F}", "café", "cafe\u{301}", "..%2E", " x ",
      "CON",
      "报告%0A.pdf", "%2E", "%E9",
    ])
  func roundTrip(_ name: String) {
    let remote = NameMapping.remote(EntryName(name))
    #expect(remote.isText)
    #expect(NameMapping.local(remote, id: "1") == EntryName(name))
  }

  @Test("of any bytes come back as they were")
  func anyBytes() {
    var generator = SystemRandomNumberGenerator()
    let alphabet =
      Array("%25F0A/".utf8.filter { $0 != UInt8(ascii: "/") }) + [0xE9, 0xC3, 0xA9, 0xFF, 0x0A, 0x41, 0xE6, 0xB1, 0x89]
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count)]
      }
      let name = EntryName(bytes: bytes)
      let remote = NameMapping.remote(name)
      #expect(remote.isText && !remote.bytes.contains { $0 < 0x20 }, "\(bytes)")
      #expect(NameMapping.local(remote, id: "1") == name, "\(bytes)")
    }
  }

  @Test(
    "come back as they were, also if the service has refused some of their characters",
    arguments: [
      ("a:b", "a%3Ab"), ("end.", "end%2E"), ("e.n.d.", "e.n.d%2E"), ("end ", "end%20"), ("..%3A.", "..%253A%2E"),
      ("\u{1F600}", "%F0%9F%98%80"), ("...", "..%2E"), ("plain 汉.txt", "plain 汉.txt"),
    ])
  func refused(_ name: String, _ escaped: String) {
    let remote = NameMapping.remote(EntryName(name))
    let sent = NameMapping.escaping(NameMapping.doubtful(in: remote), in: remote)
    #expect(sent.text == escaped)
    #expect(NameMapping.local(sent, id: "1") == EntryName(name))
    #expect(NameMapping.doubtful(in: sent).isEmpty)
  }

  @Test(
    "of others that look as if they were escaped become none that a disk cannot have",
    arguments: ["%2E", ".%2E", "%2E%2E"])
  func foreign(_ name: String) {
    #expect(![".", ".."].contains(NameMapping.local(EntryName(name), id: "1").text))
  }

  @Test("that no disk can have are escaped, and stay apart when they are cut")
  func impossible() {
    #expect(NameMapping.local(EntryName("a/b"), id: "1") == EntryName("a%2Fb"))
    #expect(NameMapping.local(EntryName(".."), id: "1") == EntryName("%2E%2E"))
    #expect(NameMapping.local(EntryName("."), id: "1") == EntryName("%2E"))
    #expect(NameMapping.local(EntryName("../../etc/passwd"), id: "1") == EntryName("..%2F..%2Fetc%2Fpasswd"))
    let long = EntryName(String(repeating: "汉", count: 127))
    let (first, second) = (NameMapping.local(long, id: "1"), NameMapping.local(long, id: "2"))
    #expect(first.bytes.count <= 255 && first.isText && first != second)
  }

  @Test("of the same look and other bytes are two names")
  func forms() {
    #expect(EntryName("café") != EntryName("cafe\u{301}"))
    #expect(Set([EntryName("café"), EntryName("cafe\u{301}")]).count == 2)
  }

  @Test("in paths sort folders before what is in them, and that before what follows")
  func order() {
    let paths = ["a b", "a/b", "a", "a-b", "a/b/c"].map { TreePath($0) }.sorted().map(\.text)
    #expect(paths == ["a", "a/b", "a/b/c", "a b", "a-b"])
  }
}

@Suite("Filters")
struct FilterTests {
  @Test(
    "match as .gitignore does",
    arguments: [
      ("*.txt", "a.txt", true), ("*.txt", "x/a.txt", true), ("*.txt", "a.txtx", false), ("/a", "a", true),
      ("/a", "x/a", false), ("x/*.txt", "x/a.txt", true), ("x/*.txt", "x/y/a.txt", false), ("x/**/a", "x/a", true),
      ("x/**/a", "x/y/z/a", true), ("x/**", "x/y", true), ("**/y", "x/y", true), ("y", "x/y/z", true),
      ("y/", "y", false), ("y/", "x/y/z", true), ("[a-c]?", "b1", true), ("[!a-c]?", "b1", false),
      ("a**b", "axxb", true),
      ("a**b", "a/b", false), ("\\*", "*", true), ("\\*", "a", false), ("汉?", "汉字", true),
    ] as [(String, String, Bool)])
  func patterns(_ pattern: String, _ path: String, _ matches: Bool) throws {
    let result = try GlobPattern(pattern).match(TreePath(path), isFolder: false)
    #expect((result == .yes) == matches)
  }

  @Test("say which folders need not be looked into")
  func folders() throws {
    var filter = TreeFilter()
    try filter.include("/docs/*.pdf")
    #expect(filter.mayTakeBelow(TreePath("docs")))
    #expect(!filter.mayTakeBelow(TreePath("other")) && !filter.mayTakeBelow(TreePath("docs/deep")))
    #expect(filter.takes(TreePath("docs/a.pdf"), size: 1, modified: 1))
    #expect(!filter.takes(TreePath("docs/a.txt"), size: 1, modified: 1))
    var excluding = TreeFilter()
    try excluding.exclude("node_modules/")
    #expect(!excluding.mayTakeBelow(TreePath("a/node_modules")) && excluding.mayTakeBelow(TreePath("a")))
  }

  @Test("take the first rule that matches, and refuse what is no rule")
  func rules() throws {
    var filter = TreeFilter()
    try filter.add(rules: "# comment\n+ keep.tmp\n- *.tmp\n", from: "rules")
    #expect(filter.takes(TreePath("keep.tmp"), size: 1, modified: 1))
    #expect(!filter.takes(TreePath("a.tmp"), size: 1, modified: 1) && filter.takes(TreePath("a"), size: 1, modified: 1))
    #expect(throws: TreeError.self) { try filter.add(rules: "*.tmp", from: "rules") }
    #expect(throws: TreeError.self) { try filter.exclude("[a") }
  }
}
