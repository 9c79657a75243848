//! The relations of one `from`: which columns are equal, which are constant, and what multiplies whose rows.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{BinaryOperator, Expr, InTarget};

use super::expr::{self, columns, conjuncts, depends, literal};
use super::shape::{Dim, Key, Pin, Shape};

/// A relation under its name.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) alias: String,
    pub(super) shape: Shape,
    /// As it stands in the statement, if it is a stored object that can be asked by itself.
    pub(super) text: Option<String>,
    /// It only lets rows through (semi or anti join): it multiplies nothing and has no columns.
    pub(super) filters_only: bool,
}

/// A column of a relation.
pub(super) type Node = (usize, String);

/// A key that is left open, with the relation that it is of.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) relation: usize,
    pub(super) key: Key,
    /// True if it comes from another relation than the measure: a join has multiplied rows.
    pub(super) by_join: bool,
}

/// What stands in `from` and `where`.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) relations: Vec<Relation>,
    /// Equal columns, each with one that stands for all.
    equal: BTreeMap<Node, Node>,
    pub(super) pins: BTreeMap<Node, Pin>,
    /// Conditions that all must hold.
    pub(super) conditions: Vec<Expr>,
    /// What else lets only some rows through, as text.
    pub(super) filters: Vec<String>,
}

impl Scope {
    /// The relation and column that a name means.
    pub(super) fn resolve(&self, name: &(Option<String>, String)) -> Option<Node> {
        let (relation, column) = name;
        let named = |at: &usize| match relation {
            Some(alias) => self.relations[*at].alias == *alias,
            None => self.relations[*at].shape.column(column).is_some(),
        };
        let visible = (0..self.relations.len()).filter(|at| !self.relations[*at].filters_only || relation.is_some());
        let found = visible.clone().find(named);
        // The only relation owns what no known one has.
        let only = || {
            let mut unknown = visible.clone().filter(|at| !self.relations[*at].shape.knows_columns);
            let first = unknown.next()?;
            (relation.is_none() && unknown.next().is_none()).then_some(first)
        };
        found.or_else(only).map(|at| (at, column.clone()))
    }

    /// Every column that is known.
    pub(super) fn all_columns(&self) -> Vec<Node> {
        let visible = self.relations.iter().enumerate().filter(|(_, relation)| !relation.filters_only);
        visible.flat_map(|(at, r)| r.shape.columns.iter().map(move |column| (at, column.name.clone()))).collect()
    }

    /// The names, where they are stored, of what a column is made of.
    pub(super) fn origins<'s>(&'s self, node: &'s Node) -> Vec<&'s str> {
        self.relations[node.0].shape.column(&node.1).map_or_else(|| vec![node.1.as_str()], |column| column.origins())
    }

    /// True if each row here is one event.
    pub(super) fn rows_are_events(&self) -> bool {
        let shown = || (0..self.relations.len()).filter(|at| !self.relations[*at].filters_only);
        let mut events = shown().filter(|at| self.relations[*at].shape.is_events());
        match (events.next(), events.next()) {
            (Some(only), None) => self.joint_keys().iter().all(|(from, _, _)| *from == only),
            _ => false,
        }
    }

    /// True if rows of events stand here.
    pub(super) fn has_raw(&self) -> bool {
        self.relations.iter().any(|relation| !relation.filters_only && relation.shape.raw)
    }

    /// True if the column says the source of all rows of events that stand here.
    pub(super) fn says_source(&self, node: &Node) -> bool {
        let is_said = self.relations[node.0].shape.column(&node.1).is_some_and(|column| column.says_source);
        let class = self.class(node);
        let told = |at: usize| at == node.0 || self.class(&(at, "source".to_owned())) == class;
        is_said
            && (0..self.relations.len())
                .filter(|at| !self.relations[*at].filters_only && self.relations[*at].shape.raw)
                .all(told)
    }

    /// The only sources of the rows of events that stand here; none if that is not known of one.
    pub(super) fn sources_of_rows(&self) -> Option<BTreeSet<String>> {
        let raw = |at: &usize| !self.relations[*at].filters_only && self.relations[*at].shape.raw;
        let of = |at: usize| {
            let pinned = self.left_of(at, Dim::Source).and_then(|pin| pin.values());
            pinned.or_else(|| self.relations[at].shape.sources_of_rows())
        };
        let all: Option<Vec<BTreeSet<String>>> = (0..self.relations.len()).filter(raw).map(of).collect();
        all.filter(|all| !all.is_empty()).map(|all| all.into_iter().flatten().collect())
    }

    fn nodes(&self, expr: &Expr) -> Vec<Node> {
        columns(expr).iter().filter_map(|name| self.resolve(name)).collect()
    }

    /// The column that stands for all that are equal to this one.
    pub(super) fn class(&self, node: &Node) -> Node {
        let mut at = node.clone();
        while let Some(next) = self.equal.get(&at).filter(|next| **next != at) {
            at = next.clone();
        }
        at
    }

    /// Notes that two columns are equal.
    pub(super) fn link(&mut self, one: &Node, other: &Node) {
        let (one, other) = (self.class(one), self.class(other));
        if one != other {
            self.equal.insert(other, one);
        }
    }

    /// Links columns of one name, as `using` does: this relation's to the first other that has it.
    pub(super) fn link_by_name(&mut self, at: usize, name: &str) {
        let earlier = (0..at).find(|before| {
            let relation = &self.relations[*before];
            !relation.filters_only && (relation.shape.column(name).is_some() || !relation.shape.knows_columns)
        });
        if let Some(before) = earlier {
            self.link(&(before, name.to_owned()), &(at, name.to_owned()));
        }
    }

    /// Takes a condition that holds for every row: equal columns, constants, lists.
    pub(super) fn take(&mut self, condition: &Expr) {
        for part in conjuncts(condition) {
            self.take_pin(part);
            self.conditions.push(part.clone());
        }
        // Equal columns also where they are one of several ways: a key that is compared is not free.
        let mut equalities = Vec::new();
        expr::walk(condition, &mut |part| {
            if let Expr::BinaryOp { left, op: BinaryOperator::Eq, right } = part {
                equalities.push((left.as_ref(), right.as_ref()));
            }
            true
        });
        for (left, right) in equalities {
            let sides = (expr::column(left), expr::column(right));
            if let (Some(left), Some(right)) = sides
                && let (Some(left), Some(right)) = (self.resolve(&left), self.resolve(&right))
                && left.0 != right.0
            {
                self.link(&left, &right);
            }
        }
    }

    fn take_pin(&mut self, condition: &Expr) {
        let (node, pin) = match condition {
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => match (self.named(left), self.named(right)) {
                (Some(node), None) if self.nodes(right).is_empty() => (node, Pin::One(literal(right))),
                (None, Some(node)) if self.nodes(left).is_empty() => (node, Pin::One(literal(left))),
                _ => return,
            },
            Expr::BinaryOp { left, op: BinaryOperator::NotEq, right } => match (self.named(left), literal(right)) {
                (Some(node), Some(value)) => (node, Pin::Without(BTreeSet::from([value]))),
                _ => return,
            },
            Expr::In { expr, target: InTarget::List(list), negated, .. } => {
                let values: Option<BTreeSet<String>> = list.iter().map(literal).collect();
                let Some(node) = self.named(expr) else { return };
                match (values, negated, list.len()) {
                    (Some(values), true, _) => (node, Pin::Without(values)),
                    (values, false, 1) => (node, Pin::One(values.and_then(|values| values.into_iter().next()))),
                    (Some(values), false, _) => (node, Pin::Among(values)),
                    _ => return,
                }
            }
            Expr::IsNull(expr) => match self.named(expr) {
                Some(node) => (node, Pin::One(None)),
                None => return,
            },
            _ => return,
        };
        self.pins.insert(node, pin);
    }

    fn named(&self, expr: &Expr) -> Option<Node> {
        expr::column(expr).and_then(|name| self.resolve(&name))
    }

    /// What a condition leaves of a column or of one that is equal to it.
    pub(super) fn pin(&self, node: &Node) -> Option<&Pin> {
        let class = self.class(node);
        let mut found = self.pins.iter().filter(|(pinned, _)| self.class(pinned) == class).map(|(_, pin)| pin);
        found.clone().find(|pin| pin.is_one()).or_else(|| found.next())
    }

    /// What is left of the columns of a relation that stand for something: by conditions here and inside it.
    pub(super) fn left_of(&self, relation: usize, dim: Dim) -> Option<Pin> {
        let shape = &self.relations[relation].shape;
        let mut keys = shape.grain.iter().flatten().filter(|key| key.dim == dim && !key.name.is_empty());
        let here = keys.clone().filter_map(|key| self.pin(&(relation, key.name.clone()))).next();
        let here = here.or_else(|| shape.pins.get(&dim)).cloned();
        // Or by a relation to which it is joined on that: a source's own table holds that source alone.
        let joined = |name: &str| {
            let class = self.class(&(relation, name.to_owned()));
            let others = self.relations.iter().enumerate().filter(|(at, other)| *at != relation && !other.filters_only);
            let mut linked = others.filter(|(at, _)| self.class(&(*at, name.to_owned())) == class);
            linked.find_map(|(_, other)| other.shape.pins.get(&dim).filter(|pin| pin.is_one()).cloned())
        };
        // An identifier of an event is one of its source.
        here.or_else(|| keys.find_map(|key| joined(&key.name)))
            .or_else(|| joined("source_event_id").filter(|_| dim == Dim::Source))
    }

    /// True if a column is one value here, by itself or by one that stands for it (a name for its identifier).
    fn is_fixed(&self, node: &Node, fixed: &BTreeSet<Node>) -> bool {
        let is_one = |node: &Node| fixed.contains(&self.class(node)) || self.pin(node).is_some_and(Pin::is_one);
        let stands_for = |column: &str| -> &'static [&'static str] {
            match column {
                "actor_id" => &["actor_name", "actor"],
                "source" => &["title"],
                "admin1" => &["admin1_key"],
                "country_iso3" => &["country"],
                _ => &[],
            }
        };
        let class = self.class(node);
        let linked = self.equal.iter().flat_map(|(one, other)| [one, other]).filter(|node| self.class(node) == class);
        is_one(node)
            || linked.chain([node]).any(|(at, column)| {
                let known = |name: &&&str| self.relations[*at].shape.column(name).is_some();
                stands_for(column).iter().filter(known).any(|name| is_one(&(*at, (*name).to_owned())))
            })
    }

    /// The keys that tell apart the rows of a relation and those by which others multiply it, without those that are one
    /// value in each group.
    pub(super) fn open_keys(&self, relation: usize, grouped: &BTreeSet<Node>) -> Vec<Open> {
        let fixed: BTreeSet<Node> = grouped.iter().map(|node| self.class(node)).collect();
        let mut open: Vec<Open> = self.relations[relation]
            .shape
            .grain
            .iter()
            .flatten()
            .filter(|key| key.name.is_empty() || !self.is_fixed(&(relation, key.name.clone()), &fixed))
            .map(|key| Open { relation, key: key.clone(), by_join: false })
            .collect();
        for (other, loose) in self.multipliers(relation) {
            let free = loose.into_iter().filter(|key| !self.is_fixed(&(other, key.name.clone()), &fixed));
            open.extend(free.map(|key| Open { relation: other, key, by_join: true }));
        }
        open
    }

    /// Relations of which one row of this one may meet several, with the keys that the join leaves free.
    fn multipliers(&self, relation: usize) -> Vec<(usize, Vec<Key>)> {
        let mut known = BTreeSet::from([relation]);
        loop {
            let before = known.len();
            for at in 0..self.relations.len() {
                if !known.contains(&at) && self.loose_keys(at, &known).is_empty() {
                    known.insert(at);
                }
            }
            if known.len() == before {
                break;
            }
        }
        let others = (0..self.relations.len()).filter(|at| !known.contains(at));
        others.map(|at| (at, self.loose_keys(at, &known))).collect()
    }

    /// Keys of a relation that neither a known relation nor a constant determines.
    fn loose_keys(&self, at: usize, known: &BTreeSet<usize>) -> Vec<Key> {
        let relation = &self.relations[at];
        if relation.filters_only {
            return Vec::new();
        }
        let Some(grain) = &relation.shape.grain else { return Vec::new() };
        let bound = |name: &str| {
            let class = self.class(&(at, name.to_owned()));
            let linked = self.equal.iter().flat_map(|(one, other)| [one, other]);
            linked.filter(|node| self.class(node) == class).any(|node| known.contains(&node.0))
                || self.pin(&(at, name.to_owned())).is_some_and(Pin::is_one)
        };
        let same = |name: &str| match name {
            "admin1" => bound("admin1_key"),
            "country_iso3" => bound("country"),
            // An identifier is one of its source.
            "source" => bound("source_event_id"),
            _ => false,
        };
        grain.iter().filter(|key| key.name.is_empty() || !(bound(&key.name) || same(&key.name))).cloned().collect()
    }

    /// The keys that tell apart the rows of the whole join, each with its relation and whether a join has brought it.
    pub(super) fn joint_keys(&self) -> Vec<(usize, Key, bool)> {
        let mut known = BTreeSet::new();
        let mut keys = Vec::new();
        for at in (0..self.relations.len()).filter(|at| !self.relations[*at].filters_only) {
            let by_join = !known.is_empty();
            keys.extend(self.loose_keys(at, &known).into_iter().map(|key| (at, key, by_join)));
            if self.relations[at].shape.grain.is_some() {
                known.insert(at);
            }
        }
        keys
    }

    /// Conditions that are about one relation alone.
    pub(super) fn own_conditions(&self, at: usize) -> Vec<String> {
        let own = |condition: &&Expr| {
            let named = columns(condition);
            !named.is_empty()
                && !depends(condition)
                && named.iter().all(|name| self.resolve(name).is_some_and(|node| node.0 == at))
        };
        self.conditions.iter().filter(own).map(ToString::to_string).collect()
    }

    /// A query that gives the sources and months of the rows that conditions leave of a relation, if it can be asked by
    /// itself.
    pub(super) fn months_of(&self, at: usize) -> Option<String> {
        let relation = &self.relations[at];
        let Some(text) = &relation.text else { return relation.shape.months.clone() };
        let day = ["start_date", "week", "month"].into_iter().find(|name| relation.shape.column(name).is_some())?;
        let (alias, conditions) = (&relation.alias, self.own_conditions(at));
        relation.shape.column("source").filter(|_| !conditions.is_empty())?;
        // A week may lie in two months.
        let last = if day == "week" { format!("\"{alias}\".week + 6") } else { format!("\"{alias}\".\"{day}\"") };
        let month = |day: &str| format!("date_trunc('month', {day})::date as month");
        let (first, last) = (month(&format!("\"{alias}\".\"{day}\"")), month(&last));
        let narrowed = conditions.join(") and (");
        let half = |month: &str| format!("select \"{alias}\".source, {month} from {text} where ({narrowed})");
        Some(format!("{} union {}", half(&first), half(&last)))
    }

    /// Columns of a relation that are equal to one of another.
    pub(super) fn bound_columns(&self, at: usize) -> BTreeSet<String> {
        let linked: BTreeSet<&Node> = self.equal.iter().flat_map(|(one, other)| [one, other]).collect();
        let of_other =
            |node: &&&Node| linked.iter().any(|other| other.0 != at && self.class(other) == self.class(node));
        linked.iter().filter(|node| node.0 == at).filter(of_other).map(|node| node.1.clone()).collect()
    }
}
