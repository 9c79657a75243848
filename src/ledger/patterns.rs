//! Questions about patterns: attacks that fall together.

use super::filter::{Filter, Resolved};
use super::params::{Params, run};
use super::question::rows;
use super::verdict::Range;
use super::{Ledger, Rows, cells};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

/// The least distance between two places of a cluster, km: what the precomputed clusters are made with.
pub const LEAST_KM: f64 = 25.0;

/// Which clusters of simultaneous attacks are asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clusters {
    /// Also those that nothing calls coordinated.
    pub all: bool,
    /// With two places at least so far apart, km; not below [`LEAST_KM`].
    pub least_km: f64,
}

/// Events of a source that no week holds.
#[derive(Clone, Debug)]
pub struct WithoutWeek {
    /// The source.
    pub source: String,
    /// Events of political violence that belong to no week.
    pub unplaced: i64,
    /// Events that belong to a week.
    pub placed: i64,
    /// Deaths in those that belong to none.
    pub deaths: Range,
}

/// The order of ranked weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekOrder {
    /// Deadliest first.
    Deaths,
    /// Newest first.
    Date,
}

impl Ledger {
    /// The deadliest or newest weeks of a group, or else of an area, with their ranks: columns of the view `deadliest_weeks`.
    ///
    /// Of a group if one is given, else of the first-order area, the country or the region; of every country if none is.
    /// `most` is for each source. The period chooses among ranked weeks and changes no rank.
    ///
    /// # Errors
    /// [`Error::Usage`] for names that the ledger does not know.
    pub fn deadliest(&self, filter: &Filter, order: WeekOrder, most: i64) -> Result<Rows> {
        let found = filter.resolve(self)?;
        let (kind, subject) = match (&found.actor_id, &found.admin1_key, &filter.country, &found.region) {
            (Some(actor), ..) => ("group", Some(actor.clone())),
            (_, Some(_), ..) => ("admin1", None),
            (_, _, Some(_), _) => ("country", None),
            (_, _, _, Some(region)) => ("region", Some(region.clone())),
            _ => ("country", None),
        };
        let alone = match kind {
            "group" => Filter { group: None, ..filter.clone() }.is_coarse(),
            "region" => Filter { region: None, ..filter.clone() }.is_coarse(),
            _ => filter.is_coarse(),
        };
        let chain = if alone {
            String::new()
        } else {
            self.select(&found, false, false)?;
            let needed = [
                "event_measure",
                "group_event",
                "group_measure",
                "group_country",
                "group_week",
                "event_area",
                "area_week",
                "week_toll",
                "deadliest_weeks",
            ];
            self.chain(&found, &needed)?
        };
        let order_by = match order {
            WeekOrder::Deaths => "deaths",
            WeekOrder::Date => "date",
        };
        let params = found
            .params()
            .with("subject_kind", kind)
            .with("subject", subject)
            .with("order_by", order_by)
            .with("most", most);
        let sql = format!("{chain} select * from ({})", catalog::body(Kind::Report, "deadliest"));
        rows(&self.conn, "deadliest", &sql, &params)
    }

    /// What stands behind an empty ranking of weeks: events that belong to no week, by source.
    ///
    /// # Errors
    /// [`Error::Usage`] for names that the ledger does not know.
    pub fn without_week(&self, filter: &Filter) -> Result<Vec<WithoutWeek>> {
        self.select(&filter.resolve(self)?, true, false)?;
        let body = catalog::body(Kind::Report, "without_week");
        cells::read(&rows(&self.conn, "deadliest", body, &Params::new())?)?
            .iter()
            .map(|row| {
                Ok(WithoutWeek {
                    source: row.needed("source")?.to_owned(),
                    unplaced: row.whole("unplaced_events").unwrap_or(0),
                    placed: row.whole("placed_events").unwrap_or(0),
                    deaths: Range {
                        low: row.whole("deaths_low"),
                        best: row.whole("deaths_best"),
                        high: row.whole("deaths_high"),
                        ..Range::default()
                    },
                })
            })
            .collect()
    }

    /// Clusters of simultaneous attacks: columns of the view `attack_clusters`.
    ///
    /// A period takes the clusters that have a day in it; areas and classes those with an event that they let through.
    ///
    /// # Errors
    /// [`Error::Usage`] for names that the ledger does not know, and for a distance below [`LEAST_KM`].
    pub fn coordinated(&self, filter: &Filter, clusters: Clusters) -> Result<Rows> {
        if clusters.least_km.is_nan() || clusters.least_km < LEAST_KM {
            return Err(Error::Usage {
                reason: format!("clusters are kept with places at least {LEAST_KM} km apart"),
                hint: format!("ask for {LEAST_KM} km or more"),
            });
        }
        let found = filter.resolve(self)?;
        // Who counts with a group is asked of its own events anew; the clusters that are kept count members and no allies.
        let anew = filter.with_allies || filter.no_members;
        let chain = if anew {
            let whole = Resolved {
                actor_id: found.actor_id.clone(),
                source: found.source.clone(),
                with_allies: found.with_allies,
                no_members: found.no_members,
                ..Resolved::default()
            };
            self.select(&whole, false, false)?;
            let needed = [
                "event_measure",
                "group_event",
                "group_country",
                "group_attack",
                "simultaneous_attack_event",
                "simultaneous_attacks",
                "attack_clusters",
            ];
            self.chain(&whole, &needed)?
        } else {
            String::new()
        };
        let narrow = Filter { group: None, with_allies: false, no_members: false, ..filter.clone() };
        let among_selected = !narrow.is_coarse();
        if among_selected && anew {
            return Err(Error::Usage {
                reason: "clusters with allies or without members are asked of a group's events everywhere".to_owned(),
                hint: "leave out --country, --admin1, --region, --class and --civilians, or --with-allies and --without-members"
                    .to_owned(),
            });
        }
        if among_selected {
            self.select(
                &Resolved { actor_id: None, with_allies: false, no_members: false, ..found.clone() },
                false,
                false,
            )?;
        } else if !anew {
            let none = "create or replace temp table selected (source text, source_event_id text)";
            run(&self.conn, "selecting events", none, &Params::new())?;
        }
        let params = found
            .params()
            .with("all_clusters", clusters.all)
            .with("least_km", super::Value::Double(clusters.least_km))
            .with("among_selected", among_selected);
        let sql = format!("{chain} select * from ({})", catalog::body(Kind::Report, "coordinated"));
        rows(&self.conn, "coordinated", &sql, &params)
    }
}
