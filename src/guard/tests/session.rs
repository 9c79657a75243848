//! What a session remembers of what its statements have made.

use super::super::*;
use super::around;

/// What is found in the last of several statements of one session, and whether its rows are those of events.
fn after(statements: &[&str]) -> Examined {
    let mut session = Session::default();
    let mut last = Examined::default();
    for statement in statements {
        last = session.examine(statement, &around());
    }
    last.findings.retain(|finding| finding.mistake != Mistake::Releases);
    last
}

#[test]
fn temporary_tables_are_remembered() {
    let mut session = Session::default();
    let around = Surroundings::default();
    session.examine("create temp table t as select * from event", &around);
    let examined = session.examine("select sum(deaths_best) from t", &around);
    assert!(examined.findings.iter().any(|finding| finding.mistake == Mistake::Sources));
    session.examine(
        "create or replace temp view v as select source, sum(deaths_best) as d from event group by 1",
        &around,
    );
    assert!(session.examine("select sum(d) from v", &around).findings.iter().any(|f| f.mistake == Mistake::Sources));
    assert!(
        session
            .examine("select source, sum(d) from v group by 1", &around)
            .findings
            .iter()
            .all(|f| f.mistake != Mistake::Sources)
    );
}

#[test]
fn what_a_session_has_made_of_rows_is_rows() {
    let mut wrong = Vec::new();
    for statements in [
        &["set variable v = (select list(e) from event as e)", "select getvariable('v')"][..],
        &["set variable V = (select list(e) from event as e)", "select unnest(getvariable('v'))"],
        &["set variable v = (select list(notes) from acled_event)", "from unnest(getvariable('v'))"],
        &["set variable v = (select list(e) from event as e)", "select getvariable('v' || '')"],
        &[
            "set variable v = (select list(e) from event as e)",
            "begin",
            "set variable v = 1",
            "rollback",
            "select getvariable('v')",
        ],
        &["begin", "set variable v = (select list(e) from event as e)", "rollback", "select getvariable('v')"],
        &["create temp macro all_rows() as (select list(e) from event as e)", "select all_rows()"],
        &["create macro all_rows() as table from event", "select * from all_rows()"],
        &[
            "create macro inner_rows() as table from event",
            "create macro outer_rows() as table from inner_rows()",
            "from outer_rows()",
        ],
        &["create macro noted(x) as list(x)", "select noted(notes) from acled_event"],
        &["create temp table t as from event", "create temp table u as from t", "select place from u"],
        &["create temp table t (a text)", "insert into t select notes from acled_event", "from t"],
        &["create temp table t as select 1 as a", "insert into t select deaths_best from event", "from t"],
        &["create temp table actor as from event", "from actor"],
        &["create temp table event as select 1 as a", "drop table event", "from event"],
        &["create temp view v as select notes from acled_event", "from v"],
        &["create temp view v as from t", "create temp table t as from event", "from v"],
        &["begin", "create temp table event as select 1 as a", "rollback", "from event"],
        &["prepare p as select * from event where country = $1", "execute p('Mali')"],
        &["execute unknown"],
    ] {
        wrong.extend((!after(statements).raw).then_some(statements));
    }
    for statements in [
        &[
            "set variable since = date '2025-05-01'",
            "select count(*) from event where start_date >= getvariable('since')",
        ][..],
        &[
            "set variable v = (select list(source_event_id) from event)",
            "select count(*) from event where list_contains(getvariable('v'), source_event_id)",
        ],
        &["set variable n = (select count(*) from event where source = 'acled')", "select getvariable('n')"],
        &["create temp macro twice(x) as 2 * x", "select source, twice(count(*)) from event group by source"],
        &[
            "create macro tolls(s) as table select country, sum(deaths_best) as d from event where source = s group by country",
            "from tolls('acled')",
        ],
        &["create temp table t as select source, count(*) as n from event group by source", "from t"],
        &["create temp table t (a int)", "insert into t values (1)", "from t"],
        &["prepare p as select count(*) from event where source = 'acled'", "execute p"],
    ] {
        wrong.extend(after(statements).raw.then_some(statements));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_fails_has_made_nothing() {
    let mut session = Session::default();
    let before = session.clone();
    session.examine("create temp table regional_trends as select * from event", &around());
    assert!(session.examine("from regional_trends", &around()).raw);
    session.go_back(before);
    assert!(!session.examine("from regional_trends", &around()).raw);
}

#[test]
fn sums_inside_what_a_session_has_made_are_found() {
    for statements in [
        &["create temp macro toll() as (select sum(deaths_best) from event)", "select toll()"][..],
        &["create temp macro added(x) as sum(x)", "select added(deaths_best) from event"],
        &[
            "create macro tolls() as table select country, sum(deaths_best) as d from event group by country",
            "from tolls()",
        ],
        &["prepare p as select sum(deaths_best) from event", "execute p"],
        &["set variable v = (select sum(deaths_best) from event)"],
        &[
            "create temp view v as select country, deaths_best from event",
            "select country, sum(deaths_best) from v group by country",
        ],
    ] {
        let found = after(statements).findings;
        assert!(found.iter().any(|finding| finding.mistake == Mistake::Sources), "{statements:?}: {found:?}");
    }
    let sound =
        ["create temp macro added(x) as sum(x)", "select source, added(deaths_best) from event group by source"];
    assert!(after(&sound).findings.is_empty());
}

/// The engine folds the case of ASCII's letters alone.
#[test]
fn names_are_told_apart_as_the_engine_does() {
    let around = Surroundings {
        views: vec![
            ("événement".to_owned(), "create view \"événement\" as select * from event".to_owned()),
            ("group_wee\u{212a}".to_owned(), "create view \"group_wee\u{212a}\" as select * from event".to_owned()),
        ],
        ..Surroundings::default()
    };
    for text in [
        "with \"ÉVÉNEMENT\" as (select 1 as a) select summary from \"événement\"",
        "select * from \"group_wee\u{212a}\"",
        "select * from \"éVéNEMENT\"",
    ] {
        assert!(Session::default().examine(text, &around).raw, "{text}");
    }
}
