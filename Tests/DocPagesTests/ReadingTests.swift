import Testing

@testable import DocPages

@Suite("Reading pages, piece by piece")
struct ReadingTests {
  static func excerpt(_ text: String) -> Excerpt {
    Excerpt(line: 1, scalars: text.unicodeScalars.map(\.plain)[...])
  }

  static func lines(_ text: String) throws -> [Excerpt] {
    try PageLines(Array(text.utf8), bounds: PageBounds()).lines
  }

  @Test("Lines end with LF, CR or both, and full-width marks are read as ASCII in their places")
  func lines() throws {
    let lines = try Self.lines("甲：乙\r\n二\r三\n（四）")
    #expect(lines.map(\.text) == ["甲:乙", "二", "三", "(四)"])
    #expect(lines[3].from(1).column == 2)
  }

  @Test(
    "Types are read as pages write them",
    arguments: [
      ("uint32", "uint32"), ("Int32", "int32"), ("obj[]", "a list of objects"), ("string[]", "a list of strings"),
      ("Array.<Object>", "a list of objects"), ("Array<string>", "a list of strings"), ("列表", "a list"),
      ("Obj", "an object"), ("Function", "a function"), ("number", "a number"),
      ("SelectResult", "the object SelectResult"),
      ("Array&lt;string&gt;", "a list of strings"), ("boolean", "a bool"),
    ])
  func types(text: String, meaning: String) {
    #expect(PageType(text, allowsNames: true)?.description == meaning)
  }

  @Test("What is no type is none", arguments: ["是", "空间", "x", "SPACE_ID", "调用接口凭证", ""])
  func noType(text: String) { #expect(PageType(text, allowsNames: true) == nil) }

  @Test(
    "Values are found in prose, and other numbers are not",
    arguments: [
      ("文件类型, 1:甲 2:乙(丙) 3: 丁", ["1", "2", "3"]), ("1:升序;2:降序", ["1", "2"]), ("-1表示自己,0表示全部", ["-1", "0"]),
      ("1表示单选,大于1表示多选", ["1"]), ("single表示单选,multi表示多选", ["single", "multi"]), ("false:关 true:开", []),
      ("有效期到12:30为止", []), ("不超过1000", []), ("data:application/json", []), ("https://example.com", []),
      ("选项包括1:甲;4:乙 255:丙", ["1", "4", "255"]), ("2024/05/06 更新", []),
      ("可选值:single、multi", ["single", "multi"]), ("取值为\"a\"或\"b\"。默认a", ["a", "b"]),
      ("取值: `x` / `y`(丙) / z", ["x", "y", "z"]), ("枚举值有 on, off", ["on", "off"]), ("可选值 1、2、3", ["1", "2", "3"]),
      ("取值范围: 1, 100", []), ("取值true或false", []), ("可选值见下表", []), ("取值为id的列表", []),
      ("one of left, right or top.", ["left", "right", "top"]),
      ("\"on\"表示开,'off'代表关", ["on", "off"]), ("single:单选", []), ("请求ID(可选)", []),
    ] as [(String, [String])])
  func values(text: String, expected: [String]) {
    #expect(ValueMention.all(in: [Self.excerpt(text)]).map(\.value) == expected)
  }

  @Test(
    "Words that a field is known to have are found in further forms",
    arguments: [
      ("single:单选;multi:多选", ["single", "multi"]), ("single - 单选, multi - 多选", ["single", "multi"]),
      ("single(单选)或multi(多选)", ["single", "multi"]), ("`single` = 单选", ["single"]),
      ("此处填写 text", ["text"]), ("固定为:\"text\"字样", ["text"]), ("固定值", []), ("若为pickFile:ok则成功", []), ("例子:single", []),
      ("最多(3)", []), ("不超过10(个)", []),
    ] as [(String, [String])])
  func words(text: String, expected: [String]) {
    #expect(ValueMention.all(in: [Self.excerpt(text)], areWords: true).map(\.value) == expected)
  }

  @Test(
    "Bounds are found in prose, in bytes, seconds or pieces",
    arguments: [
      ("最大数, 不超过1000", [1000]), ("最多填255个字符, 英文算1个", [255]), ("大小上限为10M。大于10M用别的", [10 << 20]),
      ("最大支持20G", [20 << 30]), ("一次最多 50 个", [50]), ("按2M分块", [2 << 20]), ("有效期30分钟", [1800]),
      ("有效期2个小时", [7200]), ("最多可指定三个", [3]), ("范围是[0, 2^32)", [4_294_967_295]), ("[1, 100]", [100]),
      ("at most 7 of them", [7]), ("从1开始", []), ("1:甲 2:乙", []), ("列表不超过2000", [2000]),
      ("不多于128字节", [128]), ("不大于30", [30]), ("不得多于5个", [5]),
    ] as [(String, [Int64])])
  func bounds(text: String, expected: [Int64]) {
    #expect(LimitMention.all(in: Self.excerpt(text)).map(\.value) == expected)
  }

  @Test(
    "Dates are read where a line speaks of a change",
    arguments: [
      ("最后更新:2022/12/01", "2022-12-01"), ("最后更新于 2025-1-21", "2025-01-21"), ("updated 2024年5月6日", "2024-05-06"),
    ])
  func dates(text: String, date: String) { #expect(PageDate(in: Self.excerpt(text))?.date == date) }

  @Test("A date that is none is not read", arguments: ["更新:2022/13/01", "2022/12/01", "更新 12022/1/1", "更新"])
  func noDate(text: String) { #expect(PageDate(in: Self.excerpt(text)) == nil) }

  // MARK: - Samples

  private func sample(_ text: String) throws -> Sample? {
    try SampleParser.parse(Self.lines(text)[...], maximumDepth: 64)?.sample
  }

  private func shape(_ value: SampleValue) -> String {
    switch value.content {
    case .object(let members): "{" + members.map { "\($0.key):\(shape($0.value))" }.joined(separator: ",") + "}"
    case .list(let elements): "[" + elements.map(shape).joined(separator: ",") + "]"
    case .string: "s"
    case .number: "n"
    case .bool: "b"
    case .null: "0"
    case .placeholder: "p"
    case .function: "f"
    }
  }

  @Test(
    "Samples are read as they were meant",
    arguments: [
      (#"{"a": 1, "b": [true, null]}"#, "{a:n,b:[b,0]}", 0),
      (#"{"a": 1, "b": 2,}"#, "{a:n,b:n}", 1),
      ("{\"a\": {\"c\": 1}\n\"b\": 2}", "{a:{c:n},b:n}", 1),
      (#"{"a" ["x"], "b" {}}"#, "{a:[s],b:{}}", 2),
      (#"{"a": FILE_SIZE, "b": ID1}"#, "{a:p,b:p}", 2),
      ("{\"a\": 1, // first\n/* then */ \"b\": 2}", "{a:n,b:n}", 2),
      ("{'a': 'x', b: \"y\"}", "{a:s,b:s}", 0),
      ("{a: function(r) { if (x) { y(\"}\") } }, b(r) { z() }, c: (r) => { }}", "{a:f,b:f,c:f}", 0),
      (#"{"a": [1, 2, ...], "b": "unclosed"#, "{a:[n,n],b:s}", 4),
    ] as [(String, String, Int)])
  func samples(text: String, expected: String, repairs: Int) throws {
    let sample = try #require(try sample(text))
    #expect(shape(sample.root) == expected)
    #expect(sample.repairs.count == repairs, "\(sample.repairs.map(\.what))")
  }

  @Test("A call with an object is a sample, and its name is known")
  func call() throws {
    let sample = try #require(try sample("a.b.pick({\n  n: 1,\n  success: function(r) { },\n});"))
    #expect(sample.call?.text == "a.b.pick")
    #expect(shape(sample.root) == "{n:n,success:f}")
  }

  @Test("What cannot be meant is refused with its place")
  func refused() throws {
    #expect { try self.sample("{\"a\": 1,\n \"b\": [1 }") } throws: { error in
      (error as? SampleParser.Failure)?.at.line == 2
    }
    let deep = String(repeating: "[", count: 100)
    #expect { try self.sample(deep) } throws: { error in
      (error as? SampleParser.Failure)?.what == "is nested deeper than 64"
    }
  }

  // MARK: - Tables

  private func rows(_ text: String) throws -> [FieldRow] {
    let blocks = BlockReader.blocks(of: try Self.lines(text), bounds: PageBounds())
    return blocks.flatMap { block -> [FieldRow] in
      guard case .table(let table) = block, let reader = FieldRowReader(table) else { return [] }
      return table.rows.compactMap(reader.row)
    }
  }

  @Test(
    "Rows are understood whatever the table looks like",
    arguments: [
      "| 参数 | 类型 | 必须 | 说明 |\n|---|---|---|---|\n| `a` | string | 是 | 甲 |\n| b | uint32 | 否 | 乙 |",
      "名称 | 是否必填 | 描述 | 数据类型\n--- | --- | --- | ---\na | 是 | 甲 | string\nb | 否 | 乙 | uint32",
      "参数 类型 必须 说明\na string 是 甲\nb uint32 否 乙",
      "属性 类型 默认值 必填 说明\na string - 是 甲\nb uint32 0 否 乙",
      "| 参数 | 类型 | 必须 | 说明 |\n|---|---|---|---|\n| a | 是 | string | 甲 |\n| b | 否 | uint32 | 乙 |",
      "Name | Type | Required | Description\n--- | --- | --- | ---\na | string | Yes | 甲\nb | uint32 | No | 乙",
      "| 参数 | 类型 | 必须 | 说明 |\n| a | string | 是 | 甲 |\n| b | uint32 | 否 | 乙 |",
    ])
  func rows(table: String) throws {
    let rows = try rows(table)
    #expect(rows.map(\.name) == ["a", "b"])
    #expect(rows.map { $0.type?.type } == [.string, .integer(bits: 32, signed: false)])
    #expect(rows.map { $0.required?.marker } == [.yes, .no])
    #expect(rows.map { $0.description.first?.trimmed.text } == ["甲", "乙"])
  }

  @Test("Names lose marks, links and remarks; indentation is depth; lines that go on belong to the row before")
  func names() throws {
    let table = """
      参数 类型 说明
      a(后续将废弃) obj 甲
      普通: 1:丙 4:丁
      b/c string 乙
      """
    let rows = try rows(table)
    #expect(rows.map(\.names) == [["a"], ["b", "c"]])
    #expect(ValueMention.all(in: rows[0].description).map(\.value) == ["1", "4"])
    let indented = try self.rows("参数 | 类型\n--- | ---\na | obj\n&nbsp;&nbsp;b | string\n- [c](x) | string")
    #expect(indented.map(\.depth) == [0, 1, 1])
    #expect(indented.map(\.name) == ["a", "b", "c"])
  }

  @Test("A field that is needed in some cases only is neither required nor optional")
  func conditional() throws {
    let rows = try rows("参数 类型 必须 说明\na string 是 甲 (type为1时填写)")
    #expect(rows.map { $0.required?.marker } == [.sometimes])
  }
}
