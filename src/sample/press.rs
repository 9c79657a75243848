//! The sources of a row in UCDP's layout: as one text of articles, and apart as offices, dates and headlines.

use chrono::{Days, NaiveDate};

use super::draw::Draw;
use super::row::{Row, Text};
use super::story::{self, Slots};

/// 0 stands for a number that was not recorded.
const SOURCES: [(u64, u64); 9] = [(0, 30), (1, 560), (2, 220), (3, 110), (4, 40), (5, 20), (6, 10), (7, 6), (9, 4)];
const OFFICES: &[&str] = &["Synthetic Press", "Synthetic Radio", "Synthetic Wire", "Synthetic Monitor"];
const ORIGINALS: &[&str] = &[
    "",
    "police",
    "local officials",
    "security sources",
    "residents",
    "hospital source",
    "army; statement of the group",
];

/// Texts about the sources of a row.
#[derive(Default)]
pub(super) struct Press {
    /// With every quote doubled, as inside a quoted field.
    articles: Text,
    offices: Text,
    dates: Text,
    headlines: Text,
    headline: Text,
}

impl Press {
    /// Writes number_of_sources to source_original.
    pub(super) fn write(&mut self, row: &mut Row, slots: &Slots<'_>, end: NaiveDate, serial: u64, draw: &mut Draw) {
        for text in [&mut self.articles, &mut self.offices, &mut self.dates, &mut self.headlines] {
            text.clear();
        }
        let count = draw.weighted(&SOURCES);
        if count == 0 {
            self.headline.clear();
            story::headline(&mut self.headline, slots, serial, 1, draw);
            self.articles.put(draw.text(OFFICES));
            self.articles.put(" ");
            self.articles.date(end);
            self.articles.put(" \"\"");
            self.articles.put_text(&self.headline);
            self.articles.put("\"\"");
            row.raw("-1");
        } else {
            for part in 1..=count {
                self.article(slots, end, serial, part, draw);
            }
            row.number(count);
        }
        row.plain(|text| {
            text.put("\"");
            text.put_text(&self.articles);
            text.put("\"");
        });
        for text in [&self.offices, &self.dates] {
            row.plain(|field| field.put_text(text));
        }
        row.text(&self.headlines);
        row.raw(draw.text(ORIGINALS));
    }

    fn article(&mut self, slots: &Slots<'_>, end: NaiveDate, serial: u64, part: u64, draw: &mut Draw) {
        if part > 1 {
            for text in [&mut self.articles, &mut self.offices, &mut self.dates, &mut self.headlines] {
                text.put(";");
            }
        }
        let office = draw.text(OFFICES);
        let date = end.checked_add_days(Days::new(draw.below(4))).unwrap_or(end);
        self.headline.clear();
        if draw.chance(15) {
            self.headline.put("Update\n");
        }
        story::headline(&mut self.headline, slots, serial, part, draw);
        self.articles.put("\"\"");
        self.articles.put(office);
        self.articles.put(",");
        self.articles.date(date);
        self.articles.put(",");
        self.articles.put_text(&self.headline);
        self.articles.put("\"\"");
        self.offices.put(office);
        self.dates.date(date);
        self.headlines.put_text(&self.headline);
    }
}
