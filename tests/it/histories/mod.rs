//! Random sequences of loads against a model of what loads mean.
//!
//! One ledger carries ten sequences at once: each has a country of its own, takes part in some of the loads, and now and
//! then an event moves from one to another. After each load the ledger holds what the model says; in the end so it does
//! as of every load, every precomputed answer is computed again, and the history is verified.

mod model;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Days, NaiveDate};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use warledger::ledger::{LoadOptions, Mode};

use self::model::{Model, Outcome, Standing, Step};
use crate::oracle::{every_answer_agrees, ymd};
use crate::rows::{AcledRow, acled, deletions};
use crate::support::{Bench, table};

const COUNTRIES: [&str; 10] =
    ["Mali", "Burkina Faso", "Niger", "Nigeria", "Benin", "Togo", "Ghana", "Chad", "Veldara", "Ostrania"];
const GROUPS: [&str; 4] = ["Lantern Front", "Ashen Pact", "Quiet Banner", "Ninth Bell"];
const ACTORS: [&str; 2] = ["jnim", "is_sahel"];
/// Loads of a ledger.
const STEPS: usize = 12;

struct Dice(ChaCha8Rng);

impl Dice {
    /// A number below a limit.
    fn below(&mut self, limit: usize) -> usize {
        self.0.next_u32() as usize % limit.max(1)
    }

    /// True in so many of a hundred cases.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn day(&mut self) -> String {
        let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
        (first + Days::new(self.below(150) as u64)).to_string()
    }
}

/// Makes the steps of one ledger.
struct Author {
    dice: Dice,
    clock: i64,
    next: usize,
    files: Vec<Step>,
}

impl Author {
    fn new_row(&mut self, country: &'static str) -> AcledRow {
        self.next += 1;
        AcledRow {
            id: format!("{}{}", &country[..3].to_uppercase(), self.next),
            date: self.dice.day(),
            country,
            group: self.dice.one(&GROUPS),
            deaths: self.dice.below(6) as u32,
            upload: self.upload(),
        }
    }

    /// Mostly newer than everything before, sometimes older.
    fn upload(&mut self) -> i64 {
        let back = if self.dice.chance(20) { 400 } else { 0 };
        self.clock + self.dice.below(100) as i64 - back
    }

    fn revised(&mut self, row: &AcledRow) -> AcledRow {
        let mut row = row.clone();
        match self.dice.below(5) {
            0 => row.date = self.dice.day(),
            1 => row.country = self.dice.one(&COUNTRIES),
            2 => row.group = self.dice.one(&GROUPS),
            _ => row.deaths += 1,
        }
        // The same upload stamp with other content happens too.
        if !self.dice.chance(15) {
            row.upload = self.upload();
        }
        row
    }

    fn step(&mut self, model: &Model) -> Step {
        self.clock += 100;
        let step = match self.dice.below(100) {
            0..45 => self.update(model),
            45..65 => self.snapshot(model),
            65..76 => self.deletions(model),
            76..85 => {
                let at = self.dice.below(self.files.len());
                return self.files.get(at).cloned().unwrap_or_else(|| self.update(model));
            }
            85..95 => {
                let loads = model.undoable();
                return if loads.is_empty() { self.update(model) } else { Step::Undo(self.dice.one(&loads)) };
            }
            _ => return Step::Alias(self.dice.one(&GROUPS), self.dice.one(&ACTORS)),
        };
        self.files.push(step.clone());
        step
    }

    fn update(&mut self, model: &Model) -> Step {
        let mut rows = BTreeMap::new();
        let standing: Vec<AcledRow> = model.now().cloned().collect();
        // Few events in some loads, so that only what they touch is computed anew; many in others.
        let most = if self.dice.chance(60) { 2 } else { 14 };
        for country in COUNTRIES {
            if self.dice.chance(40) {
                for _ in 0..=self.dice.below(most) {
                    let own: Vec<&AcledRow> = standing.iter().filter(|row| row.country == country).collect();
                    let row = if own.is_empty() || self.dice.chance(35) {
                        self.new_row(country)
                    } else {
                        let at = self.dice.below(own.len());
                        self.revised(own[at])
                    };
                    rows.insert(row.id.clone(), row);
                }
            }
        }
        if rows.is_empty() {
            let row = self.new_row(COUNTRIES[0]);
            rows.insert(row.id.clone(), row);
        }
        Step::Update(rows.into_values().collect())
    }

    fn snapshot(&mut self, model: &Model) -> Step {
        let (a, b) = (self.dice.day(), self.dice.day());
        let days = if a <= b { (a, b) } else { (b, a) };
        let standing: Vec<AcledRow> = model.now().cloned().collect();
        let mut countries: Vec<&'static str> = COUNTRIES.into_iter().filter(|_| self.dice.chance(50)).collect();
        countries.retain(|country| standing.iter().any(|row| row.country == *country));
        let mut rows = Vec::new();
        for row in &standing {
            let within = *row.date >= *days.0 && *row.date <= *days.1;
            if within && (countries.is_empty() || countries.contains(&row.country)) && self.dice.chance(80) {
                rows.push(if self.dice.chance(20) { self.revised(row) } else { row.clone() });
            }
        }
        let country = countries.first().copied().unwrap_or(COUNTRIES[0]);
        rows.push(AcledRow { date: days.0.clone(), upload: self.clock, ..self.new_row(country) });
        Step::Snapshot(rows, days, countries)
    }

    fn deletions(&mut self, model: &Model) -> Step {
        let standing: Vec<AcledRow> = model.now().cloned().collect();
        let mut listed = BTreeMap::new();
        for row in &standing {
            if self.dice.chance(6) {
                listed.insert(row.id.clone(), row.upload + self.dice.below(60) as i64 - 20);
            }
        }
        listed.insert("XXX1".to_owned(), self.clock);
        Step::Deletions(listed.into_iter().collect())
    }
}

fn load_file(bench: &Bench, text: &str, options: LoadOptions) -> Outcome {
    let path = bench.write("load.csv", text);
    let report = bench.load_with(&[&path], &options).expect("the file loads");
    report.load_id.map_or(Outcome::Nothing, Outcome::Loaded)
}

/// Does a step in the ledger.
fn perform(bench: &Bench, step: &Step) -> Outcome {
    let removing = LoadOptions { accept_removals: true, ..LoadOptions::default() };
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a date");
    match step {
        Step::Update(rows) => load_file(bench, &acled(rows), removing),
        Step::Snapshot(rows, days, countries) => {
            let options = LoadOptions {
                mode: Some(Mode::Snapshot),
                covers: Some((date(&days.0), date(&days.1))),
                countries: countries.iter().map(|name| (*name).to_owned()).collect(),
                ..removing
            };
            load_file(bench, &acled(rows), options)
        }
        Step::Deletions(listed) => {
            let listed: Vec<(&str, i64)> = listed.iter().map(|(id, at)| (id.as_str(), *at)).collect();
            load_file(bench, &deletions(&listed), removing)
        }
        Step::Alias(name, actor) => {
            let path = bench.write("aliases.csv", format!("alias,actor_id,source\n{name},{actor},\n"));
            let files: [&Path; 1] = [&path];
            let report = warledger::ledger::extend_reference(&bench.db(), &files, false, |_| {}).expect("it extends");
            report.load_id.map_or(Outcome::Nothing, Outcome::Loaded)
        }
        Step::Undo(load) => match warledger::ledger::undo(&bench.db(), *load, |_| {}) {
            Ok(report) => Outcome::Loaded(report.load_id),
            Err(error) => {
                let text = error.to_string();
                let number = text.strip_prefix("load ").and_then(|rest| rest.split(' ').next());
                Outcome::Refused(number.and_then(|word| word.parse().ok()).unwrap_or_else(|| panic!("{text}")))
            }
        },
    }
}

const STATES: &str = "
    with state as (
      select source_event_id, start_date::text as day, country, deaths_best, load_id, null as ended_load_id from event
      union all
      select source_event_id, start_date::text as day, country, deaths_best, load_id, ended_load_id from event_history
    ),
    actor_state as (
      select source_event_id, actor_name, actor_id, load_id, null as ended_load_id from event_actor where side = 'b'
      union all
      select source_event_id, actor_name, actor_id, load_id, ended_load_id from event_actor_history where side = 'b'
    ),
    kept_state as (
      select source_event_id, \"timestamp\", load_id, null as ended_load_id from acled_event
      union all
      select source_event_id, \"timestamp\", load_id, ended_load_id from acled_event_history
    )
    select load.load_id, state.source_event_id, state.day, state.country, state.deaths_best, actor_state.actor_name,
      actor_state.actor_id, kept_state.\"timestamp\"
    from load
    join state
      on state.load_id <= load.load_id and (state.ended_load_id is null or state.ended_load_id > load.load_id)
    join actor_state
      on actor_state.source_event_id = state.source_event_id
      and actor_state.load_id <= load.load_id
      and (actor_state.ended_load_id is null or actor_state.ended_load_id > load.load_id)
    join kept_state
      on kept_state.source_event_id = state.source_event_id
      and kept_state.load_id <= load.load_id
      and (kept_state.ended_load_id is null or kept_state.ended_load_id > load.load_id)
    order by all";

fn shown(standing: &Standing) -> Vec<Vec<String>> {
    standing
        .values()
        .map(|(row, actor)| {
            vec![
                row.id.clone(),
                row.date.clone(),
                row.country.to_owned(),
                row.deaths.to_string(),
                row.group.to_owned(),
                actor.clone(),
                row.upload.to_string(),
            ]
        })
        .collect()
}

/// How often each kind of step ended in which way.
type Seen = BTreeMap<(&'static str, &'static str), usize>;

fn note(seen: &mut Seen, step: &Step, outcome: Outcome) {
    let step = match step {
        Step::Update(_) => "update",
        Step::Snapshot(..) => "snapshot",
        Step::Deletions(_) => "deletions",
        Step::Alias(..) => "alias",
        Step::Undo(_) => "undo",
    };
    let outcome = match outcome {
        Outcome::Loaded(_) => "loaded",
        Outcome::Nothing => "nothing new",
        Outcome::Refused(_) => "refused",
    };
    *seen.entry((step, outcome)).or_default() += 1;
}

fn sequences_agree(seed: u64, seen: &mut Seen) {
    let bench = Bench::new();
    let mut author = Author { dice: Dice(ChaCha8Rng::seed_from_u64(seed)), clock: 1_000, next: 0, files: Vec::new() };
    let mut model = Model::default();
    let mut told = Vec::new();
    let mut first = Vec::new();
    for country in COUNTRIES {
        first.extend((0..14).map(|_| author.new_row(country)).collect::<Vec<_>>());
    }
    for at in 0..=STEPS {
        let step = if at == 0 { Step::Update(first.clone()) } else { author.step(&model) };
        told.push(format!("{step:?}").chars().take(400).collect::<String>());
        let expected = model.apply(&step);
        let happened = perform(&bench, &step);
        note(seen, &step, happened);
        assert_eq!(happened, expected, "seed {seed}, step {at}\n{}", told.join("\n"));
    }
    let ledger = bench.ledger();
    let mut found: BTreeMap<i64, Vec<Vec<String>>> = model.as_of.keys().map(|load| (*load, Vec::new())).collect();
    for row in table(&ledger, STATES) {
        let load: i64 = row[0].parse().expect("a number");
        found.entry(load).or_default().push(row[1..].to_vec());
    }
    for (load, standing) in &model.as_of {
        assert_eq!(found[load], shown(standing), "seed {seed}, as of load {load}\n{}", told.join("\n"));
    }
    assert_eq!(found.len(), model.as_of.len(), "seed {seed}");
    let wrong: Vec<_> =
        ledger.verify().expect("it verifies").into_iter().filter(|finding| finding.differing > 0).collect();
    assert!(wrong.is_empty(), "seed {seed}: {wrong:?}\n{}", told.join("\n"));
    every_answer_agrees(&ledger, &[ymd(2025, 2, 1)]);
}

#[test]
fn every_state_and_every_answer_of_random_histories_are_the_models() {
    // Ten sequences in each ledger: 50, or 500 in the long tests.
    let ledgers = if std::env::var_os("WARLEDGER_LONG").is_some() { 50 } else { 5 };
    let mut seen = Seen::new();
    for seed in 1..=ledgers {
        sequences_agree(seed, &mut seen);
    }
    println!("{seen:?}");
    for kind in ["update", "snapshot", "deletions", "alias", "undo"] {
        assert!(seen.contains_key(&(kind, "loaded")), "{kind}: {seen:?}");
    }
    assert!(seen.contains_key(&("undo", "refused")), "{seen:?}");
    assert!(seen.keys().any(|(_, outcome)| *outcome == "nothing new"), "{seen:?}");
}
