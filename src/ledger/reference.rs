//! Reference data inside a ledger: written as tables, read back for matching, and applied to names.

use duckdb::Connection;

use super::params::{Params, column, run};
use crate::catalog;
use crate::error::{Error, Result};
use crate::reference::{
    Actor, Alias, Context, Coordination, Country, CountryAlias, Member, Pattern, PlaceChange, Reference, Region,
    RegionMember, Resolver, area_key, name_key,
};

const DOING: &str = "writing reference data";

/// Tables of reference data.
pub(crate) const TABLES: &[&str] = &[
    "actor_reference",
    "actor_alias",
    "actor_pattern",
    "actor_member",
    "region",
    "region_member",
    "country",
    "country_alias",
    "coordination_statement",
    "place_change",
    "context",
    "policy",
    "policy_term",
    "claim_policy",
];

/// Replaces the reference tables by the given data.
pub(crate) fn write(conn: &Connection, reference: &Reference) -> Result<()> {
    for table in TABLES {
        run(conn, DOING, &format!("delete from {table}"), &Params::new())?;
    }
    let rows = reference
        .actors
        .iter()
        .map(|row| vec![some(&row.actor_id), some(&row.actor_name), some(&row.actor_kind), some(&row.note)]);
    append(conn, "actor_reference", rows)?;
    append(
        conn,
        "actor_alias",
        reference.aliases.iter().map(|row| vec![some(&row.alias), some(&row.actor_id), some(&row.source)]),
    )?;
    let rows = reference.patterns.iter().enumerate().map(|(at, row)| {
        vec![
            Some((at + 1).to_string()),
            some(&row.pattern),
            some(&row.actor_kind),
            some(&row.actor_id),
            some(&row.actor_name),
            some(&row.note),
        ]
    });
    append(conn, "actor_pattern", rows)?;
    let rows = reference.members.iter().map(|row| {
        vec![
            some(&row.member_id),
            some(&row.group_id),
            some(&row.relation),
            some(&row.valid_from),
            some(&row.valid_to),
            some(&row.note),
        ]
    });
    append(conn, "actor_member", rows)?;
    append(
        conn,
        "region",
        reference.regions.iter().map(|row| vec![some(&row.region), some(&row.region_name), some(&row.note)]),
    )?;
    let rows = reference.region_members.iter().map(|row| {
        let key = (!row.admin1.is_empty()).then(|| area_key(&row.admin1));
        vec![
            some(&row.region),
            some(&row.country_iso3),
            some(&row.admin1),
            key,
            some(&row.valid_from),
            some(&row.valid_to),
            some(&row.note),
        ]
    });
    append(conn, "region_member", rows)?;
    append(
        conn,
        "country",
        reference.countries.iter().map(|row| vec![some(&row.iso3), some(&row.country_name), some(&row.gwno)]),
    )?;
    let mut names: Vec<(String, String, String)> = reference
        .countries
        .iter()
        .map(|row| (row.country_name.clone(), row.iso3.clone()))
        .chain(reference.country_aliases.iter().map(|row| (row.alias.clone(), row.iso3.clone())))
        .map(|(alias, iso3)| (name_key(&alias), alias, iso3))
        .collect();
    names.sort();
    names.dedup_by(|a, b| a.0 == b.0);
    append(conn, "country_alias", names.iter().map(|(key, alias, iso3)| vec![some(alias), some(key), some(iso3)]))?;
    super::policies::write(conn, &reference.policies)?;
    STATEMENTS.iter().try_for_each(|table| write_statements(conn, table, reference))
}

/// Tables of what is stated about single events.
pub(crate) const STATEMENTS: [&str; 3] = ["coordination_statement", "place_change", "context"];

/// Fills an empty one of them.
pub(crate) fn write_statements(conn: &Connection, table: &str, reference: &Reference) -> Result<()> {
    if table == "place_change" {
        let rows = reference.place_changes.iter().map(|row| {
            vec![
                some(&row.source),
                some(&row.source_event_id),
                some(&row.change),
                some(&row.changed_by),
                some(&row.note),
            ]
        });
        return append(conn, table, rows);
    }
    if table == "context" {
        let rows = reference.context.iter().map(|row| {
            [
                &row.context_key,
                &row.date,
                &row.date_precision,
                &row.country,
                &row.admin1,
                &row.location,
                &row.latitude,
                &row.longitude,
                &row.what,
                &row.actor,
                &row.source_name,
                &row.url,
            ]
            .map(|text| some(text))
            .to_vec()
        });
        return append(conn, table, rows);
    }
    let rows = reference.coordination.iter().map(|row| {
        vec![
            some(&row.statement_key),
            some(&row.source),
            some(&row.source_event_id),
            some(&row.said_by),
            some(&row.wording),
            some(&row.url),
            some(&row.note),
        ]
    });
    append(conn, table, rows)
}

pub(super) fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub(super) fn append(conn: &Connection, table: &str, rows: impl Iterator<Item = Vec<Option<String>>>) -> Result<()> {
    let fail = |error: duckdb::Error| Error::engine(DOING, error);
    let mut appender = conn.appender(table).map_err(fail)?;
    for row in rows {
        appender.append_row(duckdb::appender_params_from_iter(row)).map_err(fail)?;
    }
    appender.flush().map_err(fail)
}

/// The reference data in force in a ledger.
pub(crate) fn read(conn: &Connection) -> Result<Reference> {
    let text = |sql: &str| -> Result<Vec<Vec<String>>> { texts(conn, sql) };
    let take = |row: &mut Vec<String>, at: usize| std::mem::take(&mut row[at]);
    let mut reference = Reference::default();
    for mut row in text("select actor_id, actor_name, actor_kind, note from actor_reference")? {
        reference.actors.push(Actor {
            actor_id: take(&mut row, 0),
            actor_name: take(&mut row, 1),
            actor_kind: take(&mut row, 2),
            note: take(&mut row, 3),
        });
    }
    for mut row in text("select alias, actor_id, source from actor_alias")? {
        reference.aliases.push(Alias {
            alias: take(&mut row, 0),
            actor_id: take(&mut row, 1),
            source: take(&mut row, 2),
        });
    }
    for mut row in text("select pattern, actor_kind, actor_id, actor_name, note from actor_pattern order by position")?
    {
        reference.patterns.push(Pattern {
            pattern: take(&mut row, 0),
            actor_kind: take(&mut row, 1),
            actor_id: take(&mut row, 2),
            actor_name: take(&mut row, 3),
            note: take(&mut row, 4),
        });
    }
    for mut row in
        text("select member_id, group_id, relation, valid_from::text, valid_to::text, note from actor_member")?
    {
        reference.members.push(Member {
            member_id: take(&mut row, 0),
            group_id: take(&mut row, 1),
            relation: take(&mut row, 2),
            valid_from: take(&mut row, 3),
            valid_to: take(&mut row, 4),
            note: take(&mut row, 5),
        });
    }
    for mut row in text("select region, region_name, note from region")? {
        reference.regions.push(Region {
            region: take(&mut row, 0),
            region_name: take(&mut row, 1),
            note: take(&mut row, 2),
        });
    }
    for mut row in
        text("select region, country_iso3, admin1, valid_from::text, valid_to::text, note from region_member")?
    {
        reference.region_members.push(RegionMember {
            region: take(&mut row, 0),
            country_iso3: take(&mut row, 1),
            admin1: take(&mut row, 2),
            valid_from: take(&mut row, 3),
            valid_to: take(&mut row, 4),
            note: take(&mut row, 5),
        });
    }
    for mut row in text("select country_iso3, country_name, gwno from country")? {
        reference.countries.push(Country {
            iso3: take(&mut row, 0),
            country_name: take(&mut row, 1),
            gwno: take(&mut row, 2),
        });
    }
    for mut row in text("select alias, country_iso3 from country_alias")? {
        reference.country_aliases.push(CountryAlias { alias: take(&mut row, 0), iso3: take(&mut row, 1) });
    }
    for mut row in
        text("select statement_key, source, source_event_id, said_by, wording, url, note from coordination_statement")?
    {
        reference.coordination.push(Coordination {
            statement_key: take(&mut row, 0),
            source: take(&mut row, 1),
            source_event_id: take(&mut row, 2),
            said_by: take(&mut row, 3),
            wording: take(&mut row, 4),
            url: take(&mut row, 5),
            note: take(&mut row, 6),
        });
    }
    for mut row in text("select source, source_event_id, change, changed_by, note from place_change")? {
        reference.place_changes.push(PlaceChange {
            source: take(&mut row, 0),
            source_event_id: take(&mut row, 1),
            change: take(&mut row, 2),
            changed_by: take(&mut row, 3),
            note: take(&mut row, 4),
        });
    }
    for mut row in text(
        "select context_key, happened_on::text, date_precision, country, admin1, location, latitude::text, \
         longitude::text, what, actor, source_name, url from context",
    )? {
        reference.context.push(Context {
            context_key: take(&mut row, 0),
            date: take(&mut row, 1),
            date_precision: take(&mut row, 2),
            country: take(&mut row, 3),
            admin1: take(&mut row, 4),
            location: take(&mut row, 5),
            latitude: take(&mut row, 6),
            longitude: take(&mut row, 7),
            what: take(&mut row, 8),
            actor: take(&mut row, 9),
            source_name: take(&mut row, 10),
            url: take(&mut row, 11),
        });
    }
    reference.policies = super::policies::read(conn)?;
    Ok(reference)
}

/// All rows of a query over text columns; NULL is empty.
pub(crate) fn texts(conn: &Connection, sql: &str) -> Result<Vec<Vec<String>>> {
    let doing = "reading reference data";
    let fail = |error: duckdb::Error| Error::engine(doing, error);
    let mut statement = conn.prepare(sql).map_err(fail)?;
    let mut rows = statement.query([]).map_err(fail)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(fail)? {
        let width = row.as_ref().column_count();
        let cells: std::result::Result<Vec<Option<String>>, duckdb::Error> = (0..width).map(|at| row.get(at)).collect();
        all.push(cells.map_err(fail)?.into_iter().map(Option::unwrap_or_default).collect());
    }
    Ok(all)
}

/// A hash of the reference data in force, so that an answer can say under which it was given.
pub(crate) fn version(conn: &Connection) -> Result<String> {
    let mut all = String::new();
    for sql in [
        "select actor_id, actor_name, actor_kind from actor_reference order by all",
        "select alias, actor_id, source from actor_alias order by all",
        "select pattern, actor_kind, actor_id from actor_pattern order by position",
        "select member_id, group_id, relation, valid_from::text, valid_to::text from actor_member order by all",
        "select region, country_iso3, admin1_key, valid_from::text, valid_to::text from region_member order by all",
        "select country_key, country_iso3 from country_alias order by all",
        "select statement_key, source, source_event_id, said_by, url from coordination_statement order by all",
    ] {
        for row in texts(conn, sql)? {
            all.push_str(&row.join("\u{1f}"));
            all.push('\n');
        }
    }
    all.push_str(&super::policies::own_text(conn)?);
    Ok(format!("{:016x}", xxhash_rust::xxh3::xxh3_64(all.as_bytes())))
}

/// Writes what each of the names means, and the actors that this makes known.
pub(crate) fn spell(conn: &Connection, resolver: &Resolver, names: &[(String, String)]) -> Result<()> {
    let doing = "matching actors";
    let fail = |error: duckdb::Error| Error::engine(doing, error);
    run(
        conn,
        doing,
        "create or replace temp table known_actor (actor_id text, actor_name text, actor_kind text, origin text)",
        &Params::new(),
    )?;
    let mut spellings = Vec::new();
    let mut actors = Vec::new();
    for (source, name) in names {
        for (at, part) in resolver.resolve(name, source).into_iter().enumerate() {
            spellings.push([
                source.clone(),
                name.clone(),
                (at + 1).to_string(),
                part.actor_id.clone(),
                part.sharing.as_str().to_owned(),
                part.origin.to_owned(),
            ]);
            actors.push([part.actor_id, part.actor_name, part.actor_kind, part.origin.to_owned()]);
        }
    }
    let mut appender = conn.appender("actor_spelling").map_err(fail)?;
    appender.append_rows(spellings).map_err(fail)?;
    appender.flush().map_err(fail)?;
    drop(appender);
    actors.sort();
    actors.dedup();
    let mut appender = conn.appender_to_catalog_and_db("known_actor", "temp", "main").map_err(fail)?;
    appender.append_rows(actors).map_err(fail)?;
    appender.flush().map_err(fail)?;
    drop(appender);
    let anew = "delete from actor where origin = 'former' and actor_id in (select actor_id from known_actor)";
    run(conn, doing, anew, &Params::new())?;
    run(conn, doing, catalog::step("known_actors"), &Params::new()).map(drop)
}

/// The texts in the first column of a statement.
pub(crate) fn names(conn: &Connection, sql: &str, params: &Params) -> Result<Vec<String>> {
    column(conn, "listing names", sql, params, 0)
}
