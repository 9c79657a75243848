//! Reference data: who the actors are under all their names, which areas make a region, what countries are called.
//!
//! The built-in files stand in `datasets/reference`; a user's own files with the same columns extend or override them
//! inside a ledger. Everything here is plain data and matching, without the ledger.

mod key;
mod policy;
mod resolve;
mod statements;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::source::builtin_file;

pub use key::{area_key, name_key, slug};
pub use policy::Policy;
pub use resolve::{ActorPart, Resolver, Sharing};
pub use statements::{CHANGES, Context, Coordination, PRECISIONS, PlaceChange, WORDINGS};

/// A known actor.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Identifier.
    pub actor_id: String,
    /// Name to show.
    pub actor_name: String,
    /// One of [`crate::event::ACTOR_KINDS`].
    pub actor_kind: String,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
}

/// A spelling of an actor's name.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The spelling.
    pub alias: String,
    /// The actor.
    pub actor_id: String,
    /// Only in this source; empty = anywhere.
    #[serde(default)]
    pub source: String,
}

/// A family of names.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Regular expression for the whole name; `{country}` stands for a known country, `{years}` for regime years in
    /// brackets, `{unit}` for the name of a unit behind it.
    pub pattern: String,
    /// Kind of these actors.
    pub actor_kind: String,
    /// Identifier, with `{country}`; empty = made from the name.
    #[serde(default)]
    pub actor_id: String,
    /// Name, with `{country}`; empty = the name itself.
    #[serde(default)]
    pub actor_name: String,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
}

/// A membership with dates.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The actor that belongs to a group.
    pub member_id: String,
    /// The group.
    pub group_id: String,
    /// `member` (counted with the group) or `ally` (not counted unless asked for).
    pub relation: String,
    /// First day, ISO 8601; empty = always.
    #[serde(default)]
    pub valid_from: String,
    /// Last day; empty = still.
    #[serde(default)]
    pub valid_to: String,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
}

/// A region above countries.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Identifier.
    pub region: String,
    /// Name to show.
    pub region_name: String,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
}

/// A country or first-order area that belongs to a region.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct RegionMember {
    /// The region.
    pub region: String,
    /// Country, ISO 3166 alpha-3.
    pub country_iso3: String,
    /// First-order area; empty = the whole country.
    #[serde(default)]
    pub admin1: String,
    /// First day; empty = always.
    #[serde(default)]
    pub valid_from: String,
    /// Last day; empty = still.
    #[serde(default)]
    pub valid_to: String,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
}

/// A country with its codes.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166 alpha-3.
    pub iso3: String,
    /// Name to show.
    pub country_name: String,
    /// Gleditsch-Ward number, where there is one.
    #[serde(default)]
    pub gwno: String,
}

/// A name of a country.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct CountryAlias {
    /// The name.
    pub alias: String,
    /// ISO 3166 alpha-3.
    pub iso3: String,
}

/// All reference data.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// Known actors.
    pub actors: Vec<Actor>,
    /// Their spellings.
    pub aliases: Vec<Alias>,
    /// Families of names.
    pub patterns: Vec<Pattern>,
    /// Memberships.
    pub members: Vec<Member>,
    /// Regions.
    pub regions: Vec<Region>,
    /// What belongs to them.
    pub region_members: Vec<RegionMember>,
    /// Countries.
    pub countries: Vec<Country>,
    /// Their names.
    pub country_aliases: Vec<CountryAlias>,
    /// Who states of which events that they were coordinated.
    pub coordination: Vec<Coordination>,
    /// Events that changed who holds their place.
    pub place_changes: Vec<PlaceChange>,
    /// Earlier events that reports mention.
    pub context: Vec<Context>,
    /// Whose claims count, in the order in which answers show them.
    pub policies: Vec<Policy>,
    /// Rows of the table being extended that were there before.
    known_rows: usize,
}

impl Reference {
    /// The reference data embedded in the program.
    ///
    /// # Errors
    /// [`Error::Reference`] if a file contradicts itself, which a test excludes.
    pub fn builtin() -> Result<Self> {
        let reference = Reference {
            actors: builtin("reference/actors.csv")?,
            aliases: builtin("reference/aliases.csv")?,
            patterns: builtin("reference/patterns.csv")?,
            members: builtin("reference/members.csv")?,
            regions: builtin("reference/regions.csv")?,
            region_members: builtin("reference/region_members.csv")?,
            countries: builtin("reference/countries.csv")?,
            country_aliases: builtin("reference/country_aliases.csv")?,
            coordination: builtin("reference/coordination.csv")?,
            place_changes: builtin("reference/place_changes.csv")?,
            context: builtin("sahel_2025/context.csv")?,
            policies: builtin_policies()?,
            known_rows: 0,
        };
        reference.check("built in")?;
        Ok(reference)
    }

    /// The same with a user's rows: new ones added, known ones (same identifier) replaced.
    ///
    /// # Errors
    /// [`Error::Reference`] if the whole would contradict itself, [`Error::Header`] for an unknown header.
    pub fn extend(&mut self, file: &str, bytes: &[u8]) -> Result<&'static str> {
        let header = header_of(file, bytes)?;
        let has = |name: &str| header.iter().any(|column| column == name);
        let what = if has("alias") && has("actor_id") {
            let rows: Vec<Alias> = parse(file, bytes)?;
            self.aliases.retain(|old| {
                !rows.iter().any(|new| name_key(&new.alias) == name_key(&old.alias) && new.source == old.source)
            });
            self.known_rows = self.aliases.len();
            self.aliases.extend(rows);
            "aliases"
        } else if has("policy") && has("tiers") {
            let rows: Vec<Policy> = parse(file, bytes)?;
            let rows: Vec<Policy> = rows.into_iter().map(Policy::filled).collect();
            policy::refuse_builtin(file, &rows, &builtin_policies()?)?;
            self.policies.retain(|old| !rows.iter().any(|new| new.policy == old.policy));
            self.known_rows = self.policies.len();
            self.policies.extend(rows);
            "policies"
        } else if has("alias") && has("iso3") {
            let rows: Vec<CountryAlias> = parse(file, bytes)?;
            self.country_aliases.retain(|old| !rows.iter().any(|new| name_key(&new.alias) == name_key(&old.alias)));
            self.country_aliases.extend(rows);
            "country aliases"
        } else if has("statement_key") {
            let rows: Vec<Coordination> = parse(file, bytes)?;
            self.coordination.retain(|old| !rows.iter().any(|new| new.statement_key == old.statement_key));
            self.known_rows = self.coordination.len();
            self.coordination.extend(rows);
            "statements on coordination"
        } else if has("changed_by") {
            let rows: Vec<PlaceChange> = parse(file, bytes)?;
            self.place_changes.retain(|old| {
                !rows.iter().any(|new| new.source == old.source && new.source_event_id == old.source_event_id)
            });
            self.known_rows = self.place_changes.len();
            self.place_changes.extend(rows);
            "changes of places"
        } else if has("context_key") {
            let rows: Vec<Context> = parse(file, bytes)?;
            self.context.retain(|old| !rows.iter().any(|new| new.context_key == old.context_key));
            self.known_rows = self.context.len();
            self.context.extend(rows);
            "context that is never counted"
        } else if has("pattern") {
            // A user's patterns come before the built-in ones.
            let mut rows: Vec<Pattern> = parse(file, bytes)?;
            self.patterns.retain(|old| !rows.iter().any(|new| new.pattern == old.pattern));
            rows.append(&mut self.patterns);
            self.patterns = rows;
            "patterns"
        } else if has("member_id") {
            let rows: Vec<Member> = parse(file, bytes)?;
            self.members
                .retain(|old| !rows.iter().any(|new| new.member_id == old.member_id && new.group_id == old.group_id));
            self.known_rows = self.members.len();
            self.members.extend(rows);
            "members"
        } else if has("actor_kind") {
            let rows: Vec<Actor> = parse(file, bytes)?;
            self.actors.retain(|old| !rows.iter().any(|new| new.actor_id == old.actor_id));
            self.known_rows = self.actors.len();
            self.actors.extend(rows);
            "actors"
        } else if has("region") && has("country_iso3") {
            let rows: Vec<RegionMember> = parse(file, bytes)?;
            for row in &rows {
                if !self.regions.iter().any(|region| region.region == row.region) {
                    self.regions.push(Region {
                        region: row.region.clone(),
                        region_name: row.region.clone(),
                        note: String::new(),
                    });
                }
            }
            self.region_members.retain(|old| !rows.contains(old));
            self.known_rows = self.region_members.len();
            self.region_members.extend(rows);
            "region members"
        } else if has("region") && has("region_name") {
            let rows: Vec<Region> = parse(file, bytes)?;
            self.regions.retain(|old| !rows.iter().any(|new| new.region == old.region));
            self.regions.extend(rows);
            "regions"
        } else if has("iso3") && has("country_name") {
            let rows: Vec<Country> = parse(file, bytes)?;
            self.countries.retain(|old| !rows.iter().any(|new| new.iso3 == old.iso3));
            self.countries.extend(rows);
            "countries"
        } else {
            return Err(Error::Header {
                path: file.into(),
                reason: format!("the header is of no reference file: {}", header.join(", ")),
                hint: "policies: see `warledger template policies`; aliases: alias,actor_id,source; actors: actor_id,actor_name,actor_kind,note; regions: region,country_iso3,admin1,valid_from,valid_to,note".to_owned(),
            });
        };
        let checked = self.check(file);
        self.known_rows = 0;
        checked.map(|()| what)
    }

    /// Every identifier that is named exists, every kind is known, no spelling means two actors.
    fn check(&self, file: &str) -> Result<()> {
        let fault = |row: usize, reason: String| {
            let row = row.saturating_sub(self.known_rows) as u64 + 2;
            Err(Error::Reference { file: file.to_owned(), row, reason })
        };
        let known: std::collections::HashSet<&str> = self.actors.iter().map(|actor| actor.actor_id.as_str()).collect();
        for (row, actor) in self.actors.iter().enumerate() {
            if !crate::event::ACTOR_KINDS.contains(&actor.actor_kind.as_str()) {
                return fault(row, format!("'{}' of {} is not an actor kind", actor.actor_kind, actor.actor_id));
            }
        }
        policy::check(&self.policies).or_else(|(row, reason)| fault(row, reason))?;
        let mut spellings = std::collections::HashMap::new();
        for (row, alias) in self.aliases.iter().enumerate() {
            if !known.contains(alias.actor_id.as_str()) {
                return fault(row, format!("the alias '{}' names the unknown actor {}", alias.alias, alias.actor_id));
            }
            let other = spellings.insert((name_key(&alias.alias), alias.source.as_str()), alias.actor_id.as_str());
            if let Some(other) = other.filter(|other| *other != alias.actor_id) {
                return fault(row, format!("the alias '{}' means both {other} and {}", alias.alias, alias.actor_id));
            }
        }
        for (row, member) in self.members.iter().enumerate() {
            for id in [&member.member_id, &member.group_id] {
                if !known.contains(id.as_str()) {
                    return fault(row, format!("the membership names the unknown actor {id}"));
                }
            }
            if !["member", "ally"].contains(&member.relation.as_str()) {
                return fault(row, format!("the relation '{}' is neither member nor ally", member.relation));
            }
        }
        let statements = self.coordination.iter().map(statements::fault);
        let changes = self.place_changes.iter().map(statements::change_fault);
        let contexts = self.context.iter().map(statements::context_fault);
        for faults in [statements.collect::<Vec<_>>(), changes.collect(), contexts.collect()] {
            if let Some((row, reason)) = faults.into_iter().enumerate().find_map(|(row, found)| Some((row, found?))) {
                return fault(row, reason);
            }
        }
        for (row, member) in self.region_members.iter().enumerate() {
            if !self.regions.iter().any(|region| region.region == member.region) {
                return fault(row, format!("the area names the unknown region {}", member.region));
            }
        }
        Ok(())
    }
}

/// Policies that every ledger has.
///
/// # Errors
/// As [`Reference::builtin`].
pub fn builtin_policies() -> Result<Vec<Policy>> {
    builtin("reference/policies.csv")
}

fn builtin<T: DeserializeOwned>(path: &str) -> Result<Vec<T>> {
    let bytes = builtin_file(path).ok_or_else(|| Error::internal("reference data", path))?;
    parse(path, bytes)
}

fn header_of(file: &str, bytes: &[u8]) -> Result<Vec<String>> {
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let header = reader.headers().map_err(|error| reference_fault(file, &error))?;
    Ok(header.iter().map(|name| name.trim().to_lowercase()).collect())
}

fn parse<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<Vec<T>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    reader.deserialize().collect::<std::result::Result<_, _>>().map_err(|error| reference_fault(file, &error))
}

fn reference_fault(file: &str, error: &csv::Error) -> Error {
    let row = error.position().map_or(0, |position| position.record() + 1);
    Error::Reference { file: file.to_owned(), row, reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_reference_data_are_sound() {
        let reference = Reference::builtin().expect("the built-in reference data parse and agree");
        assert!(reference.actors.len() > 50);
        assert!(reference.regions.iter().any(|region| region.region == "central_sahel"));
    }
}
