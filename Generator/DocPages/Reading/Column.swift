/// What a column of a table says about a field.
enum Column: Sendable, Hashable {
  case name, type, required, defaultValue, description, code, other

  /// Nil if the text is no heading of a column that is known.
  init?(_ text: String) {
    guard let known = Column.words[text.lowercased()] else { return nil }
    self = known
  }

  private static let words: [String: Column] = [
    "参数": .name, "参数名": .name, "参数名称": .name, "属性": .name, "属性名": .name, "名称": .name, "字段": .name,
    "字段名": .name, "parameter": .name, "param": .name, "name": .name, "field": .name, "property": .name,
    "attribute": .name,
    "类型": .type, "数据类型": .type, "参数类型": .type, "字段类型": .type, "type": .type,
    "必须": .required, "是否必须": .required, "必填": .required, "是否必填": .required, "必选": .required,
    "是否必选": .required, "必需": .required, "是否必需": .required, "required": .required, "mandatory": .required,
    "默认值": .defaultValue, "默认": .defaultValue, "default": .defaultValue,
    "说明": .description, "描述": .description, "备注": .description, "含义": .description, "介绍": .description,
    "description": .description, "meaning": .description, "notes": .description,
    "错误码": .code, "返回码": .code, "错误代码": .code, "errcode": .code, "code": .code,
    "最低版本": .other, "示例": .other, "示例值": .other, "example": .other,
  ]
}
