//! Long results go through the pager that the person has chosen, short ones straight to the terminal.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::cli::render;
use crate::error::Result;

/// Variables that name a pager, in order.
const CHOSEN: &[&str] = &["WARLEDGER_PAGER", "PAGER"];

/// Shows a text: with the pager if the terminal has fewer lines.
pub(super) fn show(text: &[u8], may_page: bool) -> Result<()> {
    let height = terminal_size::terminal_size_of(std::io::stdout()).map_or(usize::MAX, |(_, height)| height.0.into());
    let lines = text.iter().filter(|byte| **byte == b'\n').count();
    if may_page && lines + 1 > height && through(text) {
        return Ok(());
    }
    render::print_bytes(text)
}

/// True if a pager took the text.
fn through(text: &[u8]) -> bool {
    let chosen = CHOSEN.iter().find_map(|name| std::env::var(name).ok());
    let chosen = chosen.unwrap_or_else(|| "less".to_owned());
    let mut words = chosen.split_whitespace();
    let Some(program) = words.next() else { return false };
    let mut pager = Command::new(program);
    pager.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Colours as they are, lines unbroken, nothing for a text that fits, and it stays on the screen.
        pager.env("LESS", "FRSX");
    }
    let Ok(mut running) = pager.spawn() else { return false };
    if let Some(mut input) = running.stdin.take() {
        // A pager that is left before its end reads no further: that is no failure.
        input.write_all(text).unwrap_or_default();
    }
    // Its own exit code says nothing about the text.
    running.wait().is_ok()
}
