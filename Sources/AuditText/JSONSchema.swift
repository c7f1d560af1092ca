import AuditModel

/// A JSON Schema (draft 2020-12): what the files of a format look like, for editors and for other programs.
///
/// Few keywords are used, each of them by a function here, so that a small validator is enough. A schema is
/// stricter than the program in one thing: a member that is null, which the program reads as absent, is refused
/// where a format does not speak of null.
package struct JSONSchema: Sendable {
  package enum Value: Sendable {
    case text(String)
    case integer(Int)
    case truth(Bool)
    case texts([String])
    case schema(JSONSchema)
    case schemas([JSONSchema])
    case named([(name: String, schema: JSONSchema)])
  }

  /// In the order they are written.
  package var keywords: [(name: String, value: Value)]

  package init(_ keywords: [(name: String, value: Value)]) { self.keywords = keywords }

  /// With one keyword more.
  package func adding(_ name: String, _ value: Value) -> JSONSchema {
    JSONSchema(keywords + [(name: name, value: value)])
  }

  /// A member of an object.
  package struct Member: Sendable {
    package let name: String
    package let schema: JSONSchema
    package let isRequired: Bool

    package init(name: String, schema: JSONSchema, isRequired: Bool) {
      self.name = name
      self.schema = schema
      self.isRequired = isRequired
    }
  }

  package static func member(_ name: String, _ schema: JSONSchema) -> Member {
    Member(name: name, schema: schema, isRequired: false)
  }

  package static func required(_ name: String, _ schema: JSONSchema) -> Member {
    Member(name: name, schema: schema, isRequired: true)
  }
}

// MARK: Values

extension JSONSchema {
  /// Whatever there is.
  package static let any = JSONSchema([])
  package static let string = type("string")
  /// A string of one character at least.
  package static let name = string.adding("minLength", .integer(1))
  package static let truth = type("boolean")
  package static let null = type("null")
  /// Numbers that are reckoned with exactly can be written as strings too.
  package static let decimal = either(type("number"), string)
  /// A whole number from 0.
  package static let count = integer(0)
  package static let date = pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
  /// Such as `"0.1%"`.
  package static let percent = pattern("^[0-9]+(\\.[0-9]+)?%$")
  /// A text for people in both languages: as a result has it.
  package static let bothLanguages = object([required("vi", string), required("en", string)])

  package static func integer(_ least: Int? = nil, _ most: Int? = nil) -> JSONSchema {
    var schema = type("integer")
    if let least { schema = schema.adding("minimum", .integer(least)) }
    if let most { schema = schema.adding("maximum", .integer(most)) }
    return schema
  }

  /// An ECMA-262 pattern that stands for the whole string by its own `^` and `$`.
  package static func pattern(_ pattern: String) -> JSONSchema {
    string.adding("pattern", .text(pattern))
  }

  package static func choice(_ words: [String]) -> JSONSchema {
    JSONSchema([("enum", .texts(words))])
  }

  package static func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type)
    -> JSONSchema
  where Choice.RawValue == String {
    choice(type.allCases.map(\.rawValue))
  }

  package static func constant(_ text: String) -> JSONSchema {
    JSONSchema([("const", .text(text))])
  }

  package static func either(_ schemas: JSONSchema...) -> JSONSchema {
    JSONSchema([("anyOf", .schemas(schemas))])
  }

  package static func list(of items: JSONSchema, least: Int = 0) -> JSONSchema {
    let list = type("array").adding("items", .schema(items))
    return least > 0 ? list.adding("minItems", .integer(least)) : list
  }

  /// One of them, or a list.
  package static func oneOrMore(_ item: JSONSchema, least: Int = 0) -> JSONSchema {
    either(item, list(of: item, least: least))
  }

  /// One of the definitions of the document.
  package static func definition(_ name: String) -> JSONSchema {
    JSONSchema([("$ref", .text("#/$defs/\(name)"))])
  }

  private static func type(_ name: String) -> JSONSchema { JSONSchema([("type", .text(name))]) }

  package var orNull: JSONSchema { JSONSchema.either(self, .null) }
}

// MARK: Objects

extension JSONSchema {
  /// No other members than these; in files that people write, also those that begin with `x-`.
  package static func object(_ members: [Member], takesOwnKeys: Bool = false) -> JSONSchema {
    let needed = members.filter(\.isRequired).map(\.name)
    let named = members.map { (name: $0.name, schema: $0.schema) }
    var schema = type("object").adding("properties", .named(named))
    if takesOwnKeys {
      schema = schema.adding("patternProperties", .named([(name: "^x-", schema: any)]))
    }
    schema = schema.adding("additionalProperties", .truth(false))
    return needed.isEmpty ? schema : schema.adding("required", .texts(needed))
  }

  /// An object whose members' names are the user's own.
  package static func dictionary(of values: JSONSchema) -> JSONSchema {
    type("object").adding("additionalProperties", .schema(values))
  }

  /// What holds if the member is that word.
  package static func `if`(_ member: String, is word: String, then schema: JSONSchema)
    -> JSONSchema
  {
    let condition = any.adding(
      "properties", .named([(name: member, schema: constant(word))])
    ).adding("required", .texts([member]))
    return any.adding("if", .schema(condition)).adding("then", .schema(schema))
  }

  /// What holds if there is no such member.
  package static func without(_ member: String, then schema: JSONSchema) -> JSONSchema {
    let condition = any.adding("required", .texts([member]))
    return any.adding("if", .schema(condition)).adding("else", .schema(schema))
  }

  package func and(_ schemas: [JSONSchema]) -> JSONSchema {
    adding("allOf", .schemas(schemas))
  }

  /// With its texts: an editor shows the title, and the description beside the cursor.
  package func described(_ text: LocalizedText) -> JSONSchema {
    let title = JSONSchema([]).adding("title", .text(text.vi))
    let words = text.vi == text.en ? title : title.adding("description", .text(text.en))
    return JSONSchema(words.keywords + keywords)
  }
}

// MARK: Documents

extension JSONSchema {
  /// The schema of a whole format, such as `soat-rules/1`.
  package static func document(
    _ format: String, _ title: LocalizedText, _ root: JSONSchema,
    definitions: [(name: String, schema: JSONSchema)]
  ) -> JSONSchema {
    let head = any.adding("$schema", .text("https://json-schema.org/draft/2020-12/schema"))
      .adding("$id", .text("urn:soat:\(format)"))
    return JSONSchema(head.keywords + root.described(title).keywords)
      .adding("$defs", .named(definitions))
  }

  /// Equal schemas give equal bytes.
  package var bytes: [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { write(into: &$0) }
    return json.finish()
  }

  private func write(into json: inout JSONWriter) {
    for (name, value) in keywords {
      switch value {
      case .text(let text): json.member(name, text)
      case .integer(let number): json.member(name, number)
      case .truth(let truth): json.member(name, truth)
      case .texts(let texts): json.member(name, texts)
      case .schema(let schema): json.object(name) { schema.write(into: &$0) }
      case .schemas(let schemas):
        json.array(name) { json in
          for schema in schemas { json.object { schema.write(into: &$0) } }
        }
      case .named(let schemas):
        json.object(name) { json in
          for (name, schema) in schemas { json.object(name) { schema.write(into: &$0) } }
        }
      }
    }
  }
}
