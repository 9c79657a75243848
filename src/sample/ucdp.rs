//! Rows in UCDP GED's layout of 49 columns.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::Filler;
use super::calendar::Moment;
use super::deaths::{Deaths, Estimate};
use super::draw::{Draw, Picker};
use super::dyads::{self, Dyad, Dyads};
use super::press::Press;
use super::row::{Row, Text};
use super::story::{self, Slots};
use super::world::{Point, Spot, World};

const HEADER: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,\
conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,\
side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,\
where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,\
event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,\
gwnob";

/// Values and their weights.
const VIOLENCE: [(u8, u64); 3] = [(1, 62), (2, 20), (3, 18)];
const WHERE_PREC: [(u64, u64); 7] = [(1, 545), (2, 185), (3, 140), (4, 45), (5, 73), (6, 9), (7, 3)];
const DATE_PREC: [(u64, u64); 5] = [(1, 825), (2, 133), (3, 9), (4, 27), (5, 6)];
/// The same on the first day of a month, where summaries begin.
const DATE_PREC_FIRST: [(u64, u64); 5] = [(1, 680), (2, 110), (3, 10), (4, 150), (5, 50)];
const STATUS: [(&str, u64); 4] = [("Clear", 600), ("Check dyad", 270), ("Check deaths", 90), ("Check geography", 40)];
/// Days before the period's end in which events are still being checked.
const PROVISIONAL: Days = Days::new(180);

/// Makes the rows.
pub(super) struct Ucdp<'w> {
    world: &'w World,
    last: NaiveDate,
    /// From this day on events are provisional.
    provisional: NaiveDate,
    countries: Picker,
    dyads: Vec<[Dyads; 3]>,
    deaths: Deaths,
    press: Press,
    text: Text,
}

impl<'w> Ucdp<'w> {
    /// Rows from that world, of which none ends after `last`.
    pub(super) fn new(world: &'w World, last: NaiveDate) -> Self {
        Self {
            world,
            last,
            provisional: last.checked_sub_days(PROVISIONAL).unwrap_or(last),
            countries: Picker::default(),
            dyads: dyads::invent(world),
            deaths: Deaths::new(),
            press: Press::default(),
            text: Text::default(),
        }
    }

    /// Last day of an event and the precision of its date: summaries end within the year and the period.
    fn end(&self, start: NaiveDate, draw: &mut Draw) -> (NaiveDate, u64) {
        let first = start.day() == 1;
        let more = match draw.weighted(if first { &DATE_PREC_FIRST } else { &DATE_PREC }) {
            1 => 0,
            2 => draw.between(1, 5),
            3 => 6,
            4 if first => return self.until(start, month_end(start, 1)),
            4 => draw.between(7, 30),
            _ if first => return self.until(start, month_end(start, draw.between(2, 5) as u32)),
            _ => draw.between(31, 150),
        };
        self.until(start, start.checked_add_days(Days::new(more)).unwrap_or(start))
    }

    fn until(&self, start: NaiveDate, end: NaiveDate) -> (NaiveDate, u64) {
        let year_end = NaiveDate::from_ymd_opt(start.year(), 12, 31).unwrap_or(start);
        let end = end.min(self.last).min(year_end);
        let precision = match (end - start).num_days() {
            0 => 1,
            1..=5 => 2,
            6 => 3,
            7..=30 => 4,
            _ => 5,
        };
        (end, precision)
    }

    fn status(&self, start: NaiveDate, dyad: &Dyad, draw: &mut Draw) -> &'static str {
        if start < self.provisional {
            return if draw.chance(3) { "Check deaths" } else { "Clear" };
        }
        if dyad.placeholder { "Check dyad" } else { draw.weighted(&STATUS) }
    }
}

fn month_end(start: NaiveDate, months: u32) -> NaiveDate {
    start.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(start)
}

impl Filler for Ucdp<'_> {
    fn header(&self) -> &'static str {
        HEADER
    }

    fn begin_week(&mut self, rates: &[u64], progress: u64) {
        self.countries.refill(rates.iter().copied());
        for dyads in self.dyads.iter_mut().flatten() {
            dyads.refresh(&self.world.groups, progress);
        }
    }

    fn event(&mut self, row: &mut Row, draw: &mut Draw, moment: &Moment, serial: u64) {
        let country = self.countries.pick(draw);
        let violence = draw.weighted(&VIOLENCE);
        let dyad = self.dyads[country][usize::from(violence) - 1].pick(draw);
        let spot = self.world.spot(country, dyad.home, draw);
        let (end, date_prec) = self.end(moment.date, draw);
        let times = match date_prec {
            4 => draw.between(1, 5),
            5 => draw.between(2, 12),
            _ => 1,
        };
        let estimate = self.deaths.estimate(violence, times, draw);
        let slots =
            Slots { day: &moment.long, spot: &spot, first: &dyad.side_a, second: &dyad.side_b, number: estimate.best };

        row.plain(|text| text.identifier(serial));
        row.plain(|text| {
            text.put("SYN-");
            text.number(u64::from(moment.year.unsigned_abs()));
            text.put("-");
            text.number(u64::from(violence));
            text.put("-");
            text.number(dyad.number);
            text.put("-");
            text.number(serial);
        });
        row.number(u64::from(moment.year.unsigned_abs()));
        row.raw(if draw.chance(930) { "true" } else { "false" });
        row.raw(self.status(moment.date, dyad, draw));
        row.number(u64::from(violence));
        row.raw(&dyad.fields);
        self.press.write(row, &slots, end, serial, draw);
        let where_prec = location(row, &slots, &mut self.text, draw);
        row.number(if date_prec > 3 || where_prec > 5 || draw.chance(45) { 2 } else { 1 });
        row.number(date_prec);
        for date in [moment.date, end] {
            row.plain(|text| {
                text.date(date);
                text.put(" 00:00:00.000");
            });
        }
        let Estimate { a, b, civilians, unknown, best, high, low } = estimate;
        for count in [a, b, civilians, unknown, best, high, low] {
            row.number(count);
        }
        row.raw(&dyad.states);
        row.end();
    }
}

/// Writes where_prec to region, and returns the first.
fn location(row: &mut Row, slots: &Slots<'_>, text: &mut Text, draw: &mut Draw) -> u64 {
    let Spot { country, province, district, place } = slots.spot;
    let precision = draw.weighted(&WHERE_PREC);
    row.number(precision);
    let (name, word, at) = match precision {
        1 => (place.name.as_str(), place.size, place.at),
        2 => (place.name.as_str(), place.size, place.at.near(300_000, draw)),
        3 => (district.name.as_str(), country.district_word, district.centre),
        4 => (province.name.as_str(), country.province_word, province.centre),
        5 => (province.name.as_str(), "border area", province.centre.shifted(-111_111, 222_222)),
        6 => (country.name, "", country.centre),
        _ => (country.name, "waters", country.centre.shifted(-1_250_000, 2_000_000)),
    };
    named(row, name, word);
    text.clear();
    story::whereabouts(text, slots, draw);
    if draw.chance(40) {
        text.put("\n---\n");
        story::whereabouts(text, slots, draw);
    }
    row.text(text);
    if precision <= 5 {
        named(row, &province.name, country.province_word);
    } else {
        row.raw("");
    }
    if precision <= 3 {
        named(row, &district.name, country.district_word);
    } else {
        row.raw("");
    }
    row.plain(|text| text.degrees(at.lat, false));
    row.plain(|text| text.degrees(at.lon, false));
    row.plain(|text| {
        text.put("POINT (");
        text.degrees(at.lon, false);
        text.put(" ");
        text.degrees(at.lat, false);
        text.put(")");
    });
    row.number(grid_cell(at));
    row.raw(country.name);
    row.number(country.number);
    row.raw(country.region);
    precision
}

/// A name and the word for what it names.
fn named(row: &mut Row, name: &str, word: &str) {
    row.plain(|text| {
        text.put(name);
        if !word.is_empty() {
            text.put(" ");
            text.put(word);
        }
    });
}

/// Number of the half-degree cell, from 1 in the south-west corner of the world.
fn grid_cell(at: Point) -> u64 {
    let cell = |millionths: i32, edge: i32| u64::from((millionths + edge).unsigned_abs() / 500_000);
    cell(at.lat, 90_000_000) * 720 + cell(at.lon, 180_000_000) + 1
}
