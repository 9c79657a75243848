//! Who acts in a country, as indexes of groups.

/// The actors of a country.
pub(super) struct Roster {
    pub(super) army: usize,
    pub(super) police: usize,
    pub(super) auxiliary: usize,
    /// From the strongest to the weakest.
    pub(super) rebels: Vec<usize>,
    pub(super) militias: Vec<usize>,
    pub(super) communal: Vec<usize>,
    pub(super) unidentified: usize,
    pub(super) civilians: usize,
    pub(super) protesters: usize,
    pub(super) rioters: usize,
    /// Students, farmers and the like, who stand beside protesters and civilians.
    pub(super) social: Vec<usize>,
    pub(super) contractor: usize,
    pub(super) foreign_army: usize,
}
