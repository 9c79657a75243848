//! Kinds of actors, and the spellings that each layout gives an actor over the years.

/// What an actor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    State,
    Rebel,
    /// The armed wing of a party, a gang, a strongman's men.
    Militia,
    /// A militia raised by the government.
    Auxiliary,
    Communal,
    Rioters,
    Protesters,
    Civilians,
    External,
    Unidentified,
    /// Nobody: the event has one actor.
    #[default]
    Nobody,
}

impl Kind {
    /// The inter code in ACLED's words.
    pub(super) fn inter(self) -> &'static str {
        match self {
            Self::State => "State forces",
            Self::Rebel => "Rebel group",
            Self::Militia | Self::Auxiliary | Self::Unidentified => "Political militia",
            Self::Communal => "Identity militia",
            Self::Rioters => "Rioters",
            Self::Protesters => "Protesters",
            Self::Civilians => "Civilians",
            Self::External => "External/Other forces",
            Self::Nobody => "",
        }
    }

    /// ACLED's number of the inter code, which orders the two in an interaction.
    pub(super) fn order(self) -> u8 {
        match self {
            Self::Nobody => 0,
            Self::State => 1,
            Self::Rebel => 2,
            Self::Militia | Self::Auxiliary | Self::Unidentified => 3,
            Self::Communal => 4,
            Self::Rioters => 5,
            Self::Protesters => 6,
            Self::Civilians => 7,
            Self::External => 8,
        }
    }

    /// The kind in the reference data.
    pub(super) fn actor_kind(self) -> &'static str {
        match self {
            Self::State => "state_forces",
            Self::Rebel | Self::Militia => "organised_group",
            Self::Auxiliary => "auxiliary",
            Self::Communal => "communal",
            Self::Rioters => "rioters",
            Self::Protesters => "protesters",
            Self::Civilians => "civilians",
            Self::External => "external",
            Self::Unidentified => "unidentified",
            Self::Nobody => "unknown",
        }
    }
}

/// How ACLED's layout spells an actor: another spelling up to a year, and an odd one now and then.
#[derive(Clone, Debug, Default)]
pub(super) struct Spellings {
    /// From `since` on.
    pub(super) present: String,
    /// Before `since`; empty if it never changed.
    pub(super) past: String,
    /// First year of the present spelling.
    pub(super) since: i32,
    /// In a few rows; empty if there is none.
    pub(super) odd: String,
}

impl Spellings {
    /// One spelling for ever.
    pub(super) fn one(present: String) -> Self {
        Self { present, ..Self::default() }
    }

    /// The spelling in that year.
    pub(super) fn in_year(&self, year: i32) -> &str {
        if year < self.since && !self.past.is_empty() { &self.past } else { &self.present }
    }

    /// Every spelling, without repetition.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        [&self.present, &self.past, &self.odd].into_iter().map(String::as_str).filter(|text| !text.is_empty())
    }
}
