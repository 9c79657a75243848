//! The document of the founding story: each command that it shows gives the output that it shows.

use crate::support::{Bench, sahel};

/// Stands for lines that the document leaves out.
const LEFT_OUT: &str = "[...]";

/// Commands of the document's text blocks with the lines that follow each.
fn shown(document: &str) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in document.lines() {
        if line.starts_with("```") {
            inside = line == "```text";
        } else if inside {
            match line.strip_prefix("$ warledger ") {
                Some(command) => all.push((command.to_owned(), Vec::new())),
                None => all.last_mut().expect("a block begins with its command").1.push(line.to_owned()),
            }
        }
    }
    all
}

/// The words of a command; double quotes hold words together.
fn words(command: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => all.push(String::new()),
            c => all.last_mut().expect("a word").push(c),
        }
    }
    all.into_iter().filter(|word| !word.is_empty()).collect()
}

/// True if the output has the lines, in order, with nothing between them but where the document leaves lines out.
fn agrees(output: &str, lines: &[String]) -> bool {
    let output: Vec<&str> = output.trim_end().lines().map(str::trim_end).collect();
    let mut at = 0;
    let mut free = false;
    for line in lines {
        if line == LEFT_OUT {
            free = true;
            continue;
        }
        let found =
            if free { output[at..].iter().position(|held| held == line).map(|skip| at + skip) } else { Some(at) };
        match found.filter(|found| output.get(*found) == Some(&line.as_str())) {
            Some(found) => at = found + 1,
            None => return false,
        }
        free = false;
    }
    free || at == output.len()
}

#[test]
fn the_document_of_the_founding_story_shows_what_its_commands_give() {
    let document = include_str!("../../docs/founding-story.md");
    let bench: Bench = sahel();
    let commands = shown(document);
    assert!(commands.len() >= 7, "{} commands", commands.len());
    let mut wrong = Vec::new();
    for (command, lines) in &commands {
        let words = words(command);
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = bench.ok(&args);
        if !agrees(&output, lines) {
            wrong.push(format!("$ warledger {command}\n{output}"));
        }
    }
    assert!(wrong.is_empty(), "the document shows something else than:\n{}", wrong.join("\n"));
}

#[test]
fn lines_that_differ_or_are_missing_are_found() {
    let lines = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    assert!(agrees("a\nb\nc\n", &lines("a|b|c")));
    assert!(agrees("a\nb\nc\n", &lines("a|[...]|c")));
    assert!(agrees("a\nb\nc\n", &lines("[...]|b|[...]")));
    for text in ["a|b", "a|c", "a|[...]|d", "b|c", "c|[...]|a"] {
        assert!(!agrees("a\nb\nc\n", &lines(text)), "{text}");
    }
}
