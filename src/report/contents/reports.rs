//! Releases, loads and what changed between them.

use chrono::NaiveDate;

use super::ask::{About, Ask};
use super::read::day;
use crate::error::Result;
use crate::ledger::{CellRow, DiffBy, Ledger, Moment, NamedSubject, SourceFacts};

/// Which days the candidate and the final events of a source begin on, in all that is loaded of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Kinds {
    candidate: Option<(NaiveDate, NaiveDate)>,
    settled: Option<(NaiveDate, NaiveDate)>,
}

impl Kinds {
    /// Of the rows of `report_kinds`; a source whose releases are of no kind has neither.
    pub(super) fn of(rows: &[CellRow]) -> Self {
        let of = |is_candidate: bool| {
            let row = rows.iter().find(|row| row.is_true("is_candidate") == is_candidate)?;
            Some((day(row, "first_date")?, day(row, "last_date")?))
        };
        Kinds { candidate: of(true), settled: of(false) }
    }

    /// True if all that is loaded between two days is candidate data.
    pub(super) fn is_candidate(&self, first: NaiveDate, last: NaiveDate) -> bool {
        touches(self.candidate, first, last) && !touches(self.settled, first, last)
    }

    /// The first day of candidate data between two days that also hold final data.
    pub(super) fn border(&self, first: NaiveDate, last: NaiveDate) -> Option<NaiveDate> {
        let both = touches(self.candidate, first, last) && touches(self.settled, first, last);
        self.candidate.filter(|_| both).map(|candidate| candidate.0.max(first))
    }

    /// The same over all that is loaded.
    pub(super) fn border_anywhere(&self) -> Option<NaiveDate> {
        self.settled.and(self.candidate).map(|candidate| candidate.0)
    }
}

fn touches(span: Option<(NaiveDate, NaiveDate)>, first: NaiveDate, last: NaiveDate) -> bool {
    span.is_some_and(|span| span.0 <= last && span.1 >= first)
}

/// What differs between the two newest loads of the source.
#[derive(Clone, Debug)]
pub(super) struct Previous {
    pub(super) before: i64,
    pub(super) after: i64,
    /// One row of totals of the whole source.
    pub(super) total: CellRow,
    /// Rows of the area's countries, or of the group.
    pub(super) groups: Vec<CellRow>,
}

impl Previous {
    /// Compares the newest load of the source with the one before; none where there is no other.
    pub(super) fn gather(
        ledger: &Ledger,
        ask: &Ask,
        about: &NamedSubject,
        source: &SourceFacts,
        totals: &[CellRow],
    ) -> Result<Option<Self>> {
        let sql = "select load_id from load where source = $source::text and mode <> 'reference' order by load_id desc limit 2";
        let found = ledger.query(sql, &crate::ledger::Params::new().with("source", source.source.as_str()))?;
        let loads: Vec<i64> = Ledger::cells(&found)?.iter().filter_map(|row| row.whole("load_id")).collect();
        let [after, before] = loads[..] else { return Ok(None) };
        let by = match ask.about {
            About::Group(_) => DiffBy::Actor,
            About::Region(_) => DiffBy::Region,
            _ => DiffBy::Country,
        };
        let diff = ledger.diff(Moment::Load(before), Moment::Load(after), Some(by), Some(&source.source))?;
        let total = Ledger::cells(&diff.totals)?.into_iter().next().unwrap_or_default();
        let groups = diff.groups.as_ref().map(Ledger::cells).transpose()?.unwrap_or_default();
        let groups = groups
            .into_iter()
            .filter(|row| match ask.about {
                About::Group(_) => row.text("actor_id") == Some(&about.id),
                About::Region(_) => row.text("region") == Some(&about.id),
                // As the source writes the country.
                About::Country(_) => totals.iter().any(|total| total.text("country") == row.text("country")),
                About::Everything => false,
            })
            .collect();
        Ok(Some(Previous { before, after, total, groups }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_border_is_where_both_kinds_lie_within_the_days() {
        let kinds = Kinds {
            candidate: Some((day("2026-01-01"), day("2026-02-28"))),
            settled: Some((day("2020-01-01"), day("2025-12-31"))),
        };
        let border = |first, last| kinds.border(day(first), day(last));
        assert_eq!(border("2025-02-01", "2026-02-28"), Some(day("2026-01-01")));
        assert_eq!(border("2025-02-01", "2025-12-31"), None);
        assert_eq!(border("2026-01-01", "2026-02-28"), None);
        assert!(kinds.is_candidate(day("2026-01-01"), day("2026-02-28")));
        assert!(!kinds.is_candidate(day("2025-12-01"), day("2026-02-28")));
        assert_eq!(kinds.border_anywhere(), Some(day("2026-01-01")));
        assert_eq!(Kinds::default().border_anywhere(), None);
    }
}
