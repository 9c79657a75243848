//! Which of the columns that a sum lets go of may not be let go of.

use std::collections::BTreeSet;

use super::block::check_of;
use super::findings::Finding;
use super::query::Analysis;
use super::scope::{Node, Open, Scope};
use super::shape::{Dim, Pin};
use crate::catalog::{self, Kind};

impl Analysis<'_> {
    /// Judges a sum of a relation's figures that leaves these keys open.
    pub(super) fn judge(&mut self, scope: &Scope, owner: usize, open: &[Open], grouped: &BTreeSet<Node>) {
        for found in open.iter().filter(|open| !open.by_join) {
            self.judge_own(scope, found, open);
        }
        let multipliers: BTreeSet<usize> = open.iter().filter(|open| open.by_join).map(|open| open.relation).collect();
        for relation in multipliers {
            self.judge_join(scope, relation, open, grouped);
        }
        self.judge_releases(scope, owner, grouped);
    }

    /// Judges an average, which adds up before it divides.
    pub(super) fn judge_average(&mut self, scope: &Scope, open: &[Open]) {
        for found in open.iter().filter(|open| open.key.dim == Dim::Source && !open.by_join) {
            if !scope.left_of(found.relation, Dim::Source).is_some_and(|pin| pin.is_one()) {
                let check = check_of(&(found.relation, found.key.name.clone()), &found.key, scope);
                self.find(Finding::averages().if_rows(check, 2));
            }
        }
    }

    fn judge_own(&mut self, scope: &Scope, found: &Open, open: &[Open]) {
        let check = check_of(&(found.relation, found.key.name.clone()), &found.key, scope);
        let published = scope.relations[found.relation].shape.objects.iter().any(|name| name.starts_with("aggregate"));
        let left = scope.left_of(found.relation, found.key.dim);
        let is_one = left.as_ref().is_some_and(Pin::is_one);
        let finding = match found.key.dim {
            _ if is_one && found.key.dim != Dim::Area => return,
            Dim::Source => {
                let known =
                    check.or_else(|| (!found.key.name.is_empty()).then(|| "select source from source".to_owned()));
                return self.find(Finding::sources().if_rows(known, 2));
            }
            Dim::AreaKind if published => Finding::categories("kinds of areas"),
            Dim::AreaKind => Finding::area_kinds(),
            Dim::Area => {
                let kind_is_open = open.iter().any(|other| other.key.dim == Dim::AreaKind && !other.by_join);
                let kind = scope.left_of(found.relation, Dim::AreaKind);
                let of_groups = found.key.name == "subject" && kind.as_ref().is_some_and(|kind| kind.admits("group"));
                if kind_is_open && !kind.as_ref().is_some_and(Pin::is_one)
                    || !of_groups && kind.is_some_and(|kind| !kind.admits("region"))
                {
                    return;
                }
                if of_groups { Finding::groups() } else { Finding::regions() }
            }
            Dim::Category => Finding::categories("categories"),
            Dim::PeriodKind => Finding::categories("kinds of periods"),
            Dim::Policy => Finding::policies(),
            Dim::VictimSide => Finding::victim_sides(),
            Dim::Claim => Finding::claims(),
            Dim::State if names_states(scope) => return,
            Dim::State => Finding::states(),
            Dim::Group => Finding::groups(),
            Dim::Twin => return self.find(Finding::twins()),
            Dim::Fan => return self.find(Finding::multiplied("another table")),
            Dim::Other => return,
        };
        self.find(finding.if_rows(check, 2));
    }

    /// Rows that a join has multiplied.
    fn judge_join(&mut self, scope: &Scope, at: usize, open: &[Open], grouped: &BTreeSet<Node>) {
        let relation = &scope.relations[at];
        let loose: Vec<&Open> = open.iter().filter(|open| open.by_join && open.relation == at).collect();
        if loose.iter().all(|open| open.key.dim == Dim::State) && names_states(scope) {
            return;
        }
        let named = |dim: Dim| loose.iter().find(|open| open.key.dim == dim);
        if let Some(kind) =
            named(Dim::AreaKind).filter(|_| !scope.left_of(at, Dim::AreaKind).is_some_and(|pin| pin.is_one()))
        {
            return self
                .find(Finding::area_kinds().if_rows(check_of(&(at, kind.key.name.clone()), &kind.key, scope), 2));
        }
        if let Some(area) = named(Dim::Area) {
            if scope.left_of(at, Dim::AreaKind).is_some_and(|kind| !kind.admits("region")) {
                return;
            }
            return self.find(Finding::regions().if_rows(check_of(&(at, area.key.name.clone()), &area.key, scope), 2));
        }
        if loose.iter().all(|open| open.key.dim == Dim::State) {
            return self.find(Finding::states().if_rows(self.repeats(scope, at, grouped), 1));
        }
        let object = relation.shape.object.clone().unwrap_or_else(|| relation.alias.clone());
        self.find(Finding::multiplied(&object).if_rows(self.repeats(scope, at, grouped), 1));
    }

    /// A query that gives a row if the joined relation has several rows for one value of what the join and the grouping
    /// leave apart.
    fn repeats(&self, scope: &Scope, at: usize, grouped: &BTreeSet<Node>) -> Option<String> {
        let relation = &scope.relations[at];
        let text = relation.text.as_ref()?;
        let fixed: BTreeSet<Node> = grouped.iter().map(|node| scope.class(node)).collect();
        let mut apart = scope.bound_columns(at);
        let columns = relation.shape.columns.iter().map(|column| column.name.clone());
        apart.extend(columns.filter(|name| fixed.contains(&scope.class(&(at, name.clone())))));
        let conditions = scope.own_conditions(at);
        let narrowed =
            if conditions.is_empty() { String::new() } else { format!(" where ({})", conditions.join(") and (")) };
        let apart: Vec<String> = apart.iter().map(|name| format!("\"{}\".\"{name}\"", relation.alias)).collect();
        let by = if apart.is_empty() { String::new() } else { format!(" group by {}", apart.join(", ")) };
        Some(format!("select count(*)::text from {text}{narrowed}{by} having count(*) > 1 limit 1"))
    }

    /// Candidate and final events of the same months stand side by side, if the ledger has such.
    fn judge_releases(&mut self, scope: &Scope, owner: usize, grouped: &BTreeSet<Node>) {
        let shape = &scope.relations[owner].shape;
        let of_events = shape.objects.iter().any(|object| {
            catalog::find(object).is_some_and(|found| {
                found.name == "event"
                    || (found.kind != Kind::Table
                        && found.header.sources.iter().any(|name| {
                            name.contains("event")
                                || name.contains("month")
                                || name.contains("week")
                                || name.contains("day")
                                || name.contains("measure")
                        }))
            })
        });
        let told =
            grouped.iter().map(|node| node.1.as_str()).any(|name| matches!(name, "status" | "load_id" | "release"))
                || scope
                    .conditions
                    .iter()
                    .flat_map(super::expr::columns)
                    .any(|(_, name)| name == "status" || name == "release");
        if !of_events || told {
            return;
        }
        let mut check = format!(
            "select distinct mixed.source from ({}) as mixed where true",
            catalog::body(Kind::Report, "mixed_releases")
        );
        if let Some(sources) = scope.left_of(owner, Dim::Source).and_then(|pin| pin.values()) {
            let quoted: Vec<String> =
                sources.iter().map(|source| format!("'{}'", source.replace('\'', "''"))).collect();
            check.push_str(&format!(" and mixed.source in ({})", quoted.join(", ")));
        }
        // Months that the question leaves out are not mixed in it.
        if let Some(months) = scope.months_of(owner) {
            check.push_str(&format!(
                " and exists (select 1 from ({months}) as asked where asked.source = mixed.source and asked.month = mixed.month)"
            ));
        }
        self.find(Finding::releases().if_rows(Some(check), 1));
    }
}

/// True if a condition chooses among states.
fn names_states(scope: &Scope) -> bool {
    scope.conditions.iter().flat_map(super::expr::columns).any(|(_, name)| name == "ended_load_id" || name == "load_id")
}
