//! What a sub-type of ACLED's entails: who takes part, whom it targets, which disorder it is.

/// Who takes part in a sub-type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cast {
    /// Two armed sides, in either order.
    Clash,
    /// A state force, then a rebel group.
    StateFirst,
    /// A rebel group, then a state force.
    RebelFirst,
    /// A force with aircraft or guns.
    Bombardment,
    /// Whoever lays a bomb.
    Bomb,
    /// An armed actor, then civilians.
    AgainstCivilians,
    /// Protesters alone.
    Protest,
    /// State forces, then protesters.
    AgainstProtesters,
    /// Rioters alone or against the police.
    Demonstration,
    /// Rioters, mostly against civilians.
    Mob,
    /// A state force, alone or against a rebel group.
    StateAlone,
    /// An armed actor alone, or with those it meets.
    Development,
}

/// A sub-type.
pub(super) struct Code {
    pub(super) event: &'static str,
    pub(super) sub: &'static str,
    /// Share of all events, per 1,000.
    pub(super) share: u64,
    /// Share of its events with deaths, per 1,000.
    pub(super) deadly: u64,
    pub(super) cast: Cast,
    /// Templates of the first sentence of the notes.
    pub(super) leads: &'static [&'static str],
}

/// The event types.
pub(super) const BATTLES: &str = "Battles";
pub(super) const EXPLOSIONS: &str = "Explosions/Remote violence";
pub(super) const CIVILIANS: &str = "Violence against civilians";
pub(super) const PROTESTS: &str = "Protests";
pub(super) const RIOTS: &str = "Riots";
pub(super) const DEVELOPMENTS: &str = "Strategic developments";

impl Code {
    /// The disorder type that belongs to the sub-type.
    pub(super) fn disorder(&self) -> &'static str {
        match (self.event, self.sub) {
            (_, "Excessive force against protesters") => "Political violence; Demonstrations",
            (_, "Violent demonstration") | (PROTESTS, _) => "Demonstrations",
            (DEVELOPMENTS, _) => "Strategic developments",
            _ => "Political violence",
        }
    }

    /// True if civilians are the target, given whether they are the second actor.
    pub(super) fn targets_civilians(&self, civilians_second: bool) -> bool {
        match self.cast {
            Cast::AgainstCivilians => true,
            Cast::AgainstProtesters => self.sub == "Excessive force against protesters",
            Cast::Bombardment | Cast::Bomb | Cast::Mob => civilians_second,
            _ => false,
        }
    }

    /// True if it is a protest or a riot, which have a size of the crowd.
    pub(super) fn has_crowd(&self) -> bool {
        self.event == PROTESTS || self.event == RIOTS
    }

    /// True if it is violence against civilians.
    pub(super) fn against_civilians(&self) -> bool {
        self.event == CIVILIANS
    }
}
