//! How often organised groups are in events, week by week, and what these cost.

use chrono::NaiveDate;

use super::ask::About;
use super::both;
use super::end::caption;
use super::facts::{Facts, Series};
use super::front::note_of;
use super::read::{Deaths, count, monday, text, weeks_later};
use crate::report::document::{Block, Cell, Chart, Figure, Panel, Section, Step, Table};

pub(super) fn section(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    facts.groups.first()?;
    let mut blocks = vec![Block::Table(ranking(facts))];
    for is_deaths in [false, true] {
        blocks.extend(weekly(facts, is_deaths).map(|figure| Block::Figure(Box::new(figure))));
    }
    let title = match facts.ask.about {
        About::Group(_) => both!(lang, "Attack frequency", "Fréquence des attaques"),
        _ => both!(lang, "Attack frequency of organised groups", "Fréquence des attaques des groupes organisés"),
    };
    Some(Section { id: "attack-frequency".to_owned(), title, blocks })
}

fn ranking(facts: &Facts) -> Table {
    let lang = facts.lang;
    let heads = [
        ("group", "groupe"),
        ("events", "événements"),
        ("coded as its attack", "codés comme son attaque"),
        ("deaths in these events", "morts dans ces événements"),
        ("its own dead", "ses propres morts"),
        ("dead of the other side", "morts de l’autre camp"),
        ("dead civilians", "civils morts"),
    ];
    let mut notes = vec![both!(
        lang,
        "Deaths are recorded in events involving the group, on all sides: not “killed by” it. An event with two groups is in both rows: \
         groups do not add up. Communities are not ranked.",
        "Les morts sont recensés dans les événements impliquant le groupe, de tous côtés : ils ne lui sont pas tous imputés. Un événement \
         avec deux groupes est sur les deux lignes : les groupes ne s’additionnent pas. Les communautés ne sont pas classées."
    )];
    if let Some(share) = facts.unidentified_share() {
        let share = lang.share(share);
        notes.push(both!(
            lang,
            "In {share} of the events a side is unidentified: they may be anybody’s.",
            "Dans {share} des événements, un camp n’est pas identifié."
        ));
    }
    Table {
        id: "groups".to_owned(),
        caption: both!(
            lang,
            "Organised groups by the events that they are in",
            "Groupes organisés selon les événements auxquels ils sont parties"
        ),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: facts
            .groups
            .iter()
            .take(8)
            .map(|row| {
                vec![
                    row.text("actor_name").map_or(Cell::Unknown, text),
                    count(row.whole("events")),
                    count(row.whole("attacks")),
                    Deaths::of(row).cell(),
                    count(row.whole("own_deaths_best")),
                    count(row.whole("opponent_deaths_best")),
                    count(row.whole("civilian_deaths_best")),
                ]
            })
            .collect(),
        notes,
        object: Some("attacks".to_owned()),
    }
}

fn weekly(facts: &Facts, is_deaths: bool) -> Option<Figure> {
    let lang = facts.lang;
    let (first, last) = (facts.first_shown_week(), monday(facts.last_day?));
    let weeks = (last - first).num_days() / 7 + 1;
    let periods: Vec<NaiveDate> = (0..weeks).map(|week| weeks_later(first, week)).collect();
    let series: Vec<&Series> = facts.group_weeks.iter().filter(|one| !one.weeks.is_empty()).take(4).collect();
    if series.is_empty() || periods.len() < 2 {
        return None;
    }
    let panels: Vec<Panel> = series.iter().map(|one| panel(facts, one, &periods, is_deaths)).collect();
    let rows = panels_table(&periods, &panels);
    let (id, title, unit) = if is_deaths {
        (
            "deaths-by-week",
            both!(
                lang,
                "Deaths in events involving each group, by week",
                "Morts dans les événements impliquant chaque groupe, par semaine"
            ),
            both!(
                lang,
                "deaths a week, best estimate, all sides",
                "morts par semaine, meilleure estimation, tous camps"
            ),
        )
    } else {
        (
            "events-by-week",
            both!(lang, "Events involving each group, by week", "Événements impliquant chaque groupe, par semaine"),
            both!(lang, "events a week", "événements par semaine"),
        )
    };
    let mut columns = vec![both!(lang, "week from", "semaine du")];
    columns.extend(series.iter().map(|one| one.name.clone()));
    let names = series.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut notes = vec![both!(
        lang,
        "Weeks run from Monday to Sunday and begin in the period. Events longer than a week or dated less precisely are in none.",
        "Les semaines vont du lundi au dimanche et commencent pendant la période. Les événements plus longs ou datés moins précisément \
         n’y figurent pas."
    )];
    if first > weeks_later(facts.ask.since, 1) {
        notes.push(both!(lang, "The newest 60 weeks of the period.", "Les 60 dernières semaines de la période."));
    }
    Some(Figure {
        id: id.to_owned(),
        title: title.clone(),
        unit,
        chart: Chart::Panels { periods, period: Step::Week, panels },
        caption: caption(facts, "attack_frequency_by_group"),
        object: "attack_frequency_by_group".to_owned(),
        alt: both!(
            lang,
            "Bars for each week in small panels: {names}.",
            "Barres hebdomadaires en petits graphiques : {names}."
        ),
        table: Table {
            id: id.to_owned(),
            caption: title,
            columns,
            rows,
            notes,
            object: Some("attack_frequency_by_group".to_owned()),
        },
    })
}

fn panel(facts: &Facts, one: &Series, periods: &[NaiveDate], is_deaths: bool) -> Panel {
    let found = |day: &NaiveDate| one.weeks.iter().find(|week| week.monday == *day);
    let note = if is_deaths { None } else { note_of(facts, &one.name, true) };
    Panel {
        title: one.name.clone(),
        values: periods
            .iter()
            .map(|day| found(day).and_then(|week| if is_deaths { week.deaths.best } else { week.events }))
            .collect(),
        incomplete: periods
            .iter()
            .map(|day| is_incomplete(facts, *day, found(day).is_some_and(|week| week.is_whole)))
            .collect(),
        note,
    }
}

/// True for weeks that the loads do not cover whole, for those for which events still arrive, and for one that reaches beyond
/// the period.
fn is_incomplete(facts: &Facts, week: NaiveDate, is_whole: bool) -> bool {
    let is_late = facts.tested.days.is_some_and(|(_, last)| facts.tested.left_out > 0 && week > last);
    let is_cut = weeks_later(week, 1).pred_opt().zip(facts.ask.until).is_some_and(|(sunday, until)| sunday > until);
    is_cut || facts.source.census && (!is_whole || is_late)
}

/// Rows of a table with one column a panel.
pub(super) fn panels_table(periods: &[NaiveDate], panels: &[Panel]) -> Vec<Vec<Cell>> {
    periods
        .iter()
        .enumerate()
        .map(|(at, day)| {
            let mut row = vec![Cell::Date(*day)];
            row.extend(panels.iter().map(|panel| count(panel.values[at])));
            row
        })
        .collect()
}
