import AuditModel
import AuditScoring
import AuditText

extension ResultFile {
  /// The file's bytes; equal inputs give equal bytes.
  package static func write(_ result: InspectionResult, _ scores: AgencyScorecard) -> [UInt8] {
    precondition(
      scores.resources.count == result.resources.count,
      "\(scores.resources.count) scorecards for \(result.resources.count) resources")
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("format", Version.resultFormat)
      json.object("tool") { json in
        json.member("name", "soat")
        json.member("version", result.toolVersion)
      }
      json.object("agency") { json in
        json.member("id", result.agencyID)
        json.member("name", result.agencyName)
      }
      json.object("period") { json in
        json.member("from", result.periodFrom?.iso)
        json.member("to", result.periodTo?.iso)
      }
      json.member("date", result.date.iso)
      json.materials("packs", result.packs)
      json.materials("codeLists", result.codeLists)
      if let profile = result.profile { json.materials("profile", [profile]) }
      json.object("score") { json in
        json.agencyScore(scores)
        json.member("waived", result.waivedCount)
      }
      json.waivers(result)
      json.array("switchedOff") { json in
        for rule in result.switchedOff { json.object { $0.switchedOff(rule) } }
      }
      json.array("resources") { json in
        for (resource, card) in zip(result.resources, scores.resources) {
          json.object { $0.resource(resource, card) }
        }
      }
    }
    return json.finish()
  }
}

extension JSONWriter {
  mutating func materials(_ name: String, _ materials: [MaterialDescription]) {
    array(name) { json in
      for material in materials {
        json.object { json in
          json.member("id", material.id)
          json.member("version", material.version)
          json.member("title", material.title)
          json.member("path", material.path)
          json.member("sha256", material.sha256)
          json.member("count", material.count)
        }
      }
    }
  }

  fileprivate mutating func resource(_ resource: ResourceResult, _ card: ResourceScorecard) {
    member("name", resource.name)
    member("title", resource.title)
    object("source") { $0.source(resource.source) }
    member("records", resource.recordCount)
    member("recordsJudged", resource.recordsJudged)
    member("complete", resource.complete)
    member("incompleteReason", resource.incompleteReason)
    array("fields") { json in
      for field in resource.fields { json.object { $0.field(field) } }
    }
    coverage(card.coverage)
    object("score") { json in
      json.score(card.score)
      json.member("weight", card.weight)
      json.grade(card.grade)
      json.member("failedBlockingRules", card.failedBlockingRules)
      json.member("waived", resource.waivedCount)
    }
    criteria(card.criteria)
    array("rules") { json in
      for (rule, part) in zip(resource.rules, card.rules) { json.object { $0.rule(rule, part) } }
    }
  }

  private mutating func source(_ source: SourceDescription) {
    member("path", source.path)
    member("format", source.format)
    member("bytes", source.byteCount)
    member("sha256", source.sha256)
    details(source.details)
    guard !source.parts.isEmpty else { return }
    array("parts") { json in
      for part in source.parts {
        json.object { json in
          json.member("path", part.path)
          json.member("bytes", part.byteCount)
          json.member("sha256", part.sha256)
          json.member("records", part.recordCount)
          json.member("problem", part.problem)
          json.details(part.details)
        }
      }
    }
  }

  private mutating func details(_ details: [SourceDescription.Detail]) {
    array("details") { json in
      for detail in details {
        json.object { json in
          json.member("name", detail.name)
          json.member("value", detail.value)
        }
      }
    }
  }

  private mutating func field(_ field: FieldInventory) {
    member("name", field.name)
    member("title", field.title)
    member("type", field.type)
    member("filled", field.filled)
    member("rules", field.ruleCount)
  }

  private mutating func rule(_ rule: RuleResult, _ card: RuleScorecard) {
    member("id", rule.id)
    member("kind", rule.kind)
    member("title", rule.title)
    member("dimension", rule.dimension.rawValue)
    member("severity", rule.severity.rawValue)
    member("weight", rule.weight)
    member("fields", rule.fields)
    member("unit", rule.unit.rawValue)
    array("legal") { json in
      for reference in rule.legal {
        json.object { json in
          json.member("id", reference.id)
          json.member("cite", reference.cite)
        }
      }
    }
    member("message", rule.message)
    member("text", rule.text)
    member("status", rule.status.rawValue)
    member("statusReason", rule.statusReason)
    counts(rule.counts)
    object("tolerance") { json in
      json.tolerance("warn", rule.warnAt)
      json.tolerance("fail", rule.failAt)
    }
    member("findingsWritten", rule.findingsWritten)
    member("acceptedWithRemark", rule.acceptedWithRemark)
    object("score") { json in
      json.score(card.score)
      json.member("excluded", card.exclusion)
    }
  }

  private mutating func tolerance(_ name: String, _ tolerance: Tolerance?) {
    switch tolerance {
    case nil: null(name)
    case .count(let count): object(name) { $0.member("count", count) }
    case .share(let share):
      object(name) { json in
        json.member("numerator", share.numerator)
        json.member("denominator", share.denominator)
      }
    }
  }
}

/// Scores: all that follows from the counts and the policy.
extension JSONWriter {
  fileprivate mutating func agencyScore(_ card: AgencyScorecard) {
    member("internal", true)
    score(card.score)
    grade(card.grade)
    coverage(card.coverage)
    criteria(card.criteria)
    object("policy") { $0.policy(card.policy) }
  }

  private mutating func policy(_ policy: ScoringPolicy) {
    member("id", policy.id)
    member("title", policy.title)
    object("criterionWeights") { json in
      for dimension in Dimension.allCases {
        if let weight = policy.criterionWeights[dimension] {
          json.member(dimension.rawValue, weight)
        }
      }
    }
    array("resourceWeights") { json in
      for (name, weight) in policy.resourceWeights.sorted(by: { $0.key.isBefore($1.key) }) {
        json.object { json in
          json.member("resource", name)
          json.member("weight", weight)
        }
      }
    }
    array("grades") { json in
      for band in policy.grades {
        json.object { json in
          json.member("from", band.fromBasisPoints)
          json.member("name", band.name)
        }
      }
    }
    guard !policy.groups.isEmpty else { return }
    array("groups") { json in
      for group in policy.groups {
        json.object { json in
          json.member("name", group.name)
          json.array("dimensions") { json in
            for dimension in group.dimensions { json.element(dimension.rawValue) }
          }
          json.member("weight", group.weight)
        }
      }
    }
  }

  fileprivate mutating func criteria(_ criteria: [CriterionScorecard]) {
    array("criteria") { json in
      for criterion in criteria {
        json.object { json in
          json.member("dimension", criterion.dimension.rawValue)
          json.member("weight", criterion.weight)
          json.score(criterion.score)
          json.member("rules", criterion.ruleCount)
          json.member("scoredRules", criterion.scoredRuleCount)
          json.counts(criterion.counts)
        }
      }
    }
  }

  fileprivate mutating func score(_ score: ExactShare?) {
    member("basisPoints", score?.basisPoints)
  }

  fileprivate mutating func grade(_ grade: Grade?) {
    guard let grade else { return null("grade") }
    object("grade") { json in
      json.member("name", grade.name)
      json.member("rank", grade.rank)
      json.member("capped", grade.isCapped)
    }
  }

  fileprivate mutating func coverage(_ coverage: Coverage) {
    object("coverage") { json in
      json.member("fieldsJudged", coverage.judgedFields)
      json.member("fields", coverage.fields)
      json.member("recordsJudged", coverage.judgedRecords)
      json.member("records", coverage.records)
    }
  }

  fileprivate mutating func counts(_ counts: RuleCounts) {
    object("counts") { json in
      json.member("evaluated", counts.evaluated)
      json.member("passed", counts.passed)
      json.member("failed", counts.failed)
      json.member("waived", counts.waived)
      json.member("skipped", counts.skipped)
    }
  }
}

extension String {
  /// Order of bytes, not of the locale or of canonical forms.
  fileprivate func isBefore(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
