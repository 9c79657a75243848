use std::collections::{HashMap, HashSet};

use super::tests::{parsed, rows};
use super::world::World;
use super::*;

#[test]
fn every_actor_of_a_file_is_in_the_overlay() {
    let aliases: HashMap<(String, String), String> = parsed(overlay_aliases().as_bytes())
        .into_iter()
        .map(|row| ((row["source"].clone(), row["alias"].clone()), row["actor_id"].clone()))
        .collect();
    assert_eq!(aliases.len(), parsed(overlay_aliases().as_bytes()).len());
    let actors: HashSet<String> =
        parsed(overlay_actors().as_bytes()).iter().map(|row| row["actor_id"].clone()).collect();
    assert!(aliases.values().all(|actor| actors.contains(actor)));
    for (layout, columns) in [
        (SampleLayout::UcdpGed, &["side_a", "side_b"][..]),
        (SampleLayout::Acled, &["actor1", "actor2", "assoc_actor_1", "assoc_actor_2"]),
    ] {
        for row in rows(layout, 10_000, 12) {
            for &column in columns {
                let names = row[column].replace(", Government of ", "; Government of ").replace(" and/or ", "; ");
                for name in names.split("; ").filter(|name| !name.is_empty()) {
                    let left_out = name == "Civilians" || name.starts_with("XXX");
                    let key = (layout.name().to_owned(), name.to_owned());
                    assert!(left_out || aliases.contains_key(&key), "{name} has no alias");
                }
            }
        }
    }
}

#[test]
fn region_members_exist_in_both_spellings() {
    let world = World::invent();
    let regions: HashSet<String> =
        parsed(overlay_regions().as_bytes()).iter().map(|row| row["region"].clone()).collect();
    let countries = parsed(overlay_countries().as_bytes());
    assert_eq!((countries.len(), countries[0]["iso3"].as_str(), countries[11]["gwno"].as_str()), (12, "XAA", "9012"));
    let members = parsed(overlay_region_members().as_bytes());
    assert_eq!(members.len(), 12 + 2 * 3 * 3 * 2);
    for row in members {
        assert!(regions.contains(&row["region"]));
        let country = world.countries.iter().find(|country| country.iso3 == row["country_iso3"]).unwrap();
        let known = |name: &str| {
            name.is_empty()
                || country.provinces.iter().any(|province| {
                    province.name == name || format!("{} {}", province.name, country.province_word) == name
                })
        };
        assert!(known(&row["admin1"]));
    }
}
