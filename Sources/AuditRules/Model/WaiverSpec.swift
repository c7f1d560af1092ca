import AuditKernels
import AuditModel

/// Findings that an agency accepts until a day, by a document (`soat-waivers/1`).
package struct WaiverSpec: Sendable {
  package enum Scope: Sendable {
    /// All that fails the rule.
    case wholeRule
    /// What fails in records with these keys.
    case keys([WaiverKey])
  }

  package let rule: String
  package let location: SourceLocation
  /// The resource of the rule, as packs call it.
  package let resource: String
  package var scope: Scope
  package var reason: LocalizedText
  /// Number and date of the document.
  package var document: String
  package var approvedBy: String
  /// The last day it is in force.
  package var until: CivilDate

  /// Nil where the whole rule is meant.
  package var keyCount: Int? { if case .keys(let keys) = scope { keys.count } else { nil } }
}

/// A record's key as a waiver has it: the resource's `keys`, in their order, joined by U+001F.
package enum WaiverKey: Hashable, Sendable {
  case value([UInt8])
  /// SHA-256 of the key (FIPS 180-4): hides it from the eye only, since numbers can be tried one by one.
  case digest([UInt8])
  /// HMAC-SHA-256 of the key (RFC 2104), by a secret that is in none of the project's files.
  case keyedDigest([UInt8])

  /// Stands between the parts of a key of several fields.
  package static let separator = RecordIdentity.separator
}

/// A file of waivers as it was read.
package struct WaiverFile: Sendable {
  package let path: String
  package let title: LocalizedText?
  package let bytes: [UInt8]
  package let waivers: [WaiverSpec]
}
