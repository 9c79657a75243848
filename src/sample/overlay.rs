//! The invented countries, actors and regions in the layouts of the reference data, so that samples can be mapped.

use super::row::Row;
use super::world::{AUSTRAL, Country, MERIDIAN, Point, Province, World};

/// A border area: a region of the provinces closest to where countries meet.
struct BorderArea {
    region: &'static str,
    name: &'static str,
    countries: [usize; 3],
    corner: Point,
    valid_from: &'static str,
}

const BORDER_AREAS: [BorderArea; 2] = [
    BorderArea {
        region: "salt_triangle",
        name: "Salt Triangle",
        countries: [0, 1, 3],
        corner: Point { lat: -29_000_000, lon: -19_000_000 },
        valid_from: "",
    },
    BorderArea {
        region: "ember_shoals",
        name: "Ember Shoals",
        countries: [6, 7, 9],
        corner: Point { lat: -42_000_000, lon: -128_000_000 },
        valid_from: "2019-01-01",
    },
];
/// Provinces of each country in a border area.
const PROVINCES_EACH: usize = 3;

/// The invented actors: `actor_id,actor_name,actor_kind,note`.
pub fn overlay_actors() -> String {
    table("actor_id,actor_name,actor_kind,note", |world, row| {
        for group in &world.groups {
            for field in [&group.id, &group.name, group.kind.actor_kind(), &group.note] {
                row.field(field);
            }
            row.end();
        }
    })
}

/// The spellings of the invented actors: `alias,actor_id,source`.
///
/// Every actor of a synthetic file is among them but UCDP's "Civilians", which is no invention, and the nameless
/// placeholders such as XXX9001, which stand for nobody in particular.
pub fn overlay_aliases() -> String {
    table("alias,actor_id,source", |world, row| {
        for group in &world.groups {
            let ucdp = Some(group.ucdp.as_str()).filter(|name| !name.is_empty()).map(|name| (name, "ucdp_ged"));
            let acled = group.acled.all().map(|name| (name, "acled"));
            for (alias, source) in ucdp.into_iter().chain(acled) {
                row.field(alias);
                row.field(&group.id);
                row.field(source);
                row.end();
            }
        }
    })
}

/// The invented regions: `region,region_name,note`.
pub fn overlay_regions() -> String {
    table("region,region_name,note", |_, row| {
        let whole = [MERIDIAN, AUSTRAL].map(|name| (region_key(name), name, "invented; six countries"));
        let areas =
            BORDER_AREAS.map(|area| (area.region.to_owned(), area.name, "invented; where three countries meet"));
        for (region, name, note) in whole.into_iter().chain(areas) {
            row.field(&region);
            row.field(name);
            row.field(note);
            row.end();
        }
    })
}

/// The members of the invented regions: `region,country_iso3,admin1,valid_from,valid_to,note`.
///
/// A member province stands there in both spellings: bare, as ACLED's layout has it, and with the word for it ("...
/// region"), as UCDP's has it.
pub fn overlay_region_members() -> String {
    table("region,country_iso3,admin1,valid_from,valid_to,note", |world, row| {
        for country in &world.countries {
            member(row, &region_key(country.region), country, "", "", "whole country");
        }
        for area in &BORDER_AREAS {
            for &index in &area.countries {
                let country = &world.countries[index];
                for province in closest(country, area.corner) {
                    let worded = format!("{} {}", province.name, country.province_word);
                    member(row, area.region, country, &province.name, area.valid_from, "spelling of ACLED's layout");
                    member(row, area.region, country, &worded, area.valid_from, "spelling of UCDP's layout");
                }
            }
        }
    })
}

/// The invented countries: `iso3,country_name,gwno`.
pub fn overlay_countries() -> String {
    table("iso3,country_name,gwno", |world, row| {
        for country in &world.countries {
            row.field(&country.iso3);
            row.field(country.name);
            row.number(country.number);
            row.end();
        }
    })
}

fn table(header: &str, fill: impl FnOnce(&World, &mut Row)) -> String {
    let mut row = Row::default();
    row.raw(header);
    row.end();
    fill(&World::invent(), &mut row);
    String::from_utf8_lossy(row.bytes()).into_owned()
}

fn member(row: &mut Row, region: &str, country: &Country, admin1: &str, valid_from: &str, note: &str) {
    for field in [region, &country.iso3, admin1, valid_from, "", note] {
        row.field(field);
    }
    row.end();
}

fn region_key(name: &str) -> String {
    name.to_lowercase().replace(' ', "_")
}

fn closest(country: &Country, corner: Point) -> Vec<&Province> {
    let mut provinces: Vec<&Province> = country.provinces.iter().collect();
    provinces.sort_by_key(|province| province.centre.distance(corner));
    provinces.truncate(PROVINCES_EACH);
    provinces
}
