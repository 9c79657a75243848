//! Rows in ACLED's layout of 31 columns.

use super::Filler;
use super::calendar::Moment;
use super::cast::{Director, Pair, Part};
use super::codes::Code;
use super::deaths::Deaths;
use super::draw::{Draw, Picker};
use super::row::{Row, Text};
use super::spelling::Kind;
use super::story::{self, Slots};
use super::subtypes::CODES;
use super::world::{Point, Spot, World};

const HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,\
admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

const SOURCE: &str = "Synthetic Press";
const DAY: u64 = 86_400;
/// Share of rebel groups that are given as "A and/or B", per 1,000.
const COMPOUND: u64 = 24;
/// Share of actors in their odd spelling, per 1,000.
const ODD: u64 = 20;
/// Values and their weights.
const TIME_PRECISION: [(u64, u64); 3] = [(1, 860), (2, 115), (3, 25)];
const GEO_PRECISION: [(u64, u64); 3] = [(1, 700), (2, 245), (3, 55)];
const SCALES: [(&str, u64); 6] = [
    ("National", 46),
    ("Subnational", 18),
    ("Regional", 12),
    ("International", 10),
    ("New media", 8),
    ("Local partner-National", 6),
];

/// Makes the rows.
pub(super) struct Acled<'w> {
    world: &'w World,
    countries: Picker,
    codes: Picker,
    /// Strengths of each country's rebel groups.
    rebels: Vec<Picker>,
    deaths: Deaths,
    text: Text,
}

impl<'w> Acled<'w> {
    /// Rows from that world.
    pub(super) fn new(world: &'w World) -> Self {
        let mut codes = Picker::default();
        codes.refill(CODES.iter().map(|code| code.share));
        Self {
            world,
            countries: Picker::default(),
            codes,
            rebels: world.rosters.iter().map(|_| Picker::default()).collect(),
            deaths: Deaths::new(),
            text: Text::default(),
        }
    }

    fn actors(&mut self, row: &mut Row, draw: &mut Draw, director: &Director<'_>, pair: &Pair, code: &Code, year: i32) {
        let first = pair.first;
        self.actor(row, draw, director, first, year);
        self.associates(row, draw, director, first, year, if first.kind == Kind::Protesters { 450 } else { 60 });
        row.raw(first.kind.inter());
        match pair.second {
            Some(second) => {
                self.actor(row, draw, director, second, year);
                let share = if code.against_civilians() { 200 } else { 60 };
                self.associates(row, draw, director, second, year, share);
                row.raw(second.kind.inter());
                let [low, high] =
                    if first.kind.order() <= second.kind.order() { [first, second] } else { [second, first] };
                row.plain(|text| {
                    text.put(low.kind.inter());
                    text.put("-");
                    text.put(high.kind.inter());
                });
            }
            None => {
                row.raw(",,");
                row.plain(|text| {
                    text.put(first.kind.inter());
                    text.put(" only");
                });
            }
        }
        let civilians = pair.second.is_some_and(|second| second.kind == Kind::Civilians);
        row.raw(if code.targets_civilians(civilians) { "Civilians targeted" } else { "" });
    }

    fn actor(&mut self, row: &mut Row, draw: &mut Draw, director: &Director<'_>, part: Part, year: i32) {
        let spellings = &self.world.groups[part.group].acled;
        let odd = !spellings.odd.is_empty() && draw.chance(ODD);
        let name = if odd { &spellings.odd } else { spellings.in_year(year) };
        let other =
            if part.kind == Kind::Rebel && draw.chance(COMPOUND) { director.other_rebel(part.group) } else { None };
        match other {
            Some(other) => {
                self.text.clear();
                self.text.put(name);
                self.text.put(" and/or ");
                self.text.put(self.world.groups[other].acled.in_year(year));
                row.text(&self.text);
            }
            None => row.field(name),
        }
    }

    /// The associates of an actor, as a list with semicolons; in `share` of 1,000 rows there are some.
    fn associates(
        &mut self,
        row: &mut Row,
        draw: &mut Draw,
        director: &Director<'_>,
        part: Part,
        year: i32,
        share: u64,
    ) {
        self.text.clear();
        if draw.chance(share) {
            match part.kind {
                Kind::Protesters | Kind::Civilians | Kind::Rioters => {
                    let from = draw.index(director.roster.social.len());
                    let count = draw.between(1, 3) as usize;
                    for &group in director.roster.social.iter().skip(from).take(count) {
                        self.associate(group, year);
                    }
                }
                Kind::State if part.group == director.roster.army => {
                    self.associate(director.roster.police, year);
                    if draw.chance(300) {
                        self.associate(director.roster.auxiliary, year);
                    }
                }
                Kind::Rebel => {
                    for unit in self.world.groups[part.group].units.iter().take(2) {
                        self.associate(*unit, year);
                    }
                }
                _ => {}
            }
        }
        row.text(&self.text);
    }

    fn associate(&mut self, group: usize, year: i32) {
        if !self.text.is_empty() {
            self.text.put("; ");
        }
        self.text.put(self.world.groups[group].acled.in_year(year));
    }
}

impl Filler for Acled<'_> {
    fn header(&self) -> &'static str {
        HEADER
    }

    fn begin_week(&mut self, rates: &[u64], progress: u64) {
        self.countries.refill(rates.iter().copied());
        let groups = &self.world.groups;
        for (picker, roster) in self.rebels.iter_mut().zip(&self.world.rosters) {
            let ranked = (1..).zip(&roster.rebels);
            picker.refill(ranked.map(|(rank, &rebel)| 1000 / rank * groups[rebel].strength(progress)));
        }
    }

    fn event(&mut self, row: &mut Row, draw: &mut Draw, moment: &Moment, serial: u64) {
        let world = self.world;
        let code = &CODES[self.codes.pick(draw)];
        let country = self.countries.pick(draw);
        let rebels = std::mem::take(&mut self.rebels[country]);
        let director = Director { world, roster: &world.rosters[country], rebels: &rebels };
        let pair = director.cast(code.cast, draw);
        let home = pair.second.map_or(0, |second| home(world, second)).max(home(world, pair.first));
        let precision = draw.weighted(&GEO_PRECISION);
        let (spot, at) = place(world, country, home, precision, draw);

        row.plain(|text| text.identifier(serial));
        row.raw(&moment.iso);
        row.number(u64::from(moment.year.unsigned_abs()));
        row.number(draw.weighted(&TIME_PRECISION));
        row.raw(code.disorder());
        row.raw(code.event);
        row.raw(code.sub);
        self.actors(row, draw, &director, &pair, code, moment.year);
        row.number(spot.country.number);
        row.raw(spot.country.region);
        row.raw(spot.country.name);
        row.raw(&spot.province.name);
        row.raw(&spot.district.name);
        let commune = if country % 2 == 1 { spot.district.places.first() } else { None };
        row.raw(commune.map_or("", |commune| &commune.name));
        row.raw(&spot.place.name);
        row.plain(|text| text.degrees(at.lat, true));
        row.plain(|text| text.degrees(at.lon, true));
        row.number(precision);
        row.raw(SOURCE);
        row.raw(draw.weighted(&SCALES));

        let toll = self.deaths.toll(code.deadly, draw);
        let name = |part: Part| world.groups[part.group].acled.in_year(moment.year);
        let second = pair.second.map_or("no other actor", name);
        let slots = Slots { day: &moment.long, spot: &spot, first: name(pair.first), second, number: toll.deaths };
        self.text.clear();
        story::notes(&mut self.text, code.leads, &slots, toll, serial, draw);
        row.text(&self.text);
        row.number(toll.deaths);
        self.text.clear();
        tags(&mut self.text, code, draw);
        row.text(&self.text);
        let delay = draw.between(2 * DAY, 22 * DAY) + if draw.chance(50) { draw.between(90, 700) * DAY } else { 0 };
        let seconds = moment.unix + delay as i64;
        row.plain(|text| {
            if seconds < 0 {
                text.put("-");
            }
            text.number(seconds.unsigned_abs());
        });
        row.end();
        self.rebels[country] = rebels;
    }
}

/// Where an actor is at home; nowhere in particular unless it is an armed group.
fn home(world: &World, part: Part) -> usize {
    match part.kind {
        Kind::Rebel | Kind::Militia | Kind::Communal => world.groups[part.group].home,
        _ => 0,
    }
}

/// A place and its coordinates: a town, near it, or the centre of its province under the name of the capital.
fn place<'w>(world: &'w World, country: usize, home: usize, precision: u64, draw: &mut Draw) -> (Spot<'w>, Point) {
    let mut spot = world.spot(country, home, draw);
    let mut at = spot.place.at;
    if precision == 2 {
        at = at.near(200_000, draw);
    } else if precision == 3 {
        at = spot.province.centre;
        if let Some(district) = spot.province.districts.first() {
            spot.district = district;
            spot.place = district.places.first().unwrap_or(spot.place);
        }
    }
    (spot, at)
}

fn tags(text: &mut Text, code: &Code, draw: &mut Draw) {
    if !code.has_crowd() {
        return;
    }
    match draw.below(100) {
        0..65 => text.put("crowd size=no report"),
        65..85 => {
            text.put("crowd size=about ");
            text.number(draw.between(1, 40) * 50);
        }
        85..93 => text.put("crowd size=several hundred"),
        _ => {}
    }
}
