//! SQL as a person types it, in pieces: for colours, for completion, and to know when a statement ends.

/// What a piece of a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or an identifier without quotes.
    Word,
    /// A text in single quotes or between dollar signs.
    Text,
    /// An identifier in double quotes.
    Name,
    /// A number.
    Number,
    /// A comment.
    Comment,
    /// The end of a statement.
    End,
    /// Anything else that is no blank.
    Sign,
}

/// A piece of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// False for a text, a name or a comment that goes on behind the end.
    pub(super) closed: bool,
}

impl Piece {
    pub(super) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// The pieces of a text, without the blanks between them.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (kind, length, closed) = piece(rest, first);
        all.push(Piece { kind, start: at, end: at + length, closed });
        at += length;
    }
    all
}

fn piece(rest: &str, first: char) -> (Kind, usize, bool) {
    let until = |end: Option<usize>, kind| (kind, end.unwrap_or(rest.len()), end.is_some());
    let run = |is_part: fn(char) -> bool| rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    match first {
        '\'' => until(quoted_end(rest, '\''), Kind::Text),
        '"' => until(quoted_end(rest, '"'), Kind::Name),
        ';' => (Kind::End, 1, true),
        '-' if rest.starts_with("--") => (Kind::Comment, rest.find('\n').unwrap_or(rest.len()), true),
        '/' if rest.starts_with("/*") => until(rest[2..].find("*/").map(|end| end + 4), Kind::Comment),
        '$' => match dollar_tag(rest) {
            Some(tag) => until(rest[tag.len()..].find(tag).map(|end| end + 2 * tag.len()), Kind::Text),
            None => (Kind::Sign, 1, true),
        },
        c if c.is_alphabetic() || c == '_' => (Kind::Word, run(|c| c.is_alphanumeric() || c == '_'), true),
        c if c.is_ascii_digit() => (Kind::Number, run(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_'), true),
        c => (Kind::Sign, c.len_utf8(), true),
    }
}

/// Where a quoted text ends; a doubled quote stands for itself.
fn quoted_end(rest: &str, quote: char) -> Option<usize> {
    let mut at = 1;
    loop {
        at += rest[at..].find(quote)? + 1;
        if !rest[at..].starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
}

/// The `$tag$` that begins here.
fn dollar_tag(rest: &str) -> Option<&str> {
    let end = rest[1..].find(|c: char| !(c.is_alphanumeric() || c == '_'))? + 1;
    rest[end..].starts_with('$').then(|| &rest[..=end])
}

/// True if nothing is missing: a command, nothing at all, or statements of which the last one is ended.
pub(super) fn is_complete(text: &str) -> bool {
    if text.trim_start().starts_with('.') {
        return true;
    }
    let all = pieces(text);
    if all.iter().any(|piece| !piece.closed) {
        return false;
    }
    let said = all.iter().rev().find(|piece| piece.kind != Kind::Comment);
    said.is_none_or(|piece| piece.kind == Kind::End)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_complete_when_its_semicolon_stands_outside_of_quotes_and_comments() {
        for text in ["select 1;", "", "  ", ".tables", "-- nothing", "select ';' as a; -- end", "select $$;$$;"] {
            assert!(is_complete(text), "{text}");
        }
        for text in
            ["select 1", "select ';", "select 1 -- ;", "select /* ; ", "select $$;", "select \"a;", "select $a$;$b$;"]
        {
            assert!(!is_complete(text), "{text}");
        }
    }

    #[test]
    fn pieces_cover_everything_but_blanks() {
        for text in ["select 'it''s', \"a\"\"b\", 1.5e3 from été -- x\n;", "'", "$", "$1$", "/*", "a.b::int", "ß'é"]
        {
            let mut at = 0;
            for piece in pieces(text) {
                assert!(text[at..piece.start].trim().is_empty(), "{text}");
                assert!(piece.end > piece.start, "{text}");
                at = piece.end;
            }
            assert!(text[at..].trim().is_empty(), "{text}");
        }
        let text = "select 'it''s' from t;";
        let kinds: Vec<Kind> = pieces(text).iter().map(|piece| piece.kind).collect();
        assert_eq!(kinds, [Kind::Word, Kind::Text, Kind::Word, Kind::Word, Kind::End]);
    }
}
