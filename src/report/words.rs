//! The words that the forms of a report add to its contents, in its language.

use super::document::Lang;

/// Words of the forms.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) kicker: &'static str,
    pub(super) highlights: &'static str,
    pub(super) key_figures: &'static str,
    pub(super) citation: &'static str,
    pub(super) provenance: &'static str,
    pub(super) numbers: &'static str,
    pub(super) page: &'static str,
    pub(super) unknown: &'static str,
    pub(super) all_unknown: &'static str,
    pub(super) nothing: &'static str,
    pub(super) not_complete: &'static str,
    pub(super) no_data: &'static str,
    pub(super) low: &'static str,
    pub(super) best: &'static str,
    pub(super) high: &'static str,
    pub(super) range: &'static str,
    pub(super) deaths: &'static str,
    pub(super) event: &'static str,
    pub(super) events: &'static str,
    pub(super) no_deaths: &'static str,
    pub(super) joined: &'static str,
    pub(super) only_area: &'static str,
    pub(super) only_country: &'static str,
    pub(super) item: &'static str,
    pub(super) value: &'static str,
    pub(super) colon: &'static str,
    pub(super) semicolon: &'static str,
}

static ENGLISH: Words = Words {
    kicker: "Trend report",
    highlights: "Highlights",
    key_figures: "Key figures",
    citation: "How to cite",
    provenance: "How this report was made",
    numbers: "The numbers as a table",
    page: "page",
    unknown: "unknown",
    all_unknown: "Unknown in every row",
    nothing: "Nothing recorded in this period",
    not_complete: "not yet complete",
    no_data: "no data",
    low: "low",
    best: "best",
    high: "high",
    range: "range",
    deaths: "deaths",
    event: "event",
    events: "events",
    no_deaths: "no deaths, or unknown",
    joined: "Places very near each other are one circle; the figures are their sums.",
    only_area: "Hatched areas: events known by their region alone",
    only_country: "Known by country alone, or by an area without an outline",
    item: "What",
    value: "Value",
    colon: ":",
    semicolon: "; ",
};

static FRENCH: Words = Words {
    kicker: "Rapport de tendances",
    highlights: "Faits saillants",
    key_figures: "Chiffres clés",
    citation: "Comment citer",
    provenance: "Comment ce rapport a été établi",
    numbers: "Les chiffres en tableau",
    page: "page",
    unknown: "inconnu",
    all_unknown: "Inconnu dans toutes les lignes",
    nothing: "Rien d’enregistré sur cette période",
    not_complete: "pas encore complet",
    no_data: "sans données",
    low: "basse",
    best: "meilleure",
    high: "haute",
    range: "fourchette",
    deaths: "morts",
    event: "événement",
    events: "événements",
    no_deaths: "aucun mort, ou inconnu",
    joined: "Les lieux très proches forment un seul cercle ; les chiffres sont leurs sommes.",
    only_area: "Zones hachurées\u{a0}: événements connus par leur seule région",
    only_country: "Connus par leur seul pays, ou par une zone sans tracé",
    item: "Élément",
    value: "Valeur",
    colon: "\u{a0}:",
    semicolon: "\u{a0}; ",
};

impl Words {
    /// The words of a language.
    pub(super) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &ENGLISH,
            Lang::Fr => &FRENCH,
        }
    }

    /// `1 event`, `12 events`.
    pub(super) fn count_events(&self, lang: Lang, events: i64) -> String {
        // French has its singular for nothing too.
        let is_one = events == 1 || (events == 0 && lang == Lang::Fr);
        format!("{}\u{a0}{}", lang.count(events), if is_one { self.event } else { self.events })
    }
}
