//! Whether events are rising or falling: the last four complete weeks against the 52 before, for all that is shown at once.

use chrono::NaiveDate;

use super::both;
use super::delay::{Delay, delay, delay_table, late_weeks};
use super::facts::{Facts, Series};
use super::read::{count, text, weeks_later};
use super::reports::Kinds;
use crate::error::Result;
use crate::ledger::{Filter, Ledger, SourceFacts};
use crate::report::document::{Block, Cell, Lang, Section, Table};
use crate::trend::{self, Judged, RECENT_WEEKS, Rank, Refusal, WEEKS, WINDOWS, Word};

/// Newest weeks of ACLED that are not yet complete: just over half of its events in Africa appear within two weeks.
const ACLED_WEEKS: i64 = 4;
/// A group or an area with its comparison, or why there is none.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) is_group: bool,
    pub(super) judged: std::result::Result<Judged, Refusal>,
    /// None where the weeks are not covered, or a figure is not known.
    pub(super) deaths: Option<Rank>,
}

/// All comparisons of a report.
#[derive(Clone, Debug)]
pub(super) struct Tested {
    /// First day of the first and last day of the last week that are compared; none where there is no whole week.
    pub(super) days: Option<(NaiveDate, NaiveDate)>,
    /// Weeks at the end that are left out because they are not complete.
    pub(super) left_out: i64,
    pub(super) delay: Option<Delay>,
    /// First day of candidate data within the weeks that are compared.
    pub(super) border: Option<NaiveDate>,
    pub(super) lines: Vec<Line>,
}

impl Tested {
    /// Compares every series; a coded sample gets no comparison.
    pub(super) fn of(
        ledger: &Ledger,
        filter: &Filter,
        source: &SourceFacts,
        kinds: &Kinds,
        end: NaiveDate,
        areas: &[Series],
        groups: &[Series],
    ) -> Result<Self> {
        let mut tested = Tested { days: None, left_out: 0, delay: None, border: None, lines: Vec::new() };
        if !source.census {
            return Ok(tested);
        }
        let (newest_event, delay) = delay(ledger, filter)?;
        tested.delay = delay;
        // Of an area its own weeks count; of a group, whose areas are only those where it is, the group's.
        let own = groups.iter().filter(|_| areas.iter().all(|area| area.is_group));
        let Some(main) = own.chain(areas).find(|one| !one.weeks.is_empty()) else { return Ok(tested) };
        let whole = main
            .weeks
            .iter()
            .filter(|week| week.is_whole && weeks_later(week.monday, 1) <= end.succ_opt().unwrap_or(end));
        let Some(last_whole) = whole.map(|week| week.monday).max() else { return Ok(tested) };
        tested.left_out = match &tested.delay {
            Some(delay) => late_weeks(last_whole, delay.newest, delay.weeks()),
            None if source.source == "acled" => {
                late_weeks(last_whole, end.max(newest_event.unwrap_or(end)), ACLED_WEEKS)
            }
            None => 0,
        };
        let last = weeks_later(last_whole, -tested.left_out);
        let first = weeks_later(last, 1 - WEEKS as i64);
        let last_day = weeks_later(last, 1).pred_opt().unwrap_or(last);
        tested.days = Some((first, last_day));
        tested.border = kinds.border(first, last_day);
        let of: Vec<(&Series, _)> = areas.iter().chain(groups).map(|one| (one, compared(one, first, last))).collect();
        let comparisons: Vec<_> = of.iter().filter_map(|(_, found)| found.ok()).collect();
        let mut judged = trend::judge(&comparisons).into_iter();
        tested.lines = of
            .into_iter()
            .map(|(one, found)| Line {
                name: one.name.clone(),
                is_group: one.is_group,
                judged: found.and_then(|_| judged.next().ok_or(Refusal::TooFewWeeks)),
                deaths: ranked(one, first, last),
            })
            .collect();
        Ok(tested)
    }

    /// Comparisons with a word, the most certain first.
    pub(super) fn changes(&self) -> Vec<(&Line, &Judged)> {
        let mut all: Vec<(&Line, &Judged)> = self
            .lines
            .iter()
            .filter_map(|line| Some((line, line.judged.as_ref().ok()?)))
            .filter(|(_, judged)| judged.word != Word::NoClearChange)
            .collect();
        all.sort_by(|a, b| a.1.q_value.total_cmp(&b.1.q_value));
        all
    }

    /// How many comparisons there are.
    pub(super) fn comparisons(&self) -> usize {
        self.lines.iter().filter(|line| line.judged.is_ok()).count()
    }

    /// What was found of a group or an area.
    pub(super) fn of_name(&self, name: &str, is_group: bool) -> Option<&Judged> {
        let line = self.lines.iter().find(|line| line.name == name && line.is_group == is_group)?;
        line.judged.as_ref().ok()
    }
}

/// The 56 weeks of a series, compared; all of them have to be covered whole.
fn compared(one: &Series, first: NaiveDate, last: NaiveDate) -> std::result::Result<trend::Comparison, Refusal> {
    let weeks: Vec<i64> = one
        .weeks
        .iter()
        .filter(|week| week.monday >= first && week.monday <= last && week.is_whole)
        .filter_map(|week| week.events)
        .collect();
    trend::compare(&weeks)
}

fn ranked(one: &Series, first: NaiveDate, last: NaiveDate) -> Option<Rank> {
    let weeks: Option<Vec<i64>> = one
        .weeks
        .iter()
        .filter(|week| week.monday >= first && week.monday <= last && week.is_whole)
        .map(|week| week.deaths.best)
        .collect();
    trend::rank_of_last(&weeks?)
}

/// The word for what was found.
pub(super) fn word(lang: Lang, word: Word) -> &'static str {
    match (lang, word) {
        (Lang::En, Word::Rising) => "rising",
        (Lang::En, Word::Falling) => "falling",
        (Lang::En, Word::NoClearChange) => "no clear change",
        (Lang::Fr, Word::Rising) => "en hausse",
        (Lang::Fr, Word::Falling) => "en baisse",
        (Lang::Fr, Word::NoClearChange) => "pas de changement net",
    }
}

/// The section, where the source aims at every event.
pub(super) fn section(facts: &Facts) -> Option<Section> {
    let (lang, tested) = (facts.lang, &facts.tested);
    if !facts.source.census || tested.lines.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if let Some((first, last)) = tested.days {
        let recent = lang.period(weeks_later(last, -(RECENT_WEEKS as i64)).succ_opt().unwrap_or(last), last);
        let first = lang.date(first);
        blocks.push(Block::Text(both!(
            lang,
            "Events in the last four complete weeks ({recent}) against the 52 weeks before (since {first}). Rising and falling \
             are said only where the false discovery rate over all comparisons shown is below 5%; deaths are ranked among the last 52 \
             windows of four weeks and not tested.",
            "Événements des quatre dernières semaines complètes ({recent}) comparés aux 52 semaines précédentes (depuis le {first}). \
             « En hausse » et « en baisse » ne sont dits que si le taux de fausses découvertes sur toutes les comparaisons présentées est \
             inférieur à 5 % ; les morts sont classés parmi les 52 dernières fenêtres de quatre semaines, sans test."
        )));
    }
    blocks.extend(warnings(facts).into_iter().map(Block::Note));
    blocks.push(Block::Table(table(facts)));
    blocks.extend(tested.delay.as_ref().map(|delay| Block::Table(delay_table(lang, delay))));
    let title = both!(lang, "Rising or falling?", "Hausse ou baisse ?");
    Some(Section { id: "change".to_owned(), title, blocks })
}

/// What a reader must know before believing a word or a rank.
pub(super) fn warnings(facts: &Facts) -> Vec<String> {
    let (lang, tested) = (facts.lang, &facts.tested);
    let mut all = Vec::new();
    if let Some(border) = tested.border {
        let border = lang.date(border);
        all.push(both!(
            lang,
            "These comparisons cross from final to candidate data ({border}): candidate data are provisional and counted otherwise, so a \
             change may be one of the data.",
            "Ces comparaisons passent des données définitives aux données candidates ({border}) : celles-ci sont provisoires et comptées \
             autrement ; un changement peut venir des données."
        ));
    } else if facts.is_candidate() {
        all.push(both!(
            lang,
            "All data compared are candidate data and provisional.",
            "Toutes les données comparées sont des données candidates, provisoires."
        ));
    }
    if tested.left_out > 0 {
        let weeks = tested.left_out;
        all.push(match &tested.delay {
            Some(delay) => {
                let (loads, after) = (delay.loads, delay.weeks());
                both!(
                    lang,
                    "The newest {weeks} covered weeks are left out: by this ledger's {loads} loads, nine events in ten are known after \
                     {after} weeks.",
                    "Les {weeks} dernières semaines couvertes sont laissées de côté : d’après les {loads} chargements de ce registre, neuf \
                     événements sur dix sont connus après {after} semaines."
                )
            }
            None => both!(
                lang,
                "The newest {weeks} covered weeks are left out: events still arrive for them.",
                "Les {weeks} dernières semaines couvertes sont laissées de côté : des événements s’y ajoutent encore."
            ),
        });
    }
    all
}

fn table(facts: &Facts) -> Table {
    let lang = facts.lang;
    let heads: [(&str, &str); 10] = [
        ("Group or area", "Groupe ou zone"),
        ("events, last 4 weeks", "événements, 4 dernières semaines"),
        ("mean of 4 weeks, year before", "moyenne sur 4 semaines, année précédente"),
        ("ratio", "rapport"),
        ("95% interval", "intervalle à 95 %"),
        ("adjusted interval", "intervalle ajusté"),
        ("q", "q"),
        ("", ""),
        ("against same weeks a year before", "par rapport aux mêmes semaines un an avant"),
        ("deaths, last 4 weeks", "morts, 4 dernières semaines"),
    ];
    let mut columns: Vec<String> =
        heads.iter().map(|(en, fr)| if lang == Lang::En { *en } else { *fr }.to_owned()).collect();
    columns[7] = both!(lang, "verdict", "verdict");
    columns.push(both!(lang, "rank of deaths among {WINDOWS}", "rang des morts sur {WINDOWS}"));
    let rows = facts.tested.lines.iter().map(|line| row(lang, line)).collect();
    let notes = vec![both!(
        lang,
        "Ratio of rates from negative binomial totals of four weeks; intervals and q as docs/report.md describes. Groups share \
         events and do not add up.",
        "Rapport de taux de totaux binomiaux négatifs sur quatre semaines ; intervalles et q selon docs/report.md. Les groupes partagent \
         des événements et ne s’additionnent pas."
    )];
    Table {
        id: "change".to_owned(),
        caption: both!(lang, "Last four weeks against the 52 before", "Quatre dernières semaines et 52 précédentes"),
        columns,
        rows,
        notes,
        object: Some("attack_frequency_by_group, week_toll".to_owned()),
    }
}

fn row(lang: Lang, line: &Line) -> Vec<Cell> {
    let mut cells = vec![text(line.name.clone())];
    match &line.judged {
        Ok(judged) => {
            let found = &judged.comparison;
            let year = (found.year_before > 0.0).then(|| found.recent / found.year_before);
            #[expect(clippy::cast_possible_truncation, reason = "a count of events")]
            let recent = found.recent as i64;
            cells.extend([
                Cell::Count(recent),
                Cell::Number(found.base_mean, 1),
                Cell::Number(found.ratio, 2),
                text(interval(lang, &judged.interval)),
                text(interval(lang, &judged.adjusted)),
                Cell::Number(judged.q_value, 3),
                text(word(lang, judged.word)),
                year.map_or(Cell::Unknown, |ratio| Cell::Number(ratio, 2)),
            ]);
        }
        Err(refusal) => {
            cells.extend(vec![Cell::Unknown; 6]);
            cells.push(text(match refusal {
                Refusal::TooFewWeeks => both!(
                    lang,
                    "not tested: fewer than 56 weeks covered",
                    "pas de test : moins de 56 semaines couvertes"
                ),
                Refusal::NothingBefore => both!(
                    lang,
                    "not tested: no event in the 52 weeks before",
                    "pas de test : aucun événement dans les 52 semaines précédentes"
                ),
            }));
            cells.push(Cell::Unknown);
        }
    }
    let deaths = line.deaths;
    cells.push(count(deaths.map(|rank| rank.total)));
    cells.push(count(deaths.and_then(|rank| i64::try_from(rank.rank).ok())));
    cells
}

/// `0.80–1.45`; an open end where counts vary so much that there is no upper limit.
fn interval(lang: Lang, interval: &trend::Interval) -> String {
    let low = lang.number(interval.low, 2);
    match interval.high {
        Some(high) => format!("{low}\u{2013}{}", lang.number(high, 2)),
        None => both!(lang, "{low} and more", "{low} et plus"),
    }
}
