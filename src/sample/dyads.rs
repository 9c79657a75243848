//! Who fights whom in UCDP's layout: dyads with their numbers, their names and their fields as they stand in rows.

use super::draw::{Draw, Picker};
use super::groups::Group;
use super::row::Text;
use super::world::World;

const FIRST_DYAD: u64 = 88_001;
const FIRST_CONFLICT: u64 = 99_001;
/// Number of the side "Civilians" in the older and in the newer numbering, as in the published files.
const CIVILIANS: (u64, u64) = (9999, 1);
/// Weight of a dyad whose armed group is not named, where the strongest named one has about 1,000.
const PLACEHOLDER: u64 = 60;

/// One side of a dyad.
#[derive(Clone, Copy)]
struct Side<'a> {
    name: &'a str,
    numbers: (u64, u64),
    state: Option<u64>,
    /// The group whose strength the dyad follows, and where that is at home; none for governments and the unnamed.
    armed: Option<(usize, usize)>,
}

/// A dyad.
pub(super) struct Dyad {
    /// conflict_dset_id to side_b, with their commas but the last.
    pub(super) fields: String,
    /// gwnoa and gwnob, with their comma.
    pub(super) states: String,
    pub(super) number: u64,
    pub(super) side_a: String,
    pub(super) side_b: String,
    /// Where its armed group is at home.
    pub(super) home: usize,
    /// True if the armed group has no name.
    pub(super) placeholder: bool,
    weight: u64,
    strength: Option<usize>,
}

/// The dyads of one type of violence in one country.
#[derive(Default)]
pub(super) struct Dyads {
    list: Vec<Dyad>,
    picker: Picker,
}

impl Dyads {
    /// Takes the strengths that the groups have at that moment of the period.
    pub(super) fn refresh(&mut self, groups: &[Group], progress: u64) {
        let weights = self.list.iter().map(|dyad| {
            let group = dyad.strength.and_then(|group| groups.get(group));
            dyad.weight * group.map_or(1000, |group| group.strength(progress))
        });
        self.picker.refill(weights);
    }

    /// One of them; every country has dyads of every type.
    pub(super) fn pick(&self, draw: &mut Draw) -> &Dyad {
        &self.list[self.picker.pick(draw)]
    }
}

/// Numbers dyads and conflicts in the order in which they are made.
#[derive(Default)]
struct Registrar {
    dyads: u64,
    conflicts: Vec<String>,
}

/// The dyads of each country, for the three types of violence.
pub(super) fn invent(world: &World) -> Vec<[Dyads; 3]> {
    let mut registrar = Registrar::default();
    (0..world.countries.len()).map(|country| of_country(world, country, &mut registrar)).collect()
}

fn of_country(world: &World, country: usize, registrar: &mut Registrar) -> [Dyads; 3] {
    let roster = &world.rosters[country];
    let name = world.countries[country].name;
    let side = |group: usize| {
        let group_ref = &world.groups[group];
        Side {
            name: &group_ref.ucdp,
            numbers: (group_ref.number, group_ref.number),
            state: group_ref.state,
            armed: group_ref.state.is_none().then_some((group, group_ref.home)),
        }
    };
    let code = world.countries[country].number;
    let nameless = format!("XXX{code}");
    let nameless = Side { name: &nameless, numbers: (code * 10, code * 10), state: None, armed: None };
    let civilians = Side { name: "Civilians", numbers: CIVILIANS, state: None, armed: None };
    let (army, foreign) = (side(roster.army), side(roster.foreign_army));

    let mut state_based = Vec::new();
    for (rank, &rebel) in (1..).zip(&roster.rebels) {
        let conflict = format!("{name}: {}", if rank == 2 { "Outer Provinces" } else { "Government" });
        let dyad = registrar.dyad(army, side(rebel), &conflict, 1000 / rank);
        // Some operations are joint ones: the same dyad, with two governments on side A.
        state_based.push(joint(&dyad, &army, &foreign));
        state_based.push(dyad);
    }
    state_based.push(registrar.dyad(army, nameless, &format!("{name}: Government"), PLACEHOLDER));
    if country.is_multiple_of(6) {
        let conflict = format!("{name} - {}", foreign.name.trim_start_matches("Government of "));
        state_based.push(registrar.dyad(army, foreign, &conflict, 50));
    }

    let mut non_state = Vec::new();
    let named: Vec<usize> = roster.communal.iter().chain(&roster.rebels).chain(&roster.militias).copied().collect();
    for (rank, pair) in (1..).zip(named.windows(2)) {
        let [first, second] = [side(pair[0]), side(pair[1])];
        non_state.push(registrar.dyad(first, second, &format!("{} - {}", first.name, second.name), 1000 / rank));
    }

    let mut one_sided = Vec::new();
    for (rank, &attacker) in (1..).zip(roster.rebels.iter().chain(&roster.militias).chain(&roster.communal)) {
        let attacker = side(attacker);
        one_sided.push(registrar.dyad(attacker, civilians, &format!("{} - Civilians", attacker.name), 1000 / rank));
    }
    one_sided.push(registrar.dyad(army, civilians, &format!("{} - Civilians", army.name), 350));
    one_sided.push(registrar.dyad(nameless, civilians, &format!("{} - Civilians", nameless.name), PLACEHOLDER));

    [state_based, non_state, one_sided].map(|list| Dyads { list, picker: Picker::default() })
}

impl Registrar {
    fn dyad(&mut self, a: Side<'_>, b: Side<'_>, conflict: &str, weight: u64) -> Dyad {
        let known = self.conflicts.iter().position(|known| known == conflict).unwrap_or_else(|| {
            self.conflicts.push(conflict.to_owned());
            self.conflicts.len() - 1
        });
        self.dyads += 1;
        let number = FIRST_DYAD + self.dyads;
        let numbers = (FIRST_CONFLICT + known as u64, number);
        let armed = b.armed.or(a.armed);
        let states = [a.state, b.state].map(|state| state.map(|state| state.to_string()).unwrap_or_default());
        Dyad {
            fields: fields(numbers, conflict, (a.name, a.numbers), (b.name, b.numbers)),
            states: states.join(","),
            number,
            side_a: a.name.to_owned(),
            side_b: b.name.to_owned(),
            home: armed.map_or(0, |(_, home)| home),
            placeholder: a.name.starts_with("XXX") || b.name.starts_with("XXX"),
            weight,
            strength: armed.map(|(group, _)| group),
        }
    }
}

/// The same dyad with another government at the side of the first.
fn joint(dyad: &Dyad, army: &Side<'_>, foreign: &Side<'_>) -> Dyad {
    let side_a = format!("{}, {}", army.name, foreign.name);
    let states: Vec<String> =
        [army, foreign].iter().filter_map(|side| side.state).map(|state| state.to_string()).collect();
    Dyad {
        fields: dyad.fields.replacen(&format!(",{},", army.name), &format!(",\"{side_a}\","), 1),
        states: format!("{},", states.join(";")),
        side_a,
        side_b: dyad.side_b.clone(),
        weight: dyad.weight / 25,
        ..*dyad
    }
}

fn fields(
    (conflict_number, dyad_number): (u64, u64),
    conflict: &str,
    (a, a_numbers): (&str, (u64, u64)),
    (b, b_numbers): (&str, (u64, u64)),
) -> String {
    let mut text = Text::default();
    let name = format!("{a} - {b}");
    for (old, new, name) in [
        (conflict_number, conflict_number, conflict),
        (dyad_number, dyad_number, &name),
        (a_numbers.0, a_numbers.1, a),
        (b_numbers.0, b_numbers.1, b),
    ] {
        if !text.is_empty() {
            text.put(",");
        }
        text.number(old);
        text.put(",");
        text.number(new);
        text.put(",");
        text.put(name);
    }
    String::from_utf8_lossy(text.bytes()).into_owned()
}
