//! Casting: which invented actors stand in an event of ACLED's layout.

use super::codes::Cast;
use super::draw::{Draw, Picker};
use super::roster::Roster;
use super::spelling::Kind;
use super::world::World;

/// An actor in its part; a foreign army is an external force where it fights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) group: usize,
    pub(super) kind: Kind,
}

/// The first actor of an event and the second, if there is one.
pub(super) struct Pair {
    pub(super) first: Part,
    pub(super) second: Option<Part>,
}

/// Casts the events of one country.
pub(super) struct Director<'a> {
    pub(super) world: &'a World,
    pub(super) roster: &'a Roster,
    /// Strengths of the country's rebel groups in this week.
    pub(super) rebels: &'a Picker,
}

impl Director<'_> {
    /// Casts an event.
    pub(super) fn cast(&self, cast: Cast, draw: &mut Draw) -> Pair {
        let (first, second) = match cast {
            Cast::Clash => self.clash(draw),
            Cast::StateFirst => (self.state(draw), Some(self.rebel(draw))),
            Cast::RebelFirst => (self.rebel(draw), Some(self.state(draw))),
            Cast::StateAlone => (self.state(draw), draw.chance(500).then(|| self.rebel(draw))),
            Cast::Bombardment => self.bombardment(draw),
            Cast::Bomb => self.bomb(draw),
            Cast::AgainstCivilians => (self.attacker(draw), Some(self.part(self.roster.civilians))),
            Cast::Protest => (self.part(self.roster.protesters), None),
            Cast::AgainstProtesters => (self.part(self.roster.police), Some(self.part(self.roster.protesters))),
            Cast::Demonstration => {
                (self.part(self.roster.rioters), draw.chance(400).then(|| self.part(self.roster.police)))
            }
            Cast::Mob => {
                let second = if draw.chance(700) { self.roster.civilians } else { self.roster.rioters };
                (self.part(self.roster.rioters), Some(self.part(second)))
            }
            Cast::Development => (self.attacker(draw), draw.chance(300).then(|| self.part(self.roster.civilians))),
        };
        Pair { first, second }
    }

    /// Another rebel group of the country than the one given, if there is one.
    pub(super) fn other_rebel(&self, group: usize) -> Option<usize> {
        self.roster
            .rebels
            .iter()
            .copied()
            .find(|&other| other != group && !self.world.groups[other].units.contains(&group))
    }

    fn part(&self, group: usize) -> Part {
        Part { group, kind: self.world.groups[group].kind }
    }

    fn state(&self, draw: &mut Draw) -> Part {
        self.part(draw.weighted(&[(self.roster.army, 76), (self.roster.police, 14), (self.roster.auxiliary, 10)]))
    }

    fn external(&self, draw: &mut Draw) -> Part {
        let group = if draw.chance(600) { self.roster.foreign_army } else { self.roster.contractor };
        Part { group, kind: Kind::External }
    }

    fn rebel(&self, draw: &mut Draw) -> Part {
        let Some(&group) = self.roster.rebels.get(self.rebels.pick(draw)) else {
            return self.part(self.roster.unidentified);
        };
        let units = &self.world.groups[group].units;
        let unit = if draw.chance(180) { units.get(draw.skewed(units.len())) } else { None };
        self.part(unit.copied().unwrap_or(group))
    }

    fn militia(&self, draw: &mut Draw) -> Part {
        self.one_of(&self.roster.militias, draw)
    }

    fn communal(&self, draw: &mut Draw) -> Part {
        self.one_of(&self.roster.communal, draw)
    }

    fn one_of(&self, groups: &[usize], draw: &mut Draw) -> Part {
        self.part(groups.get(draw.skewed(groups.len())).copied().unwrap_or(self.roster.unidentified))
    }

    fn attacker(&self, draw: &mut Draw) -> Part {
        match draw.below(100) {
            0..45 => self.rebel(draw),
            45..57 => self.militia(draw),
            57..70 => self.communal(draw),
            70..92 => self.part(self.roster.unidentified),
            _ => self.state(draw),
        }
    }

    fn clash(&self, draw: &mut Draw) -> (Part, Option<Part>) {
        let (one, other) = match draw.below(100) {
            0..56 => (self.state(draw), self.rebel(draw)),
            56..63 => (self.rebel(draw), self.militia(draw)),
            63..69 => {
                let one = self.rebel(draw);
                let other = self.other_rebel(one.group).unwrap_or(self.roster.unidentified);
                (one, self.part(other))
            }
            69..83 => {
                let one = self.communal(draw);
                let other = self.communal(draw);
                (one, if one == other { self.part(self.roster.unidentified) } else { other })
            }
            83..93 => (self.part(self.roster.unidentified), self.state(draw)),
            _ => (self.external(draw), self.rebel(draw)),
        };
        if draw.chance(500) { (one, Some(other)) } else { (other, Some(one)) }
    }

    fn bombardment(&self, draw: &mut Draw) -> (Part, Option<Part>) {
        match draw.below(100) {
            0..55 => (self.part(self.roster.army), Some(self.rebel(draw))),
            55..70 => (self.external(draw), Some(self.rebel(draw))),
            70..85 => (self.part(self.roster.army), Some(self.part(self.roster.civilians))),
            85..95 => (self.rebel(draw), Some(self.state(draw))),
            _ => (self.part(self.roster.army), None),
        }
    }

    fn bomb(&self, draw: &mut Draw) -> (Part, Option<Part>) {
        let first = if draw.chance(650) { self.rebel(draw) } else { self.part(self.roster.unidentified) };
        let second = match draw.below(100) {
            0..55 => Some(self.state(draw)),
            55..90 => Some(self.part(self.roster.civilians)),
            _ => None,
        };
        (first, second)
    }
}
