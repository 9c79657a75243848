//! What is said of a sum that may count something twice, and how to ask instead.

/// The classic ways to count the same dead twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mistake {
    /// Over sources.
    Sources,
    /// Over groups that share events.
    Groups,
    /// Over kinds of areas, or over regions, that overlap.
    Areas,
    /// Events joined to several rows each, then summed.
    MultipliedRows,
    /// Over categories of published sums that overlap.
    Categories,
    /// Over states of the same event, or the releases that gave it.
    States,
    /// Over candidate and final events of the same months.
    Releases,
    /// Over claims or rules about the same dead.
    Claims,
}

/// A sum that may count something twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which mistake.
    pub mistake: Mistake,
    /// What is wrong, in a sentence.
    pub says: String,
    /// How to ask instead.
    pub instead: String,
    /// A query that must give so many rows for the warning to hold; its first column is what is added up.
    pub holds_if: Option<(String, usize)>,
}

impl Finding {
    fn new(mistake: Mistake, says: &str, instead: &str) -> Self {
        Finding { mistake, says: says.to_owned(), instead: instead.to_owned(), holds_if: None }
    }

    pub(super) fn if_rows(mut self, check: Option<String>, rows: usize) -> Self {
        self.holds_if = check.map(|check| (check, rows));
        self
    }

    pub(super) fn sources() -> Self {
        Self::new(
            Mistake::Sources,
            "this adds up over sources, which record the same events by different rules: the same death counts once in each",
            "group by source, or ask one source: where source = '...'",
        )
    }

    pub(super) fn averages() -> Self {
        Self::new(
            Mistake::Sources,
            "this averages over sources, which record the same events by different rules: the same death weighs once in each",
            "group by source, or ask one source: where source = '...'",
        )
    }

    pub(super) fn twins() -> Self {
        Self::new(
            Mistake::MultipliedRows,
            "this adds up rows of a union in which the same rows stand twice",
            "take each row once: union without all, or conditions that leave nothing to both halves",
        )
    }

    pub(super) fn groups() -> Self {
        Self::new(
            Mistake::Groups,
            "this adds up over groups: an event with two groups counts once for each",
            "group by actor_id, or sum the events themselves (event, fatalities_by_day)",
        )
    }

    pub(super) fn area_kinds() -> Self {
        Self::new(
            Mistake::Areas,
            "this adds up over kinds of areas: a country holds the events of its first-order areas, and regions hold both",
            "choose one: where area_kind = 'country' (or group by area_kind and area)",
        )
    }

    pub(super) fn regions() -> Self {
        Self::new(
            Mistake::Areas,
            "this adds up over regions, which overlap: an event in two of them counts twice",
            "group by the region, choose one, or take where area_kind = 'country'",
        )
    }

    pub(super) fn multiplied(by: &str) -> Self {
        let instead = match by {
            name if name.starts_with("event_actor") || name == "group_event" || name == "actor" => {
                "count each event once: select ... from event semi join event_actor using (source, source_event_id); per group: group_measure"
            }
            "region_member" => "take each event once per region from event_area, and group by area",
            _ => "count each event once: semi join it, or sum before joining",
        };
        Self::new(
            Mistake::MultipliedRows,
            &format!(
                "rows are joined to several rows of {by} each, and then added up: the same event counts several times"
            ),
            instead,
        )
    }

    pub(super) fn categories(what: &str) -> Self {
        Self::new(
            Mistake::Categories,
            &format!("this adds up over {what} of published sums, which overlap"),
            "choose one (where category = '...' and area_kind = '...' and period_kind = '...'), or group by it",
        )
    }

    pub(super) fn states() -> Self {
        Self::new(
            Mistake::States,
            "this adds up over states or releases of the same event: each revision counts again",
            "take the present state from event, an earlier one from event_as_of(load_id), or say where ended_load_id is null",
        )
    }

    pub(super) fn releases() -> Self {
        Self::new(
            Mistake::Releases,
            "this adds up candidate and final events of the same months: a candidate event may stand in the final release under another identifier",
            "load the final release as a snapshot (warledger load FILE --snapshot), or say where status = 'final'",
        )
    }

    pub(super) fn release_files(files: &str) -> Self {
        Self::new(
            Mistake::Releases,
            &format!("this stacks candidate and final releases ({files}): the same events stand in both"),
            "load both into the ledger, which keeps one state of each event: warledger load FILE...",
        )
    }

    pub(super) fn policies() -> Self {
        Self::new(
            Mistake::Claims,
            "this adds up over policies: each counts the same dead by another rule",
            "choose one: where policy = 'as_reported', or group by policy",
        )
    }

    pub(super) fn victim_sides() -> Self {
        Self::new(
            Mistake::Claims,
            "this adds up over victim sides: a figure without a side holds those with one",
            "take event_toll_total, which adds a figure without a side only where it is larger, or group by victim_side",
        )
    }

    pub(super) fn claims() -> Self {
        Self::new(
            Mistake::Claims,
            "this adds up claims: several claims tell of the same event, and some repeat others",
            "take event_toll_total (one figure for each event and policy), or `warledger troops`",
        )
    }
}
