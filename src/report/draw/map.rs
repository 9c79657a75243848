//! Places on outlines of countries, with circles whose surface is the deaths; what is known by its area alone is a hatched
//! area, and what has no outline is a line of text under the map.

use std::collections::BTreeMap;

use super::axes::LABEL;
use super::colour::Colour;
use super::outlines::{Outlines, Ring, outlines};
use super::projection::{Projection, is_inside, middle, projection, surface};
use super::svg::{Anchor, Fill, Line, Look, Stripes, fitted, room};
use super::{Picture, Refused};
use crate::report::document::{AreaCount, Place};
use crate::report::fonts::Weight;

/// Radius of the circle of the deadliest place, and of a place without deaths.
const LARGEST: f64 = 17.0;
const SMALLEST: f64 = 1.7;

/// Places from which those on one spot are joined, and the size of a spot.
const MANY: usize = 800;
const SPOT: f64 = 3.0;

/// Places that are named.
const NAMED: usize = 6;

/// What the map shows.
#[derive(Clone, Copy)]
pub(super) struct Map<'a> {
    pub(super) countries: &'a [String],
    pub(super) points: &'a [Place],
    pub(super) areas: &'a [AreaCount],
    pub(super) disclaimer: &'a str,
}

/// Draws the map below `top`; gives where it ends.
pub(super) fn draw(picture: &mut Picture<'_>, top: f64, map: &Map<'_>) -> Result<f64, Refused> {
    let outlines = outlines().map_err(Refused)?;
    if let Some(place) =
        map.points.iter().find(|place| !(place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0))
    {
        return Err(Refused(format!("the place {:?} is not on Earth", place.name)));
    }
    let projection = projection(outlines, map, top, picture.svg.width);
    let (width, height) = projection.size;
    picture.svg.clip(0.0, top, width, height);
    picture.svg.rect((0.0, top), (width, height), Fill::Solid(Colour::Sea), None);
    let is_home = |code: &str| map.countries.iter().any(|home| home == code);
    for home in [false, true] {
        for country in outlines.countries.iter().filter(|country| is_home(&country.code) == home) {
            let parts = projection.parts(&country.rings);
            let fill = Fill::Solid(if home { Colour::Home } else { Colour::Land });
            let line = Line::of(if home { Colour::Soft } else { Colour::Edge }, if home { 0.9 } else { 0.5 });
            if home {
                picture.svg.path(&parts, true, fill, None, None);
                for inner in outlines.inner(&country.code) {
                    picture.svg.path(
                        &projection.parts(std::slice::from_ref(inner)),
                        false,
                        Fill::None,
                        Some(Line::of(Colour::Rule, 0.6)),
                        None,
                    );
                }
                picture.svg.path(&parts, true, Fill::None, Some(line), None);
            } else {
                picture.svg.path(&parts, true, fill, Some(line), None);
            }
        }
    }
    let joined = if map.points.len() > MANY { joined(&projection, map.points) } else { map.points.to_vec() };
    let beside = areas(picture, &projection, outlines, map.areas);
    names(picture, &projection, outlines, map.countries, &joined);
    points(picture, &projection, &joined);
    picture.svg.close();
    let frame = vec![(0.0, top), (width, top), (width, top + height), (0.0, top + height)];
    picture.svg.path(&[frame], true, Fill::None, Some(Line::of(Colour::Edge, 0.7)), None);
    let shown = Map { points: &joined, ..*map };
    let mut y = under(picture, top + height, &shown, &beside, outlines);
    if joined.len() < map.points.len() {
        y += picture.svg.lines((0.0, y), picture.words.joined, Look::soft(8.0), width);
    }
    Ok(y)
}

/// Hatches the areas that have an outline; gives those that have none.
fn areas<'a>(
    picture: &mut Picture<'_>,
    projection: &Projection,
    outlines: &Outlines,
    areas: &'a [AreaCount],
) -> Vec<&'a AreaCount> {
    let mut beside = Vec::new();
    let mut counts = Vec::new();
    for area in areas {
        let rings = area.area.as_deref().and_then(|name| outlines.area(&area.country, name));
        let Some(rings) = rings else {
            beside.push(area);
            continue;
        };
        let title = format!(
            "{}{} {}",
            area.area.as_deref().unwrap_or_default(),
            picture.words.colon,
            toll(picture, area.events, area.deaths_best)
        );
        let parts = projection.parts(rings);
        picture.svg.striped_area(&parts, &title);
        if let Some(at) = middle(rings) {
            counts.push((projection.place(at), area.events));
        }
    }
    for ((x, y), events) in counts {
        let text = picture.lang.count(events);
        picture.svg.text(
            (x, y + 3.5),
            &text,
            Look { colour: Colour::Strong, ..Look::bold(10.0) }.at(Anchor::Middle).rimmed(),
        );
    }
    beside
}

/// Names of the countries that the report is about, where they hide the least.
fn names(
    picture: &mut Picture<'_>,
    projection: &Projection,
    outlines: &Outlines,
    countries: &[String],
    places: &[Place],
) {
    for country in outlines.countries.iter().filter(|country| countries.contains(&country.code)) {
        if let Some((x, y)) = free(projection, &country.rings, places) {
            let name = country.name(picture.lang).to_owned();
            picture.svg.text((x, y), &name, Look::soft(10.0).at(Anchor::Middle).rimmed());
        }
    }
}

/// A place inside the largest ring that is far from all places, and rather in the middle.
fn free(projection: &Projection, rings: &[Ring], places: &[Place]) -> Option<(f64, f64)> {
    let ring = rings.iter().max_by(|a, b| surface(a).total_cmp(&surface(b)))?;
    let ring: Vec<(f64, f64)> = ring.iter().map(|point| projection.place(*point)).collect();
    let (centre_x, centre_y) = projection.place(middle(rings)?);
    let places: Vec<(f64, f64)> =
        places.iter().map(|place| projection.place((place.longitude, place.latitude))).collect();
    let (width, height) = projection.size;
    let mut best: Option<(f64, (f64, f64))> = None;
    for step in 0..24 * 24 {
        let x = width * (f64::from(step % 24) + 0.5) / 24.0;
        let y = projection.top + height * (f64::from(step / 24) + 0.5) / 24.0;
        if !is_inside((x, y), &ring) || x < 30.0 || x > width - 30.0 {
            continue;
        }
        // Names are wider than high.
        let clear = places.iter().map(|(px, py)| ((px - x) / 2.2).hypot(py - y)).fold(25.0, f64::min);
        let score = clear - 0.06 * (x - centre_x).hypot(y - centre_y);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, (x, y + 3.5)));
        }
    }
    best.map(|(_, at)| at).or(Some((centre_x, centre_y)))
}

fn radius(deaths: i64, most: i64) -> f64 {
    // The surface is what the eye compares.
    (LARGEST * (deaths as f64 / most.max(1) as f64).sqrt()).max(SMALLEST)
}

/// Of very many places those that fall on one spot of the picture become one, named after the deadliest.
fn joined(projection: &Projection, places: &[Place]) -> Vec<Place> {
    let mut spots: BTreeMap<(i64, i64), Vec<&Place>> = BTreeMap::new();
    for place in places {
        let (x, y) = projection.place((place.longitude, place.latitude));
        spots.entry(((x / SPOT).floor() as i64, (y / SPOT).floor() as i64)).or_default().push(place);
    }
    let join = |spot: Vec<&Place>| {
        let most = spot.iter().copied().max_by(|a, b| {
            a.deaths_best.cmp(&b.deaths_best).then(a.events.cmp(&b.events)).then_with(|| b.name.cmp(&a.name))
        })?;
        let others = spot.len() - 1;
        Some(Place {
            name: if others == 0 { most.name.clone() } else { format!("{} +\u{a0}{others}", most.name) },
            events: spot.iter().map(|place| place.events).sum(),
            // Known deaths; where none is known, the sum is unknown.
            deaths_best: spot.iter().filter_map(|place| place.deaths_best).reduce(|a, b| a + b),
            ..most.clone()
        })
    };
    spots.into_values().filter_map(join).collect()
}

/// Circles, the largest first so that none hides another, and the names of the deadliest places.
fn points(picture: &mut Picture<'_>, projection: &Projection, places: &[Place]) {
    let deaths = |place: &Place| place.deaths_best.unwrap_or_default().max(0);
    let most = places.iter().map(deaths).max().unwrap_or_default();
    let mut order: Vec<&Place> = places.iter().collect();
    order.sort_by(|a, b| {
        let by_name =
            || a.name.cmp(&b.name).then(a.longitude.total_cmp(&b.longitude)).then(a.latitude.total_cmp(&b.latitude));
        deaths(b).cmp(&deaths(a)).then_with(by_name)
    });
    for place in &order {
        let title = format!("{}{} {}", place.name, picture.words.colon, toll(picture, place.events, place.deaths_best));
        let at = projection.place((place.longitude, place.latitude));
        let toll = deaths(place);
        if toll == 0 {
            picture.svg.circle(
                at,
                SMALLEST,
                Fill::Solid(Colour::Paper),
                Some(Line::of(Colour::Soft, 0.8)),
                Some(&title),
            );
        } else {
            let fill = Fill::Sheer(Colour::Accent, 0.5);
            picture.svg.circle(at, radius(toll, most), fill, Some(Line::of(Colour::Accent, 0.8)), Some(&title));
        }
    }
    let mut taken: Vec<(f64, f64, f64, f64)> = Vec::new();
    for place in order.iter().filter(|place| deaths(place) > 0).take(NAMED) {
        let (x, y) = projection.place((place.longitude, place.latitude));
        let name = fitted(&place.name, Weight::SemiBold, 9.5, 120.0);
        let wide = room(&name, Weight::SemiBold, 9.5);
        let beside = radius(deaths(place), most) + 2.5;
        for (left, anchor) in [(x + beside, Anchor::Start), (x - beside - wide, Anchor::End)] {
            let bounds = (left, y - 7.0, left + wide, y + 5.0);
            let is_free = taken
                .iter()
                .all(|other| bounds.2 < other.0 || other.2 < bounds.0 || bounds.3 < other.1 || other.3 < bounds.1);
            if is_free && bounds.0 > 2.0 && bounds.2 < projection.size.0 - 2.0 {
                let at = if anchor == Anchor::Start { left } else { left + wide };
                picture.svg.text((at, y + 3.3), &name, Look::bold(9.5).at(anchor).rimmed());
                taken.push(bounds);
                break;
            }
        }
    }
}

fn toll(picture: &Picture<'_>, events: i64, deaths: Option<i64>) -> String {
    let words = picture.words;
    let events = words.count_events(picture.lang, events);
    match deaths {
        Some(deaths) => format!("{events}, {}\u{a0}{}", picture.lang.count(deaths), words.deaths),
        None => format!("{events}, {}\u{a0}{}", words.deaths, words.unknown),
    }
}

/// What stands under the map: sizes, hatches, what has no outline, and the disclaimer; gives where it ends.
fn under(picture: &mut Picture<'_>, top: f64, map: &Map<'_>, beside: &[&AreaCount], outlines: &Outlines) -> f64 {
    let mut y = top + 8.0;
    let most = map.points.iter().filter_map(|place| place.deaths_best).max().unwrap_or_default();
    if !map.points.is_empty() {
        y = sizes(picture, y, map, most);
    }
    let width = picture.svg.width;
    if map.areas.len() > beside.len() {
        picture.svg.striped((0.0, y + 1.5), (14.0, 9.0), Stripes::Hatch, None);
        y += picture.svg.lines((19.0, y), picture.words.only_area, Look::soft(LABEL), width - 19.0) + 2.0;
    }
    if !beside.is_empty() {
        let one = |area: &&AreaCount| {
            let country =
                outlines.country(&area.country).map_or(area.country.as_str(), |country| country.name(picture.lang));
            let name = area.area.as_deref().map_or_else(|| country.to_owned(), |name| format!("{name} ({country})"));
            format!("{name}{} {}", picture.words.colon, toll(picture, area.events, area.deaths_best))
        };
        let all: Vec<String> = beside.iter().map(one).collect();
        let text = format!("{}{} {}.", picture.words.only_country, picture.words.colon, all.join("; "));
        y += picture.svg.lines((0.0, y), &text, Look::plain(LABEL), width) + 2.0;
    }
    y + picture.svg.lines((0.0, y), map.disclaimer, Look::soft(8.0), width)
}

/// Circles of three sizes with their deaths.
fn sizes(picture: &mut Picture<'_>, top: f64, map: &Map<'_>, most: i64) -> f64 {
    let mut steps = vec![most, round(most as f64 / 4.0), round(most as f64 / 20.0)];
    steps.retain(|step| *step > 0);
    steps.dedup();
    let height = steps.first().map_or(2.0 * SMALLEST, |step| 2.0 * radius(*step, most)).max(12.0);
    let middle = top + height / 2.0;
    let mut x = 0.0;
    for step in steps.iter().rev() {
        let radius = radius(*step, most);
        x += radius;
        picture.svg.circle(
            (x, middle),
            radius,
            Fill::Sheer(Colour::Accent, 0.5),
            Some(Line::of(Colour::Accent, 0.8)),
            None,
        );
        let text = format!("{}\u{a0}{}", picture.lang.count(*step), picture.words.deaths);
        picture.svg.text((x + radius + 4.0, middle + 3.3), &text, Look::soft(LABEL));
        x += radius + 4.0 + room(&text, Weight::Regular, LABEL) + 12.0;
    }
    if map.points.iter().any(|place| place.deaths_best.is_none_or(|deaths| deaths <= 0)) {
        x += SMALLEST;
        picture.svg.circle((x, middle), SMALLEST, Fill::Solid(Colour::Paper), Some(Line::of(Colour::Soft, 0.8)), None);
        picture.svg.text((x + 6.0, middle + 3.3), picture.words.no_deaths, Look::soft(LABEL));
    }
    top + height + 6.0
}

/// A round number near the value: 1, 2 or 5 and noughts.
fn round(value: f64) -> i64 {
    if value < 1.0 {
        return 0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let step = [1.0, 2.0, 5.0].into_iter().rfind(|step| step * power <= value).unwrap_or(1.0);
    (step * power) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surface_of_a_circle_is_the_deaths() {
        assert!((radius(100, 100) / radius(25, 100) - 2.0).abs() < 1e-9);
        assert!((radius(1, 100_000) - SMALLEST).abs() < 1e-9, "still to be seen");
    }

    #[test]
    fn sizes_of_the_legend_are_round() {
        assert_eq!([0.4, 1.0, 3.9, 7.0, 23.0, 99.0, 512.0].map(round), [0, 1, 2, 5, 20, 50, 500]);
    }
}
