//! What loads mean, in plain Rust: events by identifier, every state with the load that began and the one that ended it.

use std::collections::{BTreeMap, BTreeSet};

use crate::rows::AcledRow;

/// First and last day, as the rows have them.
pub(crate) type Days = (String, String);

/// What a step of a sequence does.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A file that adds and revises.
    Update(Vec<AcledRow>),
    /// A file that is all there is on these days, in these countries (none = every country).
    Snapshot(Vec<AcledRow>, Days, Vec<&'static str>),
    /// A list of deleted events with the time of their deletion.
    Deletions(Vec<(String, i64)>),
    /// A group's name means another actor from now on.
    Alias(&'static str, &'static str),
    /// A load is undone.
    Undo(i64),
}

/// A load that changed something.
#[derive(Clone, Debug)]
struct Load {
    id: i64,
    step: Step,
    newest: i64,
    undone: bool,
    touched: BTreeSet<String>,
}

/// A state of an event.
#[derive(Clone, Debug)]
struct State {
    row: AcledRow,
    began: i64,
    ended: Option<i64>,
}

/// What stands as of a load: events, and the actor of each as it was known then.
pub(crate) type Standing = BTreeMap<String, (AcledRow, String)>;

/// The whole history.
#[derive(Default)]
pub(crate) struct Model {
    loads: Vec<Load>,
    states: BTreeMap<String, Vec<State>>,
    deleted: Vec<(String, i64, i64)>,
    aliases: BTreeMap<&'static str, &'static str>,
    /// What stood after each load, by its number.
    pub(crate) as_of: BTreeMap<i64, Standing>,
}

/// How a step ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A load of this number.
    Loaded(i64),
    /// Nothing new, no load.
    Nothing,
    /// Refused, with this later load as the reason.
    Refused(i64),
}

impl Model {
    /// Events that stand now.
    pub(crate) fn now(&self) -> impl Iterator<Item = &AcledRow> {
        self.states
            .values()
            .filter_map(|states| states.last().filter(|state| state.ended.is_none()))
            .map(|state| &state.row)
    }

    /// Numbers of the loads that could be undone, were nothing in the way.
    pub(crate) fn undoable(&self) -> Vec<i64> {
        self.loads
            .iter()
            .filter(|load| !load.undone && !matches!(load.step, Step::Undo(_) | Step::Alias(..)))
            .map(|load| load.id)
            .collect()
    }

    fn standing(&self, id: &str) -> Option<&State> {
        self.states.get(id).and_then(|states| states.last()).filter(|state| state.ended.is_none())
    }

    /// Does what a load of the step does.
    pub(crate) fn apply(&mut self, step: &Step) -> Outcome {
        let id = self.loads.last().map_or(1, |load| load.id + 1);
        let outcome = match step {
            Step::Update(rows) => self.load(id, step, rows, None),
            Step::Snapshot(rows, days, countries) => self.load(id, step, rows, Some((days, countries))),
            Step::Deletions(listed) => self.delete(id, step, listed),
            Step::Alias(name, actor) => self.alias(id, step, name, actor),
            Step::Undo(undone) => self.undo(id, step, *undone),
        };
        if outcome == Outcome::Loaded(id) {
            let standing = self.now().map(|row| (row.id.clone(), (row.clone(), self.actor(row.group)))).collect();
            self.as_of.insert(id, standing);
        }
        outcome
    }

    fn actor(&self, group: &str) -> String {
        self.aliases.get(group).map_or_else(|| warledger::reference::slug(group), |actor| (*actor).to_owned())
    }

    /// The last load in force of the very same file, whatever its mode.
    fn known(&self, step: &Step) -> Option<i64> {
        let file = |step: &Step| match step {
            Step::Update(rows) | Step::Snapshot(rows, ..) => crate::rows::acled(rows),
            Step::Deletions(listed) => format!("{listed:?}"),
            _ => String::new(),
        };
        let text = file(step);
        self.loads
            .iter()
            .rev()
            .find(|load| !load.undone && !text.is_empty() && file(&load.step) == text)
            .map(|load| load.id)
    }

    fn load(
        &mut self,
        id: i64,
        step: &Step,
        rows: &[AcledRow],
        snapshot: Option<(&Days, &Vec<&'static str>)>,
    ) -> Outcome {
        let known = self.known(step);
        let newest = rows.iter().map(|row| row.upload).max().unwrap_or(0);
        let mut write: Vec<AcledRow> = Vec::new();
        for row in rows {
            let takes = match self.standing(&row.id) {
                Some(state) if state.row == *row => false,
                Some(state) if state.row.upload != row.upload => state.row.upload < row.upload,
                Some(state) => known.is_none_or(|known| state.began <= known),
                None => !self.is_superseded(row, known),
            };
            if takes {
                write.push(row.clone());
            }
        }
        let mut gone: Vec<String> = Vec::new();
        if let Some((days, countries)) = snapshot {
            for (event, states) in &self.states {
                let Some(state) = states.last().filter(|state| state.ended.is_none()) else { continue };
                let lacks = rows.iter().all(|row| row.id != *event);
                let newer = state.row.upload > newest || known.is_some_and(|known| state.began > known);
                if lacks && !newer && covers(days, countries, &state.row) {
                    gone.push(event.clone());
                }
            }
        }
        if write.is_empty() && gone.is_empty() && known.is_some() {
            return Outcome::Nothing;
        }
        let touched = write.iter().map(|row| row.id.clone()).chain(gone.iter().cloned()).collect();
        gone.iter().for_each(|event| self.end(event, id));
        write.into_iter().for_each(|row| self.begin(row, id));
        self.loads.push(Load { id, step: step.clone(), newest, undone: false, touched });
        Outcome::Loaded(id)
    }

    /// True if something newer has ended the event of a row already.
    fn is_superseded(&self, row: &AcledRow, known: Option<i64>) -> bool {
        let by_snapshot = self.loads.iter().filter(|load| !load.undone).any(|load| match &load.step {
            Step::Snapshot(_, days, countries) => load.newest >= row.upload && covers(days, countries, row),
            _ => false,
        });
        let by_deletion = self.deleted.iter().any(|(event, at, _)| *event == row.id && *at >= row.upload);
        let by_load = known.is_some_and(|known| {
            self.states.get(&row.id).into_iter().flatten().any(|state| state.ended.is_some_and(|ended| ended > known))
        });
        by_snapshot || by_deletion || by_load
    }

    fn delete(&mut self, id: i64, step: &Step, listed: &[(String, i64)]) -> Outcome {
        let gone: Vec<String> = listed
            .iter()
            .filter(|(event, at)| self.standing(event).is_some_and(|state| state.row.upload <= *at))
            .map(|(event, _)| event.clone())
            .collect();
        let new: Vec<(String, i64, i64)> = listed
            .iter()
            .filter(|(event, at)| !self.deleted.iter().any(|(known, then, _)| known == event && then >= at))
            .map(|(event, at)| (event.clone(), *at, id))
            .collect();
        if gone.is_empty() && new.is_empty() && self.known(step).is_some() {
            return Outcome::Nothing;
        }
        gone.iter().for_each(|event| self.end(event, id));
        self.deleted.extend(new);
        self.loads.push(Load { id, step: step.clone(), newest: 0, undone: false, touched: gone.into_iter().collect() });
        Outcome::Loaded(id)
    }

    fn alias(&mut self, id: i64, step: &Step, name: &'static str, actor: &'static str) -> Outcome {
        if self.aliases.insert(name, actor) == Some(actor) {
            return Outcome::Nothing;
        }
        let touched = self.now().filter(|row| row.group == name).map(|row| row.id.clone()).collect();
        self.loads.push(Load { id, step: step.clone(), newest: 0, undone: false, touched });
        Outcome::Loaded(id)
    }

    fn undo(&mut self, id: i64, step: &Step, undone: i64) -> Outcome {
        let load = self.loads.iter().find(|load| load.id == undone).cloned().expect("the load is there");
        let counts = |later: &&Load| {
            let cancelled = later.undone || matches!(later.step, Step::Undo(of) if of > undone);
            later.id > undone && !cancelled
        };
        let lists = matches!(load.step, Step::Deletions(_)) && self.deleted.iter().any(|(_, _, by)| *by == undone);
        let in_the_way = self.loads.iter().filter(counts).find(|later| {
            !later.touched.is_disjoint(&load.touched) || (lists && matches!(later.step, Step::Deletions(_)))
        });
        if let Some(later) = in_the_way {
            return Outcome::Refused(later.id);
        }
        for event in &load.touched {
            let before =
                self.states[event].iter().find(|state| state.ended == Some(undone)).map(|state| state.row.clone());
            if self.standing(event).is_some() {
                self.end(event, id);
            }
            if let Some(row) = before {
                self.begin(row, id);
            }
        }
        self.deleted.retain(|(_, _, by)| *by != undone);
        if let Some(load) = self.loads.iter_mut().find(|load| load.id == undone) {
            load.undone = true;
        }
        let touched = load.touched;
        self.loads.push(Load { id, step: step.clone(), newest: 0, undone: false, touched });
        Outcome::Loaded(id)
    }

    fn begin(&mut self, row: AcledRow, id: i64) {
        let states = self.states.entry(row.id.clone()).or_default();
        if let Some(state) = states.last_mut().filter(|state| state.ended.is_none()) {
            state.ended = Some(id);
        }
        states.push(State { row, began: id, ended: None });
    }

    fn end(&mut self, event: &str, id: i64) {
        if let Some(state) = self.states.get_mut(event).and_then(|states| states.last_mut()) {
            state.ended = Some(id);
        }
    }
}

fn covers(days: &Days, countries: &[&'static str], row: &AcledRow) -> bool {
    (days.0.as_str()..=days.1.as_str()).contains(&row.date.as_str())
        && (countries.is_empty() || countries.contains(&row.country))
}
