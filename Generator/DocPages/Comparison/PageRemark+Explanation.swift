import Findings

extension PageRemark.Kind {
  /// One line.
  var summary: String {
    switch self {
    case .columnsSwapped: "The cells of a row stand in each other's columns."
    case .sampleRepaired: "A sample is not JSON as it is written."
    case .sampleNotRead: "A sample could not be read, or belongs to no call."
    case .rowNotRead: "A row, or a cell of it, could not be understood."
    case .commentNotRead: "Rows of a table are commented out."
    case .objectElsewhere: "An object's table stands elsewhere than the row that names it."
    case .objectUnnamed: "No row names the object that a table describes."
    case .sampleShowsList: "A table types a field as one value, and a sample shows a list of them."
    case .eventTable: "A table lists the nodes of an event, on a page that documents calls."
    case .valueTable: "A table whose heading names neither fields nor values is read as a list of values."
    case .nothingRead: "A page documents no call, a call has no table, or a table has no row."
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
    case .sampleShowsList: "The draft takes the list; see which of the two the service means."
    case .eventTable: "Nothing to do: its rows are compared with the event, not with the calls."
    case .valueTable: "Nothing to do: its rows are compared with the values of what the section is named for."
    case .objectElsewhere: "Nothing to do: its rows are compared where the row is."
    case .objectUnnamed: "Its rows are compared as if they stood beside the others of their side; see whether they do."
    case .nothingRead: "See whether the page documents something in a form that is not read."
    case .commentNotRead: "Nothing to do: a reader of the page does not see them."
    case .sampleNotRead, .rowNotRead, .lineNotRead: "Compare it by hand: nothing in it was."
    case .tableNotCompared, .codeNotRead: "Nothing to do: versions, permissions and programs are not in the catalog."
    }
  }

  /// How much it matters.
  var level: FindingLevel {
    switch self {
    case .sampleNotRead, .rowNotRead, .lineNotRead, .nothingRead: .warning
    case .objectElsewhere, .objectUnnamed, .commentNotRead, .sampleShowsList, .eventTable, .valueTable: .info
    case .columnsSwapped, .sampleRepaired, .tableNotCompared, .codeNotRead: .info
    }
  }
}
