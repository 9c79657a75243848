//! The invented actors: armies, rebel groups and their units, militias, communal groups, and the unnamed.

use super::names::Namer;
use super::rebels::{MILITIAS, REBELS, Rebel};
use super::roster::Roster;
use super::spelling::{Kind, Spellings};
use super::world::Country;

/// Words for the social groups that stand beside protesters and civilians.
const SOCIAL: &[&str] = &["Labor Group", "Students", "Farmers", "Women", "Teachers", "Refugees/IDPs"];

/// Peoples of a country that have a communal militia.
const PEOPLES_EACH: usize = 4;
/// Militias of a country.
const MILITIAS_EACH: usize = 2;
/// First number of an actor in UCDP's layout.
const FIRST_NUMBER: u64 = 77_001;

/// An actor.
pub(super) struct Group {
    /// Identifier in the reference data.
    pub(super) id: String,
    /// Name in the reference data.
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Name in UCDP's layout; empty if it is no actor there.
    pub(super) ucdp: String,
    pub(super) acled: Spellings,
    /// Number in UCDP's layout.
    pub(super) number: u64,
    /// Number of its country for a government, else none.
    pub(super) state: Option<u64>,
    /// Where it is at home, as an index of provinces.
    pub(super) home: usize,
    /// When in the period it is strongest, 0 to 1,000.
    pub(super) peak: u64,
    /// Its units, which are groups of their own in ACLED's layout.
    pub(super) units: Vec<usize>,
    /// What it is, in a few words.
    pub(super) note: String,
}

impl Group {
    /// How strong it is at that moment of the period, from 250 to 1,750.
    pub(super) fn strength(&self, progress: u64) -> u64 {
        250 + 600_u64.saturating_sub(self.peak.abs_diff(progress)) * 5 / 2
    }
}

/// The actors, numbered in the order in which they are added.
#[derive(Default)]
struct Register {
    groups: Vec<Group>,
}

impl Register {
    fn add(&mut self, id: &str, kind: Kind, ucdp: &str, acled: Spellings, note: String) -> usize {
        let index = self.groups.len();
        self.groups.push(Group {
            id: format!("syn_{id}"),
            name: acled.present.clone(),
            kind,
            ucdp: ucdp.to_owned(),
            acled,
            number: FIRST_NUMBER + index as u64,
            state: None,
            home: index * 3,
            peak: (index as u64 * 377) % 1001,
            units: Vec::new(),
            note,
        });
        index
    }
}

/// The actors of those countries, and for each country who acts in it.
pub(super) fn invent(countries: &[Country], namer: &mut Namer) -> (Vec<Group>, Vec<Roster>) {
    let mut register = Register::default();
    let mut rosters: Vec<Roster> =
        countries.iter().enumerate().map(|(index, country)| local(index, country, &mut register, namer)).collect();
    for (index, rebel) in REBELS.iter().enumerate() {
        let group = add_rebel(index, rebel, &mut register);
        for &country in rebel.countries {
            rosters[country].rebels.push(group);
        }
    }
    let contractor = register.add(
        "gannet_shield",
        Kind::External,
        "Gannet Shield",
        Spellings::one("Gannet Shield Contractors".to_owned()),
        "invented; private military company".to_owned(),
    );
    let armies: Vec<usize> = rosters.iter().map(|roster| roster.army).collect();
    for (index, roster) in rosters.iter_mut().enumerate() {
        roster.contractor = contractor;
        // The next country of the same half of the world.
        roster.foreign_army = armies[index / 6 * 6 + (index + 1) % 6];
    }
    (register.groups, rosters)
}

fn add_rebel(index: usize, rebel: &Rebel, register: &mut Register) -> usize {
    let acled = Spellings {
        present: rebel.present.to_owned(),
        past: rebel.past.to_owned(),
        since: rebel.since,
        odd: rebel.odd.to_owned(),
    };
    let id = format!("rebel_{:02}", index + 1);
    let group = register.add(&id, Kind::Rebel, rebel.short, acled, "invented; rebel group".to_owned());
    for (number, unit) in rebel.units.iter().enumerate() {
        let unit = register.add(
            &format!("{id}_unit_{}", number + 1),
            Kind::Rebel,
            "",
            Spellings::one((*unit).to_owned()),
            format!("invented; unit of {}", rebel.short),
        );
        register.groups[unit].home = register.groups[group].home + number + 1;
        register.groups[group].units.push(unit);
    }
    group
}

/// The actors that belong to one country.
fn local(index: usize, country: &Country, register: &mut Register, namer: &mut Namer) -> Roster {
    let name = country.name;
    let code = country.iso3.to_lowercase();
    let mut one = |id: &str, kind, acled: String, note: &str| {
        register.add(&format!("{code}_{id}"), kind, "", Spellings::one(acled), format!("invented; {note}"))
    };
    let police = one("police", Kind::State, format!("Police Forces of {name} (2015-)"), "police");
    let rioters = one("rioters", Kind::Rioters, format!("Rioters ({name})"), "rioters");
    let protesters = one("protesters", Kind::Protesters, format!("Protesters ({name})"), "protesters");
    let civilians = one("civilians", Kind::Civilians, format!("Civilians ({name})"), "civilians");
    let nameless = format!("Unidentified Armed Group ({name})");
    let unidentified = one("unidentified", Kind::Unidentified, nameless, "unidentified");
    let raised = format!("Pro-Government Militia ({name})");
    let auxiliary = one("auxiliary", Kind::Auxiliary, raised, "militia raised by the state");
    let mut social = Vec::new();
    for (number, word) in (1..).zip(SOCIAL) {
        let id = format!("social_{number}");
        social.push(one(&id, Kind::Civilians, format!("{word} ({name})"), "social group, only beside others"));
    }
    let mut militias = Vec::new();
    for (number, militia) in MILITIAS.iter().enumerate().skip(index * MILITIAS_EACH).take(MILITIAS_EACH) {
        let acled = Spellings::one(format!("{militia} ({name})"));
        let id = format!("{code}_militia_{}", number + 1);
        militias.push(register.add(&id, Kind::Militia, militia, acled, "invented; political militia".to_owned()));
    }
    let mut communal = Vec::new();
    for number in 1..=PEOPLES_EACH {
        let people = namer.people();
        let acled = Spellings {
            present: format!("{people} Communal Militia ({name})"),
            past: format!("{people} Ethnic Militia ({name})"),
            since: 2021,
            odd: String::new(),
        };
        let id = format!("{code}_communal_{number}");
        communal.push(register.add(&id, Kind::Communal, &people, acled, "invented; communal group".to_owned()));
    }
    let army = army(index, country, register);
    Roster {
        army,
        police,
        auxiliary,
        rebels: Vec::new(),
        militias,
        communal,
        unidentified,
        civilians,
        protesters,
        rioters,
        social,
        contractor: army,
        foreign_army: army,
    }
}

/// The state forces of a country: a government in UCDP's layout, an army with the years of its regime in ACLED's.
fn army(index: usize, country: &Country, register: &mut Register) -> usize {
    let name = country.name;
    // Every third country had another government until 2021.
    let regimes = if index % 3 == 1 {
        Spellings {
            present: format!("Military Forces of {name} (2021-)"),
            past: format!("Military Forces of {name} (2015-2021)"),
            since: 2021,
            odd: String::new(),
        }
    } else {
        Spellings::one(format!("Military Forces of {name} (2015-)"))
    };
    let id = format!("{}_state", country.iso3.to_lowercase());
    let government = format!("Government of {name}");
    let army = register.add(&id, Kind::State, &government, regimes, "invented; state forces".to_owned());
    register.groups[army].state = Some(country.number);
    register.groups[army].name = format!("State forces of {name}");
    army
}
