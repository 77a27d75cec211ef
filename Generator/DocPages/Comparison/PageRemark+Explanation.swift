import Findings

extension PageRemark.Kind {
  /// One line.
  var summary: String {
    switch self {
    case .columnsSwapped: "The cells of a row stand in each other's columns."
    case .sampleRepaired: "A sample is not JSON as it is written."
    case .sampleNotRead: "A sample could not be read, or belongs to no call."
    case .rowNotRead: "A row, or a cell of it, could not be understood."
    case .tableNotCompared: "A table says nothing about a call."
    case .codeNotRead: "A piece of code is not read."
    case .lineNotRead: "A line is too long to be read."
    }
  }

  /// Why it is told and what to do.
  var explanation: String {
    switch self {
    case .columnsSwapped, .sampleRepaired:
      "Nothing to do: it was read as it was meant. Look there when something nearby is odd."
    case .sampleNotRead, .rowNotRead, .lineNotRead: "Compare it by hand: nothing in it was."
    case .tableNotCompared, .codeNotRead: "Nothing to do: versions, permissions and programs are not in the catalog."
    }
  }

  /// How much it matters.
  var level: FindingLevel {
    switch self {
    case .sampleNotRead, .rowNotRead, .lineNotRead: .warning
    case .columnsSwapped, .sampleRepaired, .tableNotCompared, .codeNotRead: .info
    }
  }
}
