//! From a name as a source gives it to the actors that it means.

use std::collections::HashMap;

use regex::{Captures, Regex};

use super::{Reference, key::name_key, key::slug};
use crate::error::{Error, Result};

/// How an actor shares a name with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// The name means this actor alone.
    Sole,
    /// The name lists several actors that took part together.
    Joint,
    /// The name lists several actors of which at least one took part.
    Uncertain,
}

impl Sharing {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Sharing::Sole => "sole",
            Sharing::Joint => "joint",
            Sharing::Uncertain => "uncertain",
        }
    }
}

/// One actor that a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorPart {
    /// Identifier.
    pub actor_id: String,
    /// Name to show.
    pub actor_name: String,
    /// Kind; `unknown` if nothing tells it.
    pub actor_kind: String,
    /// `reference`, `pattern` or `source`.
    pub origin: &'static str,
    /// Whether the name means others too.
    pub sharing: Sharing,
}

struct Family {
    pattern: Regex,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
}

/// Matches names against the reference data.
pub struct Resolver {
    aliases: HashMap<(String, String), usize>,
    actors: Vec<(String, String, String)>,
    families: Vec<Family>,
    countries: HashMap<String, String>,
}

/// What the placeholders of a pattern stand for.
///
/// `{years}`: regime years behind the name of an army. `{unit}`: the name of a unit behind it, in words that begin
/// with a capital letter and a few joining words, so that "... and Wagner Group" stays a compound. `{name}`: a name of
/// such words. `{bracket}`: anything in brackets.
///
/// `{country}`, any known name of a country, is filled in from the reference data.
const PLACEHOLDERS: [(&str, &str); 4] = [
    ("{years}", r"(?: \([0-9]{4}-(?:[0-9]{4})?\))?"),
    (
        "{unit}",
        concat!(
            r"(?: (?:Security and Civil|Intelligence and Security|Support and Reinforcement|Defense and Security|",
            r"Customs and Excise|Wildlife and Forest|Water and Forest|Drug and Law|(?:- )?[^a-z\s,;/&+][^\s,;/&+]*|",
            r"of|the|for|to|in|on|de|du|des|la|le|les|et|al|el|ul|ag|bin|ibn|wa|lid))*"
        ),
    ),
    (
        "{name}",
        concat!(
            r"(?:[^a-z\s,;/&+][^\s,;/&+]*(?: (?:[^a-z\s,;/&+][^\s,;/&+]*|",
            r"of|the|for|to|in|on|de|du|des|la|le|les|et|al|el|ul|ag|bin|ibn|wa|lid))*)"
        ),
    ),
    ("{bracket}", r"\([^()]*(?:\([^()]*\))?[^()]*\)"),
];

impl Resolver {
    /// Prepares the matching.
    ///
    /// # Errors
    /// [`Error::Reference`] for a pattern that does not compile.
    pub fn new(reference: &Reference) -> Result<Self> {
        let position: HashMap<&str, usize> =
            reference.actors.iter().enumerate().map(|(at, actor)| (actor.actor_id.as_str(), at)).collect();
        let mut aliases = HashMap::new();
        for alias in &reference.aliases {
            if let Some(at) = position.get(alias.actor_id.as_str()) {
                aliases.insert((name_key(&alias.alias), alias.source.clone()), *at);
            }
        }
        for (at, actor) in reference.actors.iter().enumerate() {
            aliases.entry((name_key(&actor.actor_name), String::new())).or_insert(at);
        }
        let country = country_pattern(reference);
        let mut families = Vec::with_capacity(reference.patterns.len());
        for (row, family) in reference.patterns.iter().enumerate() {
            let text = PLACEHOLDERS
                .iter()
                .fold(family.pattern.clone(), |text, (placeholder, meaning)| text.replace(placeholder, meaning))
                .replace("{country}", &country);
            let pattern = Regex::new(&format!("^(?:{text})$")).map_err(|error| Error::Reference {
                file: "patterns".to_owned(),
                row: row as u64 + 2,
                reason: error.to_string(),
            })?;
            families.push(Family {
                pattern,
                actor_kind: family.actor_kind.clone(),
                actor_id: family.actor_id.clone(),
                actor_name: family.actor_name.clone(),
            });
        }
        let names: HashMap<&str, &str> =
            reference.countries.iter().map(|country| (country.iso3.as_str(), country.country_name.as_str())).collect();
        let mut countries = HashMap::new();
        for alias in &reference.country_aliases {
            if let Some(name) = names.get(alias.iso3.as_str()) {
                countries.insert(name_key(&alias.alias), (*name).to_owned());
            }
        }
        for country in &reference.countries {
            countries.insert(name_key(&country.country_name), country.country_name.clone());
        }
        let actors = reference
            .actors
            .iter()
            .map(|actor| (actor.actor_id.clone(), actor.actor_name.clone(), actor.actor_kind.clone()))
            .collect();
        Ok(Resolver { aliases, actors, families, countries })
    }

    /// The actors that a name means; never empty. A name is split only where every part is a known actor.
    pub fn resolve(&self, name: &str, source: &str) -> Vec<ActorPart> {
        let name = &name.split_whitespace().collect::<Vec<_>>().join(" ").replace(['’', '‘'], "'");
        if let Some(known) = self.known(name, source) {
            return vec![known];
        }
        let ways: [(&[&str], Sharing); 5] = [
            (&[" and/or ", " or "], Sharing::Uncertain),
            (&["/"], Sharing::Uncertain),
            (&["; ", ";", ", "], Sharing::Joint),
            (&[" and ", " & "], Sharing::Joint),
            (&["; ", ";", ", ", " and ", " & "], Sharing::Joint),
        ];
        for (separators, sharing) in ways {
            if let Some(parts) = self.split(name, source, separators, sharing) {
                return parts;
            }
        }
        vec![ActorPart {
            actor_id: slug(name),
            actor_name: name.to_owned(),
            actor_kind: "unknown".to_owned(),
            origin: "source",
            sharing: Sharing::Sole,
        }]
    }

    fn split(&self, name: &str, source: &str, separators: &[&str], sharing: Sharing) -> Option<Vec<ActorPart>> {
        let mut pieces = vec![name];
        for separator in separators {
            pieces = pieces.iter().flat_map(|piece| piece.split(separator)).collect();
        }
        if pieces.len() < 2 {
            return None;
        }
        let mut parts: Vec<ActorPart> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let mut known = self.known(piece.trim(), source)?;
            known.sharing = sharing;
            if !parts.iter().any(|part| part.actor_id == known.actor_id) {
                parts.push(known);
            }
        }
        if let [only] = parts.as_mut_slice() {
            only.sharing = Sharing::Sole;
        }
        Some(parts)
    }

    fn known(&self, name: &str, source: &str) -> Option<ActorPart> {
        let key = name_key(name);
        let alias =
            self.aliases.get(&(key.clone(), source.to_owned())).or_else(|| self.aliases.get(&(key, String::new())));
        if let Some((actor_id, actor_name, actor_kind)) = alias.and_then(|at| self.actors.get(*at)) {
            return Some(ActorPart {
                actor_id: actor_id.clone(),
                actor_name: actor_name.clone(),
                actor_kind: actor_kind.clone(),
                origin: "reference",
                sharing: Sharing::Sole,
            });
        }
        self.families.iter().find_map(|family| {
            let found = family.pattern.captures(name)?;
            self.member_of(family, name, &found)
        })
    }

    /// The actor that a pattern makes of a name; none if its country is not one.
    fn member_of(&self, family: &Family, name: &str, found: &Captures<'_>) -> Option<ActorPart> {
        let country = match found.name("country") {
            Some(country) => Some(self.countries.get(&name_key(country.as_str()))?.as_str()),
            None => None,
        };
        let filled =
            |template: &str| country.map_or_else(|| template.to_owned(), |name| template.replace("{country}", name));
        let actor_name = if family.actor_name.is_empty() { name.to_owned() } else { filled(&family.actor_name) };
        let actor_id = if family.actor_id.is_empty() { slug(name) } else { slug(&filled(&family.actor_id)) };
        Some(ActorPart {
            actor_id,
            actor_name,
            actor_kind: family.actor_kind.clone(),
            origin: "pattern",
            sharing: Sharing::Sole,
        })
    }
}

/// Every known name of a country, longest first so that "South Sudan" is not taken for a unit of "South".
fn country_pattern(reference: &Reference) -> String {
    let mut names: Vec<String> = reference
        .country_aliases
        .iter()
        .map(|alias| alias.alias.as_str())
        .chain(reference.countries.iter().map(|country| country.country_name.as_str()))
        .map(|name| regex::escape(&name.replace(['’', '‘'], "'")))
        .collect();
    names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    names.dedup();
    format!("(?P<country>{})", names.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolver() -> Resolver {
        let reference = Reference::builtin().expect("built-in reference data");
        Resolver::new(&reference).expect("patterns compile")
    }

    fn ids(name: &str) -> Vec<(String, &'static str)> {
        resolver().resolve(name, "acled").into_iter().map(|part| (part.actor_id, part.sharing.as_str())).collect()
    }

    #[test]
    fn one_group_under_all_its_spellings_is_one_actor() {
        for name in [
            "JNIM",
            "JNIM: Group for Support of Islam and Muslims",
            "Jama'a Nusrat ul-Islam wa al-Muslimin",
            "JAMA’A NUSRAT UL-ISLAM WA AL-MUSLIMIN",
        ] {
            assert_eq!(ids(name), [("jnim".to_owned(), "sole")], "{name}");
        }
    }

    #[test]
    fn compounds_are_split_only_where_every_part_is_known() {
        assert_eq!(
            ids("JNIM: Group for Support of Islam and Muslims and/or Islamic State (Greater Sahara)"),
            [("jnim".to_owned(), "uncertain"), ("is_sahel".to_owned(), "uncertain")]
        );
        assert_eq!(
            ids("Military Forces of Mali (2021-) and Wagner Group"),
            [("military_forces_of_mali".to_owned(), "joint"), ("wagner_group".to_owned(), "joint")]
        );
        assert_eq!(ids("Rod and Line Club"), [("rod_and_line_club".to_owned(), "sole")]);
    }

    #[test]
    fn armies_are_one_actor_over_all_regimes() {
        for name in
            ["Military Forces of Mali (2013-)", "Military Forces of Mali (2020-2021)", "Military Forces of Mali"]
        {
            let parts = resolver().resolve(name, "acled");
            assert_eq!(parts[0].actor_id, "military_forces_of_mali", "{name}");
            assert_eq!(parts[0].actor_kind, "state_forces", "{name}");
        }
        let joint = resolver().resolve("Government of Mali, Government of Russia (Soviet Union)", "ucdp_ged");
        assert_eq!(joint.len(), 2);
        assert!(joint.iter().all(|part| part.actor_kind == "state_forces" && part.sharing == Sharing::Joint));
    }
}
