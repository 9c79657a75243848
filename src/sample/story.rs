//! Sentences: templates with names filled in, which say nothing about the real world.

use super::deaths::Toll;
use super::draw::Draw;
use super::row::Text;
use super::world::Spot;

/// What templates may name.
pub(super) struct Slots<'a> {
    pub(super) day: &'a str,
    pub(super) spot: &'a Spot<'a>,
    pub(super) first: &'a str,
    pub(super) second: &'a str,
    pub(super) number: u64,
}

const CONTEXT: &[&str] = &[
    "Traffic stopped for a day.",
    "Shops in the area stayed closed until the evening.",
    "The account comes from two residents.",
    "Phone lines in the district were down.",
    "A bridge on the road was closed afterwards.",
    "The group did not comment.",
    "A curfew was announced for the following night.",
    "Livestock was driven away.",
    "Families left for the next town.",
    "A second report puts it one day earlier.",
    "Schools reopened two days later.",
    "It was the third such report this month.",
    "Officials asked for calm.",
    "A column of vehicles was seen leaving.",
    "The weekly market was called off.",
    "No further detail was given.",
];

const NO_TOLL: &[&str] =
    &["No fatalities were reported.", "Casualties unknown.", "There was no report of casualties.", "Nobody was hurt."];

const UCDP_HEADLINES: &[&str] = &[
    "{number} killed as {first} and {second} meet near {place}",
    "Violence near {place} in {province} leaves {number} dead",
    "{place}: {number} reported dead after {first} attack",
    "Residents of {district} count {number} dead after night of gunfire",
    "{first} and {second}: conflicting tolls from {place}",
];

/// For rows without deaths in the best estimate.
const UCDP_NO_TOLL: &[&str] = &[
    "Unconfirmed deaths after clash near {place}",
    "{first} and {second}: no agreed toll from {place} in {province}",
    "Deaths feared after shooting in {district}",
];

const WHERE: &[&str] = &[
    "{place} ({district})",
    "outskirts of {place}, {province}",
    "on the road between {place} and the centre of {district}",
    "{place} market, {district}, {province}",
];

/// Fills a template in.
pub(super) fn fill(text: &mut Text, template: &str, slots: &Slots<'_>) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.put(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        match name {
            "day" => text.put(slots.day),
            "place" => text.put(&slots.spot.place.name),
            "district" => text.put(&slots.spot.district.name),
            "province" => text.put(&slots.spot.province.name),
            "at" => {
                text.put(&slots.spot.place.name);
                text.put(" (");
                text.put(&slots.spot.district.name);
                text.put(", ");
                text.put(&slots.spot.province.name);
                text.put(")");
            }
            "first" => text.put(slots.first),
            "second" => text.put(slots.second),
            "number" => text.number(slots.number),
            _ => {}
        }
        rest = tail;
    }
    text.put(rest);
}

/// The notes of an event: what happened, a sentence of context, the toll, and the number of the record.
pub(super) fn notes(
    text: &mut Text,
    leads: &[&'static str],
    slots: &Slots<'_>,
    toll: Toll,
    serial: u64,
    draw: &mut Draw,
) {
    text.put("SYNTHETIC: ");
    fill(text, draw.text(leads), slots);
    text.put(" ");
    text.put(draw.text(CONTEXT));
    text.put(" ");
    let words = match (toll.deaths, toll.rule) {
        (0, _) => draw.text(NO_TOLL),
        (3, true) => "Several people were killed; coded as 3 fatalities.",
        (10, true) => "Many people were killed; coded as 10 fatalities.",
        (12, true) => "Dozens were killed; coded as 12 fatalities.",
        (_, true) => "Hundreds were killed; coded as 100 fatalities.",
        (1, false) => "One person was killed.",
        _ => draw.text(&["At least {number} people were killed.", "{number} fatalities were reported."]),
    };
    fill(text, words, slots);
    text.put(" Invented record ");
    text.number(serial);
    text.put(".");
}

/// A headline that occurs only once.
pub(super) fn headline(text: &mut Text, slots: &Slots<'_>, serial: u64, part: u64, draw: &mut Draw) {
    let headlines = if slots.number == 0 { UCDP_NO_TOLL } else { UCDP_HEADLINES };
    fill(text, draw.text(headlines), slots);
    text.put(" (invented dispatch ");
    text.number(serial);
    text.put("-");
    text.number(part);
    text.put(")");
}

/// Where an event happened, in words.
pub(super) fn whereabouts(text: &mut Text, slots: &Slots<'_>, draw: &mut Draw) {
    fill(text, draw.text(WHERE), slots);
}
