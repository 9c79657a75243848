//! Releases: which one a file is, from its name, and which period that release covers whole.

use std::path::Path;

use chrono::{Datelike, Days, Months, NaiveDate};
use regex::Regex;

use super::definition::{Complete, Covers, Definition};

/// A release with the period that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRelease {
    /// Name of the release, such as `26.0.2`.
    pub release: String,
    /// First day that it covers whole.
    pub covers_from: NaiveDate,
    /// Last day that it covers whole.
    pub covers_to: NaiveDate,
    /// True if it is all that there is on these days: what it lacks is gone.
    pub is_snapshot: bool,
    /// Its order among the releases of its source: a larger one is newer and wins.
    pub rank: i64,
}

/// The earliest year of UCDP GED; a yearly release covers every year from here.
const FIRST_YEAR: i32 = 1989;

/// The release that a file name tells, if any.
pub fn named_release(definition: &Definition, path: &Path) -> Option<KnownRelease> {
    let name = path.file_name()?.to_str()?;
    definition.releases.iter().find_map(|release| {
        // A pattern that does not compile was refused when the definition was read.
        let pattern = Regex::new(&release.file_name).ok()?;
        let found = pattern.captures(name)?;
        let year: i32 = found.name("yy")?.as_str().parse().ok()?;
        let number: u32 = found.name("n")?.as_str().parse().ok()?;
        let (covers_from, covers_to) = period(release.covers, 2000 + year, number)?;
        let text = release.release.replace("{yy}", &format!("{year:02}"));
        let text = match release.covers {
            Covers::MonthsTo => text.replace("{n}", &format!("{number:02}")),
            _ => text.replace("{n}", &number.to_string()),
        };
        Some(KnownRelease {
            release: text,
            covers_from,
            covers_to,
            is_snapshot: release.complete == Complete::Snapshot,
            rank: rank(release.covers, year, number),
        })
    })
}

/// The period of a release that the user names, where the definition knows such releases.
pub fn release_period(definition: &Definition, release: &str) -> Option<KnownRelease> {
    definition.releases.iter().find_map(|known| {
        let form = regex::escape(&known.release).replace(r"\{yy\}", r"(?P<yy>\d\d)");
        // The second {yy} of a cumulative release is the same year: it may repeat as any two digits.
        let form = form.replacen(r"(?P<yy>\d\d)", "(?P<first>\\d\\d)", 1).replace(r"(?P<yy>\d\d)", r"\d\d");
        let form = form.replace("(?P<first>", "(?P<yy>").replace(r"\{n\}", r"(?P<n>\d{1,2})");
        let found_form = Regex::new(&format!("^{form}$")).ok()?;
        let found = found_form.captures(release)?;
        let year: i32 = found.name("yy")?.as_str().parse().ok()?;
        let number: u32 = found.name("n")?.as_str().parse().ok()?;
        if known.covers == Covers::YearsBefore && number != 1 {
            return None;
        }
        let (covers_from, covers_to) = period(known.covers, 2000 + year, number)?;
        Some(KnownRelease {
            release: release.to_owned(),
            covers_from,
            covers_to,
            is_snapshot: known.complete == Complete::Snapshot,
            rank: rank(known.covers, year, number),
        })
    })
}

/// A yearly release wins over every candidate, since it holds no event of a year that it does not cover; among
/// candidates the later month wins, and of one month the cumulative release, which is made from the monthly ones.
fn rank(covers: Covers, year: i32, number: u32) -> i64 {
    let (year, number) = (i64::from(year), i64::from(number));
    match covers {
        Covers::Month => year * 1_000 + number * 10,
        Covers::MonthsTo => year * 1_000 + number * 10 + 5,
        Covers::YearsBefore => 1_000_000 + year * 1_000 + number,
    }
}

fn period(covers: Covers, year: i32, number: u32) -> Option<(NaiveDate, NaiveDate)> {
    let january = NaiveDate::from_ymd_opt(year, 1, 1)?;
    match covers {
        Covers::Month => {
            let first = january.with_month(number)?;
            Some((first, last_of_month(first)?))
        }
        Covers::MonthsTo => Some((january, last_of_month(january.with_month(number)?)?)),
        Covers::YearsBefore => {
            Some((NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1)?, NaiveDate::from_ymd_opt(year - 1, 12, 31)?))
        }
    }
}

fn last_of_month(first: NaiveDate) -> Option<NaiveDate> {
    first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Registry;

    #[test]
    fn file_names_tell_releases_and_what_they_cover() {
        let registry = Registry::builtin().expect("built-in definitions parse");
        let ucdp = registry.find("ucdp_ged").expect("ucdp_ged is built in");
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a date");
        for (name, release, from, to) in [
            ("GEDEvent_v26_0_2.xlsx", "26.0.2", day(2026, 2, 1), day(2026, 2, 28)),
            ("GEDEvent_v24_0_10.csv", "24.0.10", day(2024, 10, 1), day(2024, 10, 31)),
            ("GEDEvent_v23_01_23_06.csv", "23.01.23.06", day(2023, 1, 1), day(2023, 6, 30)),
            ("GEDEvent_v25_1.csv", "25.1", day(1989, 1, 1), day(2024, 12, 31)),
            ("ged261-csv.zip", "26.1", day(1989, 1, 1), day(2025, 12, 31)),
        ] {
            let known = named_release(&ucdp, Path::new(name)).unwrap_or_else(|| panic!("{name} is a known release"));
            assert_eq!((known.release.as_str(), known.covers_from, known.covers_to), (release, from, to), "{name}");
        }
        let told = release_period(&ucdp, "26.0.3").expect("a monthly candidate");
        assert_eq!((told.covers_from, told.covers_to), (day(2026, 3, 1), day(2026, 3, 31)));
        let told = release_period(&ucdp, "26.01.26.06").expect("a cumulative candidate");
        assert_eq!((told.covers_from, told.covers_to), (day(2026, 1, 1), day(2026, 6, 30)));
        let told = release_period(&ucdp, "25.1").expect("a yearly release");
        assert_eq!(told.covers_to, day(2024, 12, 31));
        let ranks: Vec<(i64, bool)> = ["25.0.12", "26.0.1", "26.0.2", "26.01.26.02", "26.0.3", "25.1", "26.1"]
            .iter()
            .map(|name| release_period(&ucdp, name).expect("a known release"))
            .map(|known| (known.rank, known.is_snapshot))
            .collect();
        assert!(ranks.windows(2).all(|pair| pair[0].0 < pair[1].0), "{ranks:?}");
        assert_eq!(
            ranks.iter().map(|known| known.1).collect::<Vec<_>>(),
            [false, false, false, true, false, true, true]
        );
        assert_eq!(release_period(&ucdp, "spring edition"), None);
        assert_eq!(named_release(&ucdp, Path::new("gedevents-2025-01-17.csv")), None);
    }
}
