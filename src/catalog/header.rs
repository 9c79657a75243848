//! Header comments of SQL files.
//!
//! ```text
//! -- First sentence: what a row is.
//! --
//! -- grain:   columns that tell rows apart
//! -- columns:
//! --   name   meaning   [unit]
//! -- engine:  duckdb: why it runs on no other engine
//! -- note:    what a reader must know
//! ```

/// The documentation of an object, read from its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// First sentence.
    pub title: String,
    /// Parameters of a macro or report, with defaults where they have one.
    pub params: Vec<String>,
    /// Columns that tell rows apart.
    pub grain: Vec<String>,
    /// Objects that it reads.
    pub sources: Vec<String>,
    /// Columns in order.
    pub columns: Vec<ColumnDoc>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// A statement that shows its use, where the first rows do not.
    pub example: Option<String>,
    /// Why it runs on DuckDB alone; none if it runs on other engines too.
    pub engine: Option<String>,
    /// Parameters of a ready question.
    pub asks: Vec<ParamDoc>,
}

/// The default of a parameter that may be left open: it is then NULL.
pub const ANY: &str = "any";

/// The documentation of a ready question's parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParamDoc {
    /// Name.
    pub name: String,
    /// date, integer, number, text, source, country, region, group, policy, load.
    pub kind: String,
    /// The value where none is given; [`ANY`] if it may be left open, none if one must be given.
    pub default: Option<String>,
    /// Meaning.
    pub meaning: String,
}

/// The documentation of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnDoc {
    /// Name.
    pub name: String,
    /// Meaning.
    pub meaning: String,
    /// Unit, where it is a quantity.
    pub unit: Option<String>,
}

impl Header {
    /// Splits a file into its header and its statement.
    pub fn split(text: &str) -> (Header, String) {
        let mut header = Header::default();
        let mut rest = text;
        let (mut in_columns, mut in_params) = (false, false);
        while let Some(line) = rest.lines().next().filter(|line| line.starts_with("--")) {
            rest = rest[line.len()..].strip_prefix('\n').unwrap_or(&rest[line.len()..]);
            let line = line.trim_start_matches('-');
            let is_indented = line.starts_with("   ");
            let line = line.trim();
            if in_columns && is_indented {
                header.columns.push(column(line));
                continue;
            }
            if in_params && is_indented {
                header.asks.push(asked(line));
                continue;
            }
            (in_columns, in_params) = (false, false);
            match line.split_once(':').map(|(key, value)| (key, value.trim())) {
                Some(("params", "")) => in_params = true,
                Some(("params", value)) => header.params = list(value),
                Some(("grain", value)) => header.grain = list(value),
                Some(("source", value)) => header.sources = list(value),
                Some(("engine", value)) => {
                    header.engine = Some(value.trim_start_matches("duckdb").trim_start_matches(':').trim().to_owned());
                }
                Some(("example", value)) => header.example = Some(value.to_owned()),
                Some(("note", value)) => header.notes.push(value.to_owned()),
                Some(("columns", _)) => in_columns = true,
                _ if header.title.is_empty() => header.title = line.to_owned(),
                _ => {}
            }
        }
        (header, rest.trim().trim_end_matches(';').to_owned())
    }

    /// The comment that the object has in the ledger.
    pub fn comment(&self) -> String {
        let mut text = self.title.clone();
        if !self.grain.is_empty() {
            text.push_str(&format!(" Grain: {}.", self.grain.join(", ")));
        }
        for note in &self.notes {
            text.push_str(&format!(" Note: {note}."));
        }
        text
    }
}

impl ColumnDoc {
    /// The comment that the column has in the ledger.
    pub fn comment(&self) -> String {
        self.unit.as_ref().map_or_else(|| self.meaning.clone(), |unit| format!("{} [{unit}]", self.meaning))
    }
}

fn list(value: &str) -> Vec<String> {
    value.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn column(line: &str) -> ColumnDoc {
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let (meaning, unit) = match rest.strip_suffix(']').and_then(|body| body.rsplit_once('[')) {
        Some((meaning, unit)) => (meaning.trim(), Some(unit.to_owned())),
        None => (rest, None),
    };
    ColumnDoc { name: name.to_owned(), meaning: meaning.to_owned(), unit }
}

/// A parameter: its unit is its type, with the value where none is given.
fn asked(line: &str) -> ParamDoc {
    let ColumnDoc { name, meaning, unit } = column(line);
    let unit = unit.unwrap_or_default();
    let (kind, default) = match unit.split_once('=') {
        Some((kind, default)) => (kind.trim().to_owned(), Some(default.trim().to_owned())),
        None => (unit, None),
    };
    ParamDoc { name, kind, default, meaning }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_and_the_statement_kept() {
        let (header, body) = Header::split(
            "-- Events by week.\n--\n-- grain:   source, week\n-- columns:\n--   week     Monday\n--   events   how many   [events]\n-- note:    groups do not add up\nselect 1\n",
        );
        assert_eq!(header.title, "Events by week.");
        assert_eq!(header.grain, ["source", "week"]);
        assert_eq!(header.columns[1].unit.as_deref(), Some("events"));
        assert_eq!(header.notes, ["groups do not add up"]);
        assert_eq!((body.as_str(), header.engine), ("select 1", None));
    }

    #[test]
    fn a_header_says_why_a_text_runs_on_duckdb_alone() {
        let (header, _) =
            Header::split("-- Deaths.\n--\n-- grain:   source\n-- engine:  duckdb: a table macro\nselect 1\n");
        assert_eq!(header.engine.as_deref(), Some("a table macro"));
    }

    #[test]
    fn parameters_of_a_ready_question_have_a_type_and_a_default() {
        let (header, body) = Header::split(
            "-- Deaths.\n--\n-- params:\n--   since     first day      [date = 2025-05-01]\n--   country   the country    [country = any]\n--   group     the group      [group]\n-- grain:   source\n-- example: from x where a = 'b: c'\nselect $since\n",
        );
        let of = |at: usize| (header.asks[at].kind.as_str(), header.asks[at].default.as_deref());
        assert_eq!((of(0), of(1), of(2)), (("date", Some("2025-05-01")), ("country", Some(ANY)), ("group", None)));
        assert_eq!(header.asks[0].meaning, "first day");
        assert_eq!(header.example.as_deref(), Some("from x where a = 'b: c'"));
        assert_eq!((header.grain.as_slice(), body.as_str()), (&["source".to_owned()][..], "select $since"));
    }
}
