//! Deaths since the date: cumulative with their range, and by country.

use super::both;
use super::end::caption;
use super::facts::{Facts, steps};
use super::read::{Deaths, count, day, text};
use crate::report::document::{Block, Cell, Chart, Figure, Section, Table};

pub(super) fn section(facts: &Facts) -> Section {
    let lang = facts.lang;
    let mut blocks = Vec::new();
    blocks.extend(cumulative(facts).map(|figure| Block::Figure(Box::new(figure))));
    if facts.totals.is_empty() {
        blocks.push(Block::Text(both!(lang, "Nothing is known of this period.", "Rien n’est connu de cette période.")));
    } else {
        blocks.push(Block::Table(by_country(facts)));
    }
    Section {
        id: "fatalities".to_owned(),
        title: both!(lang, "Deaths recorded in events", "Morts recensés dans les événements"),
        blocks,
    }
}

fn cumulative(facts: &Facts) -> Option<Figure> {
    let lang = facts.lang;
    let last = facts.last_day.filter(|last| *last > facts.ask.since)?;
    facts.days.first()?;
    let days = steps(facts.ask.since, last);
    let mut rows = facts.days.iter().filter_map(|row| Some((day(row, "start_date")?, Deaths::of(row)))).peekable();
    let (mut low, mut best, mut high) = (Vec::new(), Vec::new(), Vec::new());
    let mut sums = (0, 0, 0);
    for day in &days {
        while let Some((_, deaths)) = rows.next_if(|(first, _)| first <= day) {
            let middle = deaths.best.unwrap_or(0);
            sums.0 += deaths.low.unwrap_or(middle);
            sums.1 += middle;
            sums.2 += deaths.high.unwrap_or(middle);
        }
        low.push(sums.0);
        best.push(sums.1);
        high.push(sums.2);
    }
    let table = Table {
        id: "cumulative-deaths".to_owned(),
        caption: both!(lang, "Cumulative deaths", "Morts cumulés"),
        columns: [("day", "jour"), ("deaths since the date", "morts depuis la date")]
            .map(|(en, fr)| both!(lang, "{en}", "{fr}"))
            .to_vec(),
        // Days on which nothing was added say nothing new.
        rows: (0..days.len())
            .filter(|at| high[*at] > at.checked_sub(1).map_or(0, |before| high[before]))
            .map(|at| {
                let deaths = if facts.source.has_range {
                    Cell::Estimate { low: low[at], best: best[at], high: high[at] }
                } else {
                    Cell::Count(best[at])
                };
                vec![Cell::Date(days[at]), deaths]
            })
            .collect(),
        notes: unknown(facts),
        object: Some("fatalities_by_day".to_owned()),
    };
    let (since, total) = (lang.date(facts.ask.since), facts.deaths().said(lang));
    Some(Figure {
        id: "cumulative-deaths".to_owned(),
        title: both!(lang, "Deaths since {since}, cumulative", "Morts depuis le {since}, cumulés"),
        unit: both!(lang, "deaths, all sides", "morts, tous camps"),
        chart: Chart::Band { days, low, best, high },
        caption: caption(facts, "fatalities_by_day"),
        object: "fatalities_by_day".to_owned(),
        alt: both!(
            lang,
            "A line that rises to {total} deaths, within the band of the low and high estimates.",
            "Une ligne qui monte à {total} morts, dans la bande des estimations basse et haute."
        ),
        table,
    })
}

fn unknown(facts: &Facts) -> Vec<String> {
    let lang = facts.lang;
    let mut notes = vec![both!(
        lang,
        "Days on which nothing was added are left out. An event that lasts counts on its first day.",
        "Les jours sans ajout sont omis. Un événement qui dure compte à son premier jour."
    )];
    if let Some(events) = facts.total("events_without_figure").filter(|events| *events > 0) {
        let events = lang.count(events);
        notes.push(both!(
            lang,
            "Events without a figure add nothing here: {events}. Their dead are unknown, not zero.",
            "Les événements sans chiffre n’ajoutent rien ici : {events}. Leurs morts sont inconnus et non nuls."
        ));
    }
    if !facts.source.has_range {
        notes.push(both!(lang, "The source gives no range.", "La source ne donne pas de fourchette."));
    }
    notes
}

fn by_country(facts: &Facts) -> Table {
    let lang = facts.lang;
    let heads = [
        ("country", "pays"),
        ("events", "événements"),
        ("deaths", "morts"),
        ("state forces", "forces étatiques"),
        ("auxiliaries", "auxiliaires"),
        ("armed groups", "groupes armés"),
        ("civilians", "civils"),
        ("side not stated", "camp non indiqué"),
        ("covered to", "couvert jusqu’au"),
    ];
    let mut sorted: Vec<_> = facts.totals.iter().collect();
    sorted.sort_by_key(|row| (std::cmp::Reverse(row.whole("deaths_best")), row.owned("country")));
    // Everywhere has more countries than a page: those with events.
    let shown: Vec<_> =
        sorted.iter().filter(|row| sorted.len() <= 8 || row.whole("events").unwrap_or(0) > 0).take(20).collect();
    let mut notes = vec![both!(
        lang,
        "Best estimates by side are the source’s own and have no range; sides that it does not state are unknown.",
        "Les estimations par camp sont celles de la source, sans fourchette ; ce qu’elle n’indique pas est inconnu."
    )];
    if shown.len() < sorted.len() {
        let (some, all) = (shown.len(), sorted.len());
        notes.push(both!(
            lang,
            "The {some} deadliest of {all} countries.",
            "Les {some} pays les plus meurtriers sur {all}."
        ));
    }
    Table {
        id: "deaths-by-country".to_owned(),
        caption: both!(lang, "Deaths recorded in events, by country", "Morts recensés dans les événements, par pays"),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: shown
            .into_iter()
            .map(|row| {
                vec![
                    row.text("country").map_or(Cell::Unknown, text),
                    count(row.whole("events")),
                    Deaths::of(row).cell(),
                    count(row.whole("state_forces_best")),
                    count(row.whole("auxiliaries_best")),
                    count(row.whole("nonstate_best")),
                    count(row.whole("civilians_best")),
                    count(row.whole("unspecified_best")),
                    day(row, "coverage_to").map_or(Cell::Unknown, Cell::Date),
                ]
            })
            .collect(),
        notes,
        object: Some("fatalities_since".to_owned()),
    }
}
