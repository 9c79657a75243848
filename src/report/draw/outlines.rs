//! Outlines of countries and first-order areas, as `datasets/outlines` holds them.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::report::document::Lang;
use crate::source::builtin_file;

/// Points of longitude and latitude in degrees.
pub(super) type Ring = Vec<(f64, f64)>;

/// A country.
pub(super) struct Outline {
    /// ISO 3166-1 alpha-3.
    pub(super) code: String,
    english: String,
    french: String,
    pub(super) rings: Vec<Ring>,
}

impl Outline {
    /// Its name in a language.
    pub(super) fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.english,
            Lang::Fr => &self.french,
        }
    }
}

/// What the file holds.
pub(super) struct Outlines {
    /// In the order of their codes.
    pub(super) countries: Vec<Outline>,
    /// Rings of an area by country and comparable name.
    areas: HashMap<(String, String), Vec<Ring>>,
    /// Lines between two areas of a country.
    inner: HashMap<String, Vec<Ring>>,
}

static OUTLINES: LazyLock<Result<Outlines, String>> = LazyLock::new(|| {
    let bytes = builtin_file("outlines/outlines.json").ok_or("the file is not there")?;
    let topology: Topology = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Outlines::of(&topology).ok_or_else(|| "a line is missing".to_owned())
});

/// The outlines, read once.
pub(super) fn outlines() -> Result<&'static Outlines, String> {
    OUTLINES.as_ref().map_err(Clone::clone)
}

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    objects: Objects,
    arcs: Vec<Vec<(f64, f64)>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    countries: Collection<Country>,
    areas: Collection<Area>,
}

#[derive(Deserialize)]
struct Collection<T> {
    geometries: Vec<T>,
}

#[derive(Deserialize)]
struct Country {
    id: String,
    properties: Names,
    arcs: Vec<Vec<Vec<i64>>>,
}

#[derive(Deserialize)]
struct Names {
    en: String,
    fr: String,
}

#[derive(Deserialize)]
struct Area {
    properties: Named,
    arcs: Vec<Vec<Vec<i64>>>,
}

#[derive(Deserialize)]
struct Named {
    country: String,
    name: String,
}

impl Outlines {
    fn of(topology: &Topology) -> Option<Self> {
        let lines: Vec<Ring> = topology.arcs.iter().map(|steps| degrees(steps, &topology.transform)).collect();
        let mut countries = Vec::new();
        for country in &topology.objects.countries.geometries {
            countries.push(Outline {
                code: country.id.clone(),
                english: country.properties.en.clone(),
                french: country.properties.fr.clone(),
                rings: rings(&country.arcs, &lines)?,
            });
        }
        let mut areas = HashMap::new();
        let mut uses: HashMap<(&str, usize), usize> = HashMap::new();
        for area in &topology.objects.areas.geometries {
            let Named { country, name } = &area.properties;
            areas.insert((country.clone(), comparable(name)), rings(&area.arcs, &lines)?);
            for arc in area.arcs.iter().flatten().flatten() {
                *uses.entry((country, index(*arc))).or_default() += 1;
            }
        }
        let mut shared: Vec<_> = uses.into_iter().filter(|(_, uses)| *uses > 1).map(|(key, _)| key).collect();
        shared.sort_unstable();
        let mut inner: HashMap<String, Vec<Ring>> = HashMap::new();
        for (country, arc) in shared {
            inner.entry(country.to_owned()).or_default().push(lines.get(arc)?.clone());
        }
        Some(Self { countries, areas, inner })
    }

    /// The rings of a first-order area, by any common form of its name: "Gao", "Gao region", "Région de Gao".
    pub(super) fn area(&self, country: &str, name: &str) -> Option<&[Ring]> {
        self.areas.get(&(country.to_owned(), comparable(name))).map(Vec::as_slice)
    }

    /// A country by its code.
    pub(super) fn country(&self, code: &str) -> Option<&Outline> {
        self.countries.iter().find(|country| country.code == code)
    }

    /// The lines between the areas of a country.
    pub(super) fn inner(&self, country: &str) -> &[Ring] {
        self.inner.get(country).map(Vec::as_slice).unwrap_or_default()
    }
}

fn degrees(steps: &[(f64, f64)], transform: &Transform) -> Ring {
    let (mut x, mut y) = (0.0, 0.0);
    let to_degrees = |(dx, dy): &(f64, f64)| {
        x += dx;
        y += dy;
        (x * transform.scale.0 + transform.translate.0, y * transform.scale.1 + transform.translate.1)
    };
    steps.iter().map(to_degrees).collect()
}

/// A line is named by its number, and turned around by the complement of it.
fn index(arc: i64) -> usize {
    usize::try_from(if arc < 0 { !arc } else { arc }).unwrap_or(usize::MAX)
}

fn rings(polygons: &[Vec<Vec<i64>>], lines: &[Ring]) -> Option<Vec<Ring>> {
    polygons
        .iter()
        .flatten()
        .map(|arcs| {
            let mut ring = Ring::new();
            for arc in arcs {
                let line = lines.get(index(*arc))?;
                let skip = usize::from(!ring.is_empty());
                if *arc < 0 {
                    ring.extend(line.iter().rev().skip(skip));
                } else {
                    ring.extend(line.iter().skip(skip));
                }
            }
            Some(ring)
        })
        .collect()
}

/// Words that say what an area is and not which.
const KINDS: [&str; 16] = [
    "region",
    "province",
    "state",
    "department",
    "departement",
    "governorate",
    "district",
    "county",
    "prefecture",
    "district",
    "wilaya",
    "muhafazah",
    "of",
    "de",
    "du",
    "the",
];

/// A name without accents, capitals, signs, and words for the kind of area.
fn comparable(name: &str) -> String {
    let plain: String = name.nfd().filter(|letter| !is_combining_mark(*letter)).collect::<String>().to_lowercase();
    let words: Vec<&str> =
        plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = words.iter().copied().filter(|word| !KINDS.contains(word)).collect();
    if telling.is_empty() { words.concat() } else { telling.concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_outlines_can_be_read() {
        let outlines = outlines().expect("the file of this program");
        assert!(outlines.countries.len() > 230 && outlines.areas.len() > 1_000);
        for Outline { code, rings, .. } in &outlines.countries {
            assert!(code.len() == 3 && !rings.is_empty(), "{code}");
            for (x, y) in rings.iter().flatten() {
                assert!(x.abs() <= 180.0 && y.abs() <= 90.0, "{code}: {x} {y}");
            }
        }
        assert!(outlines.inner("MLI").len() > 5);
        let chad = outlines.countries.iter().find(|country| country.code == "TCD").expect("a country");
        assert_eq!([chad.name(Lang::En), chad.name(Lang::Fr)], ["Chad", "Tchad"]);
    }

    #[test]
    fn areas_are_found_by_every_form_of_their_names() {
        let outlines = outlines().expect("the file of this program");
        for (country, name) in [
            ("MLI", "Gao region"),
            ("MLI", "Ségou"),
            ("MLI", "Mopti Region"),
            ("BFA", "Sahel"),
            ("BFA", "Centre-Nord region"),
            ("BFA", "Région du Centre-Est"),
            ("NER", "Tillaberi"),
            ("NGA", "Borno state"),
        ] {
            assert!(outlines.area(country, name).is_some(), "{country} {name}");
        }
        assert!(outlines.area("MLI", "Sahel").is_none(), "an area of another country");
    }
}
