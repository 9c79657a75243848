//! Regions, countries and first-order areas by month, side by side, and what targets civilians.

use chrono::{Months, NaiveDate};

use super::ask::About;
use super::both;
use super::end::caption;
use super::facts::Facts;
use super::front::note_of;
use super::groups::panels_table;
use super::read::{Deaths, busiest_first, count, day, first_of_month, known_sum, number};
use crate::ledger::CellRow;
use crate::report::document::{Block, Cell, Chart, Figure, Panel, Section, Step, Table};

/// Months of a table and of small pictures.
const MOST_MONTHS: usize = 36;
/// Areas side by side.
const MOST_AREAS: usize = 6;

pub(super) fn section(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    let areas = areas(facts);
    let periods = periods(facts);
    if areas.is_empty() || periods.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if periods.len() > 1 {
        blocks.push(Block::Figure(Box::new(figure(facts, &areas, &periods))));
    }
    blocks.push(Block::Table(table(facts, &areas, &periods)));
    Some(Section {
        id: "regional-trends".to_owned(),
        title: both!(lang, "By area and month", "Par zone et par mois"),
        blocks,
    })
}

/// The rows of one area.
struct Area<'f> {
    name: String,
    rows: Vec<&'f CellRow>,
}

/// The area of the report first, then what lies in it, the busiest first.
fn areas(facts: &Facts) -> Vec<Area<'_>> {
    let of = |kind: &str, name: &str| -> Vec<&CellRow> {
        facts
            .months
            .iter()
            .filter(|row| row.text("area_kind") == Some(kind) && row.text("area") == Some(name))
            .collect()
    };
    let in_totals = |name: &str| facts.totals.iter().any(|row| row.text("country") == Some(name));
    let own_country = facts.totals.iter().find_map(|row| row.text("country"));
    let mut all = Vec::new();
    let inner = match &facts.ask.about {
        About::Region(_) => {
            all.push(Area { name: facts.name(), rows: of("region", &facts.about.id) });
            "country"
        }
        About::Country(_) => {
            all.push(Area { name: facts.name(), rows: of("country", own_country.unwrap_or_default()) });
            "admin1"
        }
        _ => "country",
    };
    let mut names: Vec<(String, i64)> = Vec::new();
    for row in facts.months.iter().filter(|row| row.text("area_kind") == Some(inner)) {
        let is_in = row.text("country").is_some_and(in_totals);
        let (Some(name), true) = (row.text("area"), is_in) else { continue };
        let events = row.whole("events").unwrap_or(0);
        match names.iter_mut().find(|known| known.0 == name) {
            Some(known) => known.1 += events,
            None => names.push((name.to_owned(), events)),
        }
    }
    names.retain(|name| name.1 > 0);
    busiest_first(&mut names);
    for (name, _) in names.into_iter().take(MOST_AREAS - all.len()) {
        let rows = of(inner, &name);
        all.push(Area { name, rows });
    }
    all.retain(|area| !area.rows.is_empty());
    all
}

fn periods(facts: &Facts) -> Vec<NaiveDate> {
    let Some(last) = facts.last_day.map(first_of_month) else { return Vec::new() };
    let mut months = Vec::new();
    let mut month = last;
    while month >= first_of_month(facts.ask.since) && months.len() < MOST_MONTHS {
        months.push(month);
        let Some(before) = month.checked_sub_months(Months::new(1)) else { break };
        month = before;
    }
    months.reverse();
    months
}

/// True for a month that reaches beyond the period that is asked for.
fn is_cut(facts: &Facts, month: NaiveDate) -> bool {
    let last = month.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
    month < facts.ask.since || last.zip(facts.ask.until).is_some_and(|(last, until)| last > until)
}

fn found<'f>(area: &Area<'f>, month: NaiveDate) -> Option<&'f CellRow> {
    area.rows.iter().copied().find(|row| day(row, "month") == Some(month))
}

fn figure(facts: &Facts, areas: &[Area<'_>], periods: &[NaiveDate]) -> Figure {
    let lang = facts.lang;
    let panels: Vec<Panel> = areas
        .iter()
        .map(|area| Panel {
            title: area.name.clone(),
            values: periods.iter().map(|month| found(area, *month).and_then(|row| row.whole("events"))).collect(),
            incomplete: periods
                .iter()
                .map(|month| {
                    is_cut(facts, *month)
                        || facts.source.census && found(area, *month).is_none_or(|row| row.is_true("is_partial"))
                })
                .collect(),
            note: note_of(facts, &area.name, false),
        })
        .collect();
    let mut columns = vec![both!(lang, "month", "mois")];
    columns.extend(areas.iter().map(|area| area.name.clone()));
    let names = areas.iter().map(|area| area.name.as_str()).collect::<Vec<_>>().join(", ");
    let title = both!(lang, "Events by month", "Événements par mois");
    Figure {
        id: "events-by-month".to_owned(),
        title: title.clone(),
        unit: both!(lang, "events a month", "événements par mois"),
        table: Table {
            id: "events-by-month".to_owned(),
            caption: title,
            columns,
            rows: panels_table(periods, &panels),
            notes: vec![note(facts)],
            object: Some("regional_trends".to_owned()),
        },
        chart: Chart::Panels { periods: periods.to_vec(), period: Step::Month, panels },
        caption: caption(facts, "regional_trends"),
        object: "regional_trends".to_owned(),
        alt: both!(
            lang,
            "Bars for each month in small panels: {names}.",
            "Barres mensuelles en petits graphiques : {names}."
        ),
    }
}

fn note(facts: &Facts) -> String {
    let lang = facts.lang;
    both!(
        lang,
        "Areas do not add up: a country lies in its region. Events longer than a month are in none. Ratios are no tests.",
        "Les zones ne s’additionnent pas : un pays est dans sa région. Les événements qui dépassent un mois n’y figurent pas. Les rapports ne \
         sont pas des tests."
    )
}

fn table(facts: &Facts, areas: &[Area<'_>], periods: &[NaiveDate]) -> Table {
    let lang = facts.lang;
    let heads = [
        ("area", "zone"),
        ("month", "mois"),
        ("events", "événements"),
        ("deaths", "morts"),
        ("events against the same month a year before", "événements par rapport au même mois un an avant"),
        ("covered whole", "couvert en entier"),
    ];
    // One row an area and month: of long periods the last months alone.
    let newest = &periods[periods.len().saturating_sub(if areas.len() > 3 { 3 } else { 6 })..];
    let mut rows = Vec::new();
    for area in areas {
        for month in newest {
            let Some(row) = found(area, *month) else { continue };
            let is_whole = row.is_true("covers_period") && !is_cut(facts, *month);
            let whole = if is_whole { both!(lang, "yes", "oui") } else { both!(lang, "no", "non") };
            rows.push(vec![
                Cell::Text(area.name.clone()),
                Cell::Date(*month),
                count(row.whole("events")),
                Deaths::of(row).cell(),
                number(row, "events_ratio_year_before")
                    .filter(|_| facts.source.census)
                    .map_or(Cell::Unknown, |ratio| Cell::Number(ratio, 2)),
                Cell::Text(whole),
            ]);
        }
    }
    let mut notes = vec![note(facts)];
    if newest.iter().any(|month| is_cut(facts, *month)) {
        notes.push(both!(
            lang,
            "Months at the edges of the period hold days outside it, and are not called whole.",
            "Les mois aux bords de la période comptent des jours hors de celle-ci et ne sont pas dits entiers."
        ));
    }
    if newest.len() < periods.len() {
        notes.push(both!(
            lang,
            "The newest months; the others are behind the picture.",
            "Les derniers mois ; les autres sont derrière le graphique."
        ));
    }
    if let (Some(first), Some(last)) =
        (newest.first().and_then(|month| month.checked_sub_months(Months::new(12))), facts.last_day)
        && let Some(border) = facts.kinds.border(first, last)
    {
        let border = lang.date(border);
        notes.push(both!(
            lang,
            "Ratios across {border} compare candidate with final data.",
            "Les rapports qui traversent le {border} comparent des données candidates et définitives."
        ));
    }
    Table {
        id: "areas-by-month".to_owned(),
        caption: both!(lang, "Events and deaths by area and month", "Événements et morts par zone et par mois"),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows,
        notes,
        object: Some("regional_trends".to_owned()),
    }
}

/// Events that the source codes as targeting civilians, by country.
pub(super) fn civilians(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    let mut rows: Vec<&CellRow> =
        facts.totals.iter().filter(|row| row.whole("civilian_targeting_events").unwrap_or(0) > 0).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.whole("civilian_targeting_deaths_best")), row.owned("country")));
    rows.first()?;
    let heads = [
        ("country", "pays"),
        ("events targeting civilians", "événements visant des civils"),
        ("share of events", "part des événements"),
        ("deaths in these, best", "morts dans ceux-ci, meilleure estimation"),
        ("dead civilians in all events", "civils morts dans tous les événements"),
    ];
    let table = Table {
        id: "civilians".to_owned(),
        caption: both!(lang, "Civilian targeting, by country", "Ciblage des civils, par pays"),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: rows
            .iter()
            .take(12)
            .map(|row| {
                let (targeting, events) = (row.whole("civilian_targeting_events"), row.whole("events"));
                #[expect(clippy::cast_precision_loss, reason = "counts of events")]
                let share = targeting.zip(events).filter(|(_, events)| *events > 0).map(|(a, b)| a as f64 / b as f64);
                vec![
                    row.owned("country").map_or(Cell::Unknown, Cell::Text),
                    count(targeting),
                    share.map_or(Cell::Unknown, Cell::Share),
                    count(row.whole("civilian_targeting_deaths_best")),
                    count(row.whole("civilians_best")),
                ]
            })
            .collect(),
        notes: vec![both!(
            lang,
            "What counts as targeting is the source’s coding. Civilians also die in events that target others, and the dead of these events \
             need not all be civilians.",
            "Le ciblage est codé par la source. Des civils meurent aussi dans d’autres événements, et les morts de ceux-ci ne sont pas tous des \
             civils."
        )],
        object: Some("fatalities_since".to_owned()),
    };
    let total = rows.iter().map(|row| row.whole("civilian_targeting_events")).fold(None, known_sum).unwrap_or(0);
    let (total, noun) = (lang.count(total), super::front::nouns(lang, total));
    let said = both!(
        lang,
        "{total} {noun} coded as targeting civilians in the period.",
        "{total} {noun} codés comme visant des civils pendant la période."
    );
    Some(Section {
        id: "civilians".to_owned(),
        title: both!(lang, "Civilian targeting", "Ciblage des civils"),
        blocks: vec![Block::Text(said), Block::Table(table)],
    })
}
