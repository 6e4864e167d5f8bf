/// The text of one statement, as a file in `sql/`.
public typealias Query = EmbeddedSQL
