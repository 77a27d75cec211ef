import Foundation

/// Every form in which a value may be shown.
public func everyForm(of value: Any) -> String {
  var dumped = ""
  dump(value, to: &dumped)
  let localized = (value as? any Error)?.localizedDescription ?? ""
  return "\(value) \(String(reflecting: value)) \(dumped) \(localized)"
}
