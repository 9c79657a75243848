//! The line editor: colours, completion, history, and statements of several lines.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anstyle::{AnsiColor, Style};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{ColorMode, CompletionType, Config, Context, Editor, Helper};

use crate::error::{Error, Result};
use crate::ledger::Words;

use super::completion;
use super::lexer::{self, Kind};

/// Statements that the history keeps.
const MOST_HISTORY: usize = 5_000;

/// What a person has typed.
pub(super) enum Line {
    /// A command, or statements.
    Said(String),
    /// Ctrl-C: what was typed is dropped.
    Dropped,
    /// Ctrl-D: nothing more comes.
    Ended,
}

/// The line editor with its history.
pub(super) struct LineEditor {
    editor: Editor<Sql, FileHistory>,
    history: Option<PathBuf>,
}

fn fault(error: ReadlineError) -> Error {
    let source = match error {
        ReadlineError::Io(error) => error,
        other => std::io::Error::other(other.to_string()),
    };
    Error::io("reading", Path::new("the terminal"), source)
}

impl LineEditor {
    /// An editor with the history of a file, if there is one.
    pub(super) fn new(colour: bool, history: Option<PathBuf>) -> Result<Self> {
        let config = Config::builder()
            .max_history_size(MOST_HISTORY)
            .and_then(|config| config.history_ignore_dups(true))
            .map_err(fault)?
            .history_ignore_space(true)
            .completion_type(CompletionType::List)
            .completion_prompt_limit(100)
            .color_mode(if colour { ColorMode::Enabled } else { ColorMode::Disabled })
            .auto_add_history(false)
            .build();
        let mut editor = Editor::with_config(config).map_err(fault)?;
        editor.set_helper(Some(Sql { words: Rc::default(), colour }));
        if let Some(file) = history.as_deref().filter(|file| file.exists()) {
            editor.load_history(file).map_err(fault)?;
        }
        Ok(LineEditor { editor, history })
    }

    /// Words to complete from now on.
    pub(super) fn learn(&mut self, words: Rc<Words>) {
        if let Some(helper) = self.editor.helper_mut() {
            helper.words = words;
        }
    }

    /// Reads a command or statements, up to the semicolon.
    pub(super) fn read(&mut self, prompt: &str) -> Result<Line> {
        let styled = match self.editor.helper() {
            Some(helper) if helper.colour => format!("{0}{prompt}{0:#}", AnsiColor::Cyan.on_default().bold()),
            _ => prompt.to_owned(),
        };
        match self.editor.readline(&(prompt, styled.as_str())) {
            Ok(line) => Ok(Line::Said(line)),
            Err(ReadlineError::Interrupted) => Ok(Line::Dropped),
            Err(ReadlineError::Eof) => Ok(Line::Ended),
            Err(error) => Err(fault(error)),
        }
    }

    /// Keeps what was typed for the next start, at once: a shell that is closed by force loses nothing.
    pub(super) fn remember(&mut self, line: &str) -> Result<()> {
        let is_new = self.editor.add_history_entry(line.trim_end()).map_err(fault)?;
        match &self.history {
            Some(file) if is_new => self.editor.append_history(file).map_err(fault),
            _ => Ok(()),
        }
    }
}

/// SQL in the line editor.
struct Sql {
    words: Rc<Words>,
    colour: bool,
}

impl Helper for Sql {}

impl Hinter for Sql {
    type Hint = String;
}

impl Completer for Sql {
    type Candidate = String;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(completion::complete(&self.words, line, pos))
    }
}

impl Validator for Sql {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let complete = lexer::is_complete(context.input());
        Ok(if complete { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Highlighter for Sql {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if self.colour { Cow::Owned(coloured(&self.words, line)) } else { Cow::Borrowed(line) }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.colour && kind != CmdKind::MoveCursor
    }
}

/// A statement in colours; without them it is the same text.
fn coloured(words: &Words, line: &str) -> String {
    if line.trim_start().starts_with('.') {
        let end = line.trim_end().find(|c: char| c.is_whitespace()).unwrap_or(line.len());
        return format!("{0}{1}{0:#}{2}", AnsiColor::Cyan.on_default(), &line[..end], &line[end..]);
    }
    let mut text = String::with_capacity(line.len() * 2);
    let mut at = 0;
    for piece in lexer::pieces(line) {
        text.push_str(&line[at..piece.start]);
        let said = piece.of(line);
        let style = match piece.kind {
            Kind::Text => AnsiColor::Green.on_default(),
            Kind::Number => AnsiColor::Magenta.on_default(),
            Kind::Comment => Style::new().dimmed(),
            Kind::Word if words.keywords.binary_search(&said.to_lowercase()).is_ok() => {
                AnsiColor::Blue.on_default().bold()
            }
            Kind::Word if words.relations.contains_key(&said.to_lowercase()) => AnsiColor::Cyan.on_default(),
            _ => Style::new(),
        };
        text.push_str(&format!("{style}{said}{style:#}"));
        at = piece.end;
    }
    text.push_str(&line[at..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_change_no_character_of_a_statement() {
        let words = Words { keywords: vec!["from".to_owned(), "select".to_owned()], ..Words::default() };
        for line in ["select 'a', 1 from event; -- é", ".tables  x", "  .mode", "'", "select \"é\" /* x"] {
            let plain = coloured(&words, line);
            let mut text = String::new();
            let mut escaped = false;
            for c in plain.chars() {
                match c {
                    '\x1b' => escaped = true,
                    'm' if escaped => escaped = false,
                    c if !escaped => text.push(c),
                    _ => {}
                }
            }
            assert_eq!(text, line);
        }
        assert!(coloured(&words, "select 1").contains('\x1b'));
    }
}
