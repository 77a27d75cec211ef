import ArgumentParser

/// How results are printed.
struct ResultOptions: ParsableArguments {
  @Flag(help: "Print each result as a JSON object on a line of its own.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print neither progress nor notes.")
  var quiet = false
}
