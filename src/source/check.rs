//! What a definition must hold before it is used: names that exist, values that are allowed, patterns that compile.

use std::collections::BTreeMap;

use super::definition::{Content, Definition, Layout, Rule};
use crate::event;

impl Definition {
    /// True if some layout has a column of this name, by its own or its new name.
    fn has_column(&self, name: &str) -> bool {
        self.layouts.iter().any(|layout| {
            layout
                .columns
                .iter()
                .chain(&layout.optional)
                .any(|column| layout.rename.get(column).unwrap_or(column) == name)
        })
    }

    /// What is wrong with it, if anything.
    pub(super) fn check(&self) -> std::result::Result<(), String> {
        let name = &self.source.name;
        if !is_identifier(name) {
            return Err(format!("source.name '{name}' must be lower-case letters, digits and _"));
        }
        if name == "reference" {
            return Err("source.name 'reference' is the name of the ledger's own reference data".to_owned());
        }
        if !is_identifier(&self.kept.table) {
            return Err(format!("kept.table '{}' must be lower-case letters, digits and _", self.kept.table));
        }
        if let Some(stamp) = &self.kept.upload_stamp
            && self.kept.types.get(stamp).map(String::as_str) != Some("integer")
        {
            return Err(format!("kept.upload_stamp '{stamp}' must be an integer in kept.types"));
        }
        if self.kept.table.ends_with("_history") {
            return Err(format!("kept.table '{}' ends in _history, as tables of earlier states do", self.kept.table));
        }
        if crate::catalog::is_reserved(&self.kept.table) {
            return Err(format!("kept.table '{}' is the name of one of warledger's own objects", self.kept.table));
        }
        for (column, kind) in &self.kept.types {
            if !["integer", "double", "text"].contains(&kind.as_str()) {
                return Err(format!("kept.types.{column} is '{kind}'; it must be integer, double or text"));
            }
        }
        for release in &self.releases {
            let pattern = regex::Regex::new(&release.file_name)
                .map_err(|error| format!("releases: file_name does not compile: {error}"))?;
            if !["yy", "n"].iter().all(|group| pattern.capture_names().any(|name| name == Some(*group))) {
                return Err(format!("releases: file_name '{}' must have the groups yy and n", release.file_name));
            }
        }
        if self.layouts.is_empty() {
            return Err("it has no [[layouts]]".to_owned());
        }
        self.layouts.iter().try_for_each(|layout| self.check_layout(layout))
    }

    fn check_layout(&self, layout: &Layout) -> std::result::Result<(), String> {
        let at = &layout.name;
        let columns = match layout.content {
            Content::Events => event::EVENT,
            Content::Claims => event::CLAIM,
            Content::Deletions => event::DELETION,
            Content::Aggregates => event::AGGREGATE,
            Content::Context => return Ok(()),
        };
        if let Some(encoding) = &layout.encoding
            && encoding_rs::Encoding::for_label(encoding.as_bytes()).is_none()
        {
            return Err(format!("layout {at}: there is no encoding '{encoding}'"));
        }
        if layout.date_formats.is_empty() {
            return Err(format!("layout {at}: date_formats is empty"));
        }
        let known: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let own = if layout.content == Content::Events { Some(self.fields.keys()) } else { None };
        for name in layout.fields.keys().chain(own.into_iter().flatten()) {
            if !known.contains(&name.as_str()) {
                return Err(format!("'{name}' is not a column to fill; known: {}", known.join(", ")));
            }
        }
        for column in columns.iter().filter(|column| column.required) {
            if self.field(layout, column.name).is_none() {
                return Err(format!("layout {at}: the field {} is missing", column.name));
            }
        }
        for column in columns {
            let Some(field) = self.field(layout, column.name) else { continue };
            field.rules().iter().try_for_each(|rule| self.check_rule(rule, column.name, column.allowed))?;
        }
        for actor in self.actors_of(layout) {
            if !self.has_column(&actor.column) {
                return Err(format!("actors: no layout has a column '{}'", actor.column));
            }
            if !["a", "b"].contains(&actor.side.as_str()) || !["side", "associate"].contains(&actor.role.as_str()) {
                return Err(format!("actor column {}: side must be a or b, role side or associate", actor.column));
            }
            if let Some(kind) = &actor.kind {
                kind.rules().iter().try_for_each(|rule| self.check_rule(rule, "kind", event::ACTOR_KINDS))?;
            }
            if let Some(attacker) = &actor.attacker {
                attacker.rules().iter().try_for_each(|rule| self.check_rule(rule, "attacker", &["true", "false"]))?;
            }
        }
        Ok(())
    }

    fn check_rule(&self, rule: &Rule, name: &str, allowed: &[&str]) -> std::result::Result<(), String> {
        let origins =
            [rule.column.is_some(), rule.value.is_some(), rule.date_parts.is_some(), rule.file_name.is_some()];
        if origins.iter().filter(|given| **given).count() != 1 {
            return Err(format!("field {name}: give one of column, value, date_parts, file_name"));
        }
        for pattern in rule.pattern.iter().chain(rule.matches.iter().flat_map(BTreeMap::keys)) {
            regex::Regex::new(pattern).map_err(|error| format!("field {name}: a pattern does not compile: {error}"))?;
        }
        let parts = rule.date_parts.iter().flat_map(|parts| [&parts.year, &parts.month].into_iter().chain(&parts.day));
        let named = rule.column.iter().chain(parts).chain(rule.when.iter().flat_map(BTreeMap::keys));
        for column in named {
            if !self.has_column(column) {
                return Err(format!("field {name}: no layout has a column '{column}'"));
            }
        }
        if let Some(codes) = &rule.codes_of
            && !self.codes.contains_key(codes)
        {
            return Err(format!("field {name}: there is no [codes.{codes}]"));
        }
        if rule.column.is_none()
            && (self.codes_of(rule).is_some() || rule.starts_with.is_some() || rule.matches.is_some())
        {
            return Err(format!("field {name}: codes need a column"));
        }
        let maps = [self.codes_of(rule), rule.starts_with.as_ref(), rule.matches.as_ref(), rule.file_name.as_ref()];
        let mapped = maps.into_iter().flatten().flat_map(BTreeMap::values);
        for value in mapped.chain(&rule.default).chain(&rule.value) {
            if !allowed.is_empty() && !allowed.contains(&value.as_str()) {
                return Err(format!("field {name}: '{value}' is not one of {}", allowed.join(", ")));
            }
        }
        Ok(())
    }
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
