//! Reports made by hand: an ordinary one of invented groups and places, one of nothing, and one of texts that mean harm.

use chrono::{Days, Months, NaiveDate};
use warledger::report::document::{
    AreaCount, Bar, Block, Cell, Chart, Document, Figure, KeyFigure, Lang, Panel, Place, Section, Step, Table,
};

/// The highest number that is drawn.
pub(crate) const MOST: i64 = 1_000_000_000_000_000;

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) fn table(id: &str, caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        id: id.to_owned(),
        caption: caption.to_owned(),
        columns: texts(columns),
        rows,
        notes: Vec::new(),
        object: None,
    }
}

pub(crate) fn figure(id: &str, title: &str, unit: &str, chart: Chart, table: Table) -> Figure {
    Figure {
        id: id.to_owned(),
        title: title.to_owned(),
        unit: unit.to_owned(),
        chart,
        caption: "Source: Invented Events 26.1, data to 31 Dec 2025; cite as Invented (2026), doi:10.0000/invented. Licence CC BY 4.0. \
                  SQL object: fatalities_since"
            .to_owned(),
        object: "fatalities_since".to_owned(),
        alt: format!("{title}, drawn."),
        table,
    }
}

pub(crate) fn bare(lang: Lang) -> Document {
    Document {
        lang,
        title: "Central Valley: trend report".to_owned(),
        period: "1 May 2025 to 31 December 2025".to_owned(),
        status: Vec::new(),
        highlights: Vec::new(),
        key_figures: Vec::new(),
        sections: Vec::new(),
        citations: Vec::new(),
        provenance: Vec::new(),
    }
}

pub(crate) fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), blocks }
}

/// A document with this one figure.
pub(crate) fn of_figure(figure: Figure) -> Document {
    Document { sections: vec![section("only", "Only", vec![Block::Figure(Box::new(figure))])], ..bare(Lang::En) }
}

pub(crate) fn band(days: usize) -> Figure {
    let start = day(2025, 5, 1);
    let days: Vec<NaiveDate> = (0..days).map(|at| start + Days::new(at as u64)).collect();
    let best: Vec<i64> =
        (0..days.len() as i64).map(|at| at * 6 + (at / 17) * 31 + if at > 120 { 260 } else { 0 }).collect();
    let low = best.iter().map(|value| value * 7 / 10).collect();
    let high = best.iter().map(|value| value * 13 / 10 + 8).collect();
    let rows = days
        .iter()
        .zip(&best)
        .step_by(30)
        .map(|(day, best)| {
            vec![Cell::Date(*day), Cell::Estimate { low: best * 7 / 10, best: *best, high: best * 13 / 10 + 8 }]
        })
        .collect();
    let table = table("fatalities-numbers", "", &["Day", "Deaths since 1 May"], rows);
    figure("fatalities", "Deaths since 1 May 2025", "deaths, cumulative", Chart::Band { days, low, best, high }, table)
}

pub(crate) fn panels(count: usize, weeks: usize) -> Figure {
    let start = day(2025, 1, 6);
    let periods: Vec<NaiveDate> = (0..weeks).map(|at| start + Days::new(7 * at as u64)).collect();
    let names =
        ["Front of the Invented Valley", "Army of Nowhere", "Hill Guards", "River League", "Sand Watch", "Others"];
    let panels = (0..count)
        .map(|panel| Panel {
            title: names[panel % names.len()].to_owned(),
            values: (0..weeks)
                .map(|at| {
                    if at < 3 && panel == 1 {
                        None
                    } else {
                        Some(((at * 7 + panel * 5) % 13) as i64 / (panel as i64 + 1))
                    }
                })
                .collect(),
            incomplete: (0..weeks).map(|at| at + 4 >= weeks).collect(),
            note: Some(if panel == 0 { "rising (q = 0.01)" } else { "no clear change" }.to_owned()),
        })
        .collect();
    let rows = periods.iter().take(12).map(|day| vec![Cell::Date(*day), Cell::Count(4), Cell::Unknown]).collect();
    let table = table("frequency-numbers", "", &["Week", "Front of the Invented Valley", "Army of Nowhere"], rows);
    figure(
        "frequency",
        "Attacks of the leading groups by week",
        "events a week",
        Chart::Panels { periods, period: Step::Week, panels },
        table,
    )
}

fn months() -> Figure {
    let periods: Vec<NaiveDate> = (0..12).map(|at| day(2025, 1, 1) + Months::new(at)).collect();
    let panels = ["North", "East", "Lake shore", "Coast"].iter().enumerate();
    let panels = panels
        .map(|(at, name)| Panel {
            title: (*name).to_owned(),
            values: (0..12).map(|month| Some((month * (at as i64 + 2)) % 11 * 9)).collect(),
            incomplete: (0..12).map(|month| month == 11).collect(),
            note: None,
        })
        .collect();
    let table =
        table("regions-numbers", "", &["Month", "North"], vec![vec![Cell::Date(day(2025, 1, 1)), Cell::Count(7)]]);
    figure(
        "regions",
        "Deaths by region and month",
        "deaths a month",
        Chart::Panels { periods, period: Step::Month, panels },
        table,
    )
}

fn bars() -> Figure {
    let bar = |label: &str, value: i64, range| Bar { label: label.to_owned(), value, range };
    let bars = vec![
        bar("Armed clash", 812, Some((640, 1_090))),
        bar("Attack on civilians", 431, Some((400, 470))),
        bar("Air or drone strike", 120, None),
        bar("Looting and destruction of property in places without a name", 0, None),
    ];
    let rows = bars.iter().map(|bar| vec![Cell::Text(bar.label.clone()), Cell::Count(bar.value)]).collect();
    let table = table("types-numbers", "", &["Type", "Deaths"], rows);
    figure("types", "Kinds of events", "deaths", Chart::Bars { bars }, table)
}

pub(crate) fn map(points: usize) -> Figure {
    let place = |at: usize| {
        let (x, y) = ((at * 37 % 100) as f64 / 100.0, (at * 61 % 100) as f64 / 100.0);
        Place {
            latitude: 12.2 + 4.2 * y,
            longitude: -4.5 + 8.0 * x,
            name: format!("Invented {at}"),
            events: 1 + at as i64 % 4,
            deaths_best: (at % 9 != 8).then_some(if at % 7 == 6 { 0 } else { 200 / (at as i64 + 1) }),
        }
    };
    let points: Vec<Place> = (0..points).map(place).collect();
    let area = |country: &str, area: Option<&str>, events, deaths_best| AreaCount {
        country: country.to_owned(),
        area: area.map(str::to_owned),
        events,
        deaths_best,
    };
    let areas = vec![
        area("MLI", Some("Gao region"), 5, Some(31)),
        area("BFA", Some("Est"), 12, Some(140)),
        area("MLI", Some("Menaka"), 2, None),
        area("NER", None, 3, Some(9)),
    ];
    let rows = points
        .iter()
        .take(10)
        .map(|place| {
            vec![
                Cell::Text(place.name.clone()),
                Cell::Count(place.events),
                place.deaths_best.map_or(Cell::Unknown, Cell::Count),
            ]
        })
        .collect();
    figure(
        "map",
        "Where the events were",
        "deaths by place",
        Chart::Map {
            countries: texts(&["MLI", "BFA", "NER"]),
            points,
            areas,
            disclaimer:
                "The boundaries and names shown do not imply any endorsement or acceptance. Outlines: Natural Earth."
                    .to_owned(),
        },
        table("map-numbers", "", &["Place", "Events", "Deaths"], rows),
    )
}

fn deadliest() -> Table {
    let row = |at: i64| {
        vec![
            Cell::Date(day(2025, 5, 2) + Days::new(13 * at as u64)),
            Cell::Text(format!("Invented {at}, Est region")),
            Cell::Text("Front of the Invented Valley – Army of Nowhere".to_owned()),
            Cell::Text("state-based".to_owned()),
            Cell::Estimate { low: 60 - 4 * at, best: 90 - 5 * at, high: 140 - 6 * at },
            Cell::Text("Invented Press; Valley Radio".to_owned()),
        ]
    };
    table(
        "deadliest",
        "The ten deadliest events",
        &["Day", "Place", "Sides", "Kind", "Deaths (range)", "Sources"],
        (0..10).map(row).collect(),
    )
}

fn changes() -> Table {
    let row = |name: &str, cells: [Cell; 4]| {
        let mut row = vec![Cell::Text(name.to_owned())];
        row.extend(cells);
        row
    };
    table(
        "changes",
        "Last four complete weeks against the 52 before",
        &["Group", "Events", "Ratio", "Share of deaths", "Result"],
        vec![
            row(
                "Front of the Invented Valley",
                [Cell::Count(1_212), Cell::Number(1.84, 2), Cell::Share(0.51), Cell::Text("rising".to_owned())],
            ),
            row(
                "Army of Nowhere",
                [Cell::Count(31), Cell::Unknown, Cell::Share(0.049), Cell::Text("no clear change".to_owned())],
            ),
        ],
    )
}

/// An ordinary report.
pub(crate) fn ordinary(lang: Lang) -> Document {
    let boxed = |figure| Block::Figure(Box::new(figure));
    let key = |label: &str, best, range, footnote: Option<&str>| KeyFigure {
        label: label.to_owned(),
        best,
        range,
        footnote: footnote.map(str::to_owned),
    };
    let text = "Of 1,212 events recorded in this period, 431 were directed at civilians; deaths were recorded in 640 of them. \
                The figures are of one source and are added to no other.";
    Document {
        status: texts(&[
            "Source: Invented Events 26.1 (final) to 31 Dec 2025, then candidate 26.0.2 (provisional)",
            "As of load 4 of 12 Mar 2026; events recorded up to 28 Feb 2026",
        ]),
        highlights: texts(&[
            "2,345 deaths (range 1,640–3,050) were recorded in 1,212 events since 1 May 2025, per Invented Events.",
            "Events involving the Front of the Invented Valley were 1.84 times as frequent in the last four complete weeks as in the 52 before (95 % interval 1.31–2.58, q = 0.01).",
            "The deadliest week began on 4 August: 391 deaths (260–520), most of them in one event in Est.",
        ]),
        key_figures: vec![
            key(
                "deaths recorded in events",
                Some(2_345),
                Some((1_640, 3_050)),
                Some("Multi-day summaries count whole on their first day."),
            ),
            key("events", Some(1_212), None, None),
            key("civilian deaths", Some(431), Some((400, 470)), Some("Deaths that the source gives as civilian.")),
            key("own deaths of state forces", None, None, None),
        ],
        sections: vec![
            section("fatalities", "Deaths over time", vec![Block::Text(text.to_owned()), boxed(band(245))]),
            section(
                "attack-frequency",
                "Attack frequency",
                vec![
                    Block::Text(
                        "Weeks begin on Monday; hatched weeks are not yet complete and are left out of all tests."
                            .to_owned(),
                    ),
                    boxed(panels(6, 60)),
                    Block::Table(changes()),
                    Block::Note(
                        "The period crosses from final to candidate data at 31 Dec 2025: no test was made across it."
                            .to_owned(),
                    ),
                ],
            ),
            section("regions", "Regions and kinds", vec![boxed(months()), boxed(bars())]),
            section(
                "map",
                "Where",
                vec![
                    boxed(map(60)),
                    Block::List(texts(&["14 events are known by their region alone.", "3 by country alone."])),
                ],
            ),
            section("deadliest", "Deadliest events", vec![Block::Table(deadliest())]),
            section(
                "method",
                "Method and caveats",
                vec![
                    Block::Text(text.to_owned()),
                    Block::List(texts(&[
                        "12 rows were rejected; 41 ranges were repaired (low above best).",
                        "88 events have no coordinates.",
                        "Deaths are in events involving a group, not by it.",
                    ])),
                ],
            ),
        ],
        citations: texts(&[
            "Invented, A. (2026). Invented Events, version 26.1. doi:10.0000/invented.2026. Licence CC BY 4.0.",
            "Outlines made with Natural Earth, https://www.naturalearthdata.com, public domain.",
        ]),
        provenance: vec![
            ("sha256".to_owned(), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned()),
            ("loads".to_owned(), "3, 4".to_owned()),
            ("command".to_owned(), "warledger report trend --since 2025-05-01 --format html".to_owned()),
            ("version".to_owned(), "0.1.0".to_owned()),
        ],
        ..bare(lang)
    }
}

/// Every text is an attack on some form, and every number an extreme.
pub(crate) fn hostile() -> Document {
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> ]]> </style></svg> {{x}} `code` | [a](javascript:1) \
                https://evil.example/x www.evil.example @person \u{202e}drawkcab\u{0} \\";
    let long = "Wxyz".repeat(400);
    let arabic = "جماعة مخترعة في مكان غير موجود";
    let cell = |text: &str| Cell::Text(text.to_owned());
    let rows = vec![
        vec![cell(evil), Cell::Count(i64::MAX), Cell::Number(f64::NAN, 2), Cell::Share(f64::INFINITY)],
        vec![cell(&long), Cell::Count(i64::MIN), Cell::Number(-1e300, 1), Cell::Unknown],
        vec![cell(arabic)],
    ];
    let mut document = bare(Lang::En);
    document.title = evil.to_owned();
    document.period = arabic.to_owned();
    document.status = texts(&[evil, &long]);
    document.highlights = texts(&[evil, &long, arabic]);
    document.key_figures = vec![KeyFigure {
        label: long.clone(),
        best: Some(i64::MAX),
        range: Some((i64::MIN, i64::MAX)),
        footnote: Some(evil.to_owned()),
    }];
    document.citations = texts(&[evil, &long]);
    document.provenance = vec![(evil.to_owned(), long.clone())];
    let mut figures = Vec::new();
    for (at, mut figure) in [band(40), panels(2, 9), bars(), map(5)].into_iter().enumerate() {
        figure.id = format!("{at}/../\" onload=\"x");
        figure.title = evil.to_owned();
        figure.unit = long.clone();
        figure.caption = evil.to_owned();
        figure.alt = evil.to_owned();
        match &mut figure.chart {
            Chart::Bars { bars } => bars.push(Bar { label: evil.to_owned(), value: MOST, range: Some((0, MOST)) }),
            Chart::Panels { panels, .. } => {
                panels[0].title = long.clone();
                panels[1].title = evil.to_owned();
                panels[1].note = Some(arabic.to_owned());
                panels[1].values[5] = Some(MOST);
            }
            Chart::Map { points, areas, disclaimer, .. } => {
                points[0].name = evil.to_owned();
                points[1].deaths_best = Some(MOST);
                areas[2].area = Some(long.clone());
                disclaimer.push_str(evil);
            }
            Chart::Band { high, .. } => *high.last_mut().expect("a day") = MOST,
        }
        figures.push(Block::Figure(Box::new(figure)));
    }
    figures.push(Block::Table(table("<b>", evil, &[evil, "n", &long, arabic], rows)));
    figures.push(Block::Text(evil.to_owned()));
    figures.push(Block::Note(long.clone()));
    figures.push(Block::List(texts(&[evil, arabic])));
    document.sections = vec![section(evil, evil, figures)];
    document
}
