//! Every form of a report holds what the document holds, and nothing that a text brings with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use warledger::report::document::{Block, Cell, Chart, Document, Lang, Step};
use warledger::report::{Form, ReportError, render, write_figures};

use crate::report_sample::{MOST, band, bare, day, figure, hostile, map, of_figure, ordinary, panels, section, table};
use crate::support::Bench;

const FORMS: [Form; 4] = [Form::Html, Form::Markdown, Form::Pdf, Form::Json];

fn text(document: &Document, form: Form) -> String {
    String::from_utf8(render(document, form, None).expect("a report")).expect("text")
}

/// The pictures of a document, by name.
fn pictures(document: &Document) -> BTreeMap<String, String> {
    let bench = Bench::new();
    let names = write_figures(document, &bench.path("figures"), false).expect("figures");
    let svgs = names.into_iter().filter(|name| name.ends_with(".svg"));
    svgs.map(|name| (name.clone(), fs::read_to_string(bench.path("figures").join(&name)).expect("a file"))).collect()
}

fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.match_indices("/Type /Page").filter(|(at, found)| !text[at + found.len()..].starts_with('s')).count()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for lang in [Lang::En, Lang::Fr] {
        let document = ordinary(lang);
        for form in FORMS {
            let first = render(&document, form, Some("figures")).expect("a report");
            assert!(first == render(&document, form, Some("figures")).expect("a report"), "{form}");
        }
        let (one, other) = (Bench::new(), Bench::new());
        let names = write_figures(&document, &one.path("f"), false).expect("figures");
        write_figures(&document, &other.path("f"), false).expect("figures");
        assert!(names.iter().any(|name| name.ends_with(".xlsx")) && names.len() > 12, "{names:?}");
        for name in names {
            let read = |bench: &Bench| fs::read(bench.path("f").join(&name)).expect("a file");
            assert!(read(&one) == read(&other), "{name}");
        }
    }
}

#[test]
fn an_empty_document_is_a_page_in_every_form() {
    for form in FORMS {
        let bytes = render(&bare(Lang::En), form, None).expect("a report");
        assert!(bytes.len() > 60, "{form}");
    }
    assert_eq!(pages(&render(&bare(Lang::En), Form::Pdf, None).expect("a report")), 1);
    assert_eq!(
        write_figures(&bare(Lang::En), &Bench::new().path("f"), false).expect("no figures"),
        Vec::<String>::new()
    );
}

#[test]
fn empty_figures_say_that_nothing_was_recorded() {
    let none = || table("none-numbers", "", &["Day", "Deaths"], Vec::new());
    let charts = [
        Chart::Band { days: vec![], low: vec![], best: vec![], high: vec![] },
        Chart::Panels { periods: vec![], period: Step::Week, panels: vec![] },
        Chart::Bars { bars: vec![] },
    ];
    for chart in charts {
        let document = of_figure(figure("none", "Nothing", "deaths", chart, none()));
        for form in FORMS {
            render(&document, form, None).expect("a report");
        }
        assert!(pictures(&document)["none.svg"].contains("Nothing recorded in this period"));
    }
    let chart = Chart::Map { countries: vec![], points: vec![], areas: vec![], disclaimer: "Boundaries.".to_owned() };
    assert!(
        pictures(&of_figure(figure("none", "Nothing", "deaths", chart, none())))["none.svg"].contains("Boundaries.")
    );
}

#[test]
fn one_day_one_week_and_one_place_are_pictures() {
    for (document, sought) in [
        (of_figure(band(1)), "1\u{a0}May\u{a0}2025"),
        (of_figure(panels(1, 1)), "6\u{a0}Jan\u{a0}2025"),
        (of_figure(map(1)), "Invented 0"),
    ] {
        for form in FORMS {
            render(&document, form, None).expect("a report");
        }
        let all = pictures(&document);
        assert!(all.values().all(|svg| svg.contains(sought)), "{sought}");
    }
}

#[test]
fn a_source_without_ranges_has_a_line_and_no_band() {
    let mut single = band(30);
    if let Chart::Band { low, best, high, .. } = &mut single.chart {
        low.clone_from(best);
        high.clone_from(best);
    }
    let of = |figure| pictures(&of_figure(figure))["fatalities.svg"].clone();
    assert!(of(band(30)).contains("f-tint") && !of(single).contains("f-tint"));
}

#[test]
fn unknown_is_a_gap_and_incomplete_is_hatched() {
    let svg = &pictures(&of_figure(panels(2, 20)))["frequency.svg"];
    let figure = panels(2, 20);
    let Chart::Panels { panels: drawn, .. } = &figure.chart else { panic!("panels") };
    let open = drawn.iter().flat_map(|panel| panel.values.iter().zip(&panel.incomplete));
    let empty = open.filter(|(value, incomplete)| **incomplete && **value == Some(0)).count();
    assert_eq!(svg.matches(" dots\"").count(), 3 + 1, "three unknown weeks and the legend");
    assert_eq!(svg.matches(" hatch\"").count(), 2 * 4 + 1 - empty, "four weeks of two groups and the legend");
    assert!(svg.contains("no data") && svg.contains("not yet complete"));
    let known = &pictures(&of_figure(panels(1, 20)))["frequency.svg"];
    assert!(!known.contains(" dots\"") && !known.contains("no data"));
}

#[test]
fn coarse_events_are_areas_or_text_and_never_points() {
    let svg = &pictures(&of_figure(map(0)))["map.svg"];
    assert!(!svg.contains("<circle"), "no point without a place");
    assert_eq!(svg.matches(" hatch\"").count(), 2 + 1, "two areas and the legend");
    let plain = svg.replace('\u{a0}', " ");
    assert!(plain.contains("Menaka (Mali)") && plain.contains("Niger: 3 events, 9 deaths"), "{plain}");
    let points = &pictures(&of_figure(map(12)))["map.svg"];
    assert!(points.matches("<circle").count() >= 12);
}

#[test]
fn very_many_places_are_joined_and_lose_nothing() {
    let figure = map(5_000);
    let Chart::Map { points, .. } = &figure.chart else { panic!("a map") };
    let all: i64 = points.iter().filter_map(|place| place.deaths_best).sum();
    let svg = pictures(&of_figure(figure.clone()))["map.svg"].replace(['\u{a0}', ','], " ");
    assert!(svg.contains("are one circle"));
    let titles = svg.split("<title>").skip(1).filter_map(|rest| rest.split("</title>").next());
    let tolls = titles.filter(|title| title.starts_with("Invented")).filter_map(|title| {
        let toll = title.strip_suffix(" deaths")?.rsplit("  ").next()?;
        toll.replace(' ', "").parse::<i64>().ok()
    });
    assert_eq!(tolls.sum::<i64>(), all);
    assert!(svg.matches("<circle").count() < 4_000, "{}", svg.matches("<circle").count());
}

#[test]
fn panels_share_one_scale() {
    let svg = &pictures(&of_figure(panels(2, 20)))["frequency.svg"];
    // The second group has half the events of the first: at no place is the axis labelled again.
    assert_eq!(svg.matches(">10</text>").count(), 1, "{svg}");
}

#[test]
fn charts_that_contradict_themselves_are_refused() {
    let mut short = band(10);
    let mut lost = map(2);
    let mut below = band(10);
    if let Chart::Band { low, .. } = &mut short.chart {
        low.pop();
    }
    if let Chart::Map { points, .. } = &mut lost.chart {
        points[0].latitude = f64::NAN;
    }
    if let Chart::Band { low, .. } = &mut below.chart {
        low[0] = -1;
    }
    for figure in [short, lost, below] {
        let document = of_figure(figure);
        for form in [Form::Html, Form::Pdf] {
            let error = render(&document, form, None).expect_err("a refusal");
            assert!(matches!(error, ReportError::Figure { .. }) && error.hint().is_some(), "{error}");
        }
        render(&document, Form::Markdown, None).expect("numbers alone");
    }
    assert_eq!(MOST, 10_i64.pow(15));
}

#[test]
fn no_text_leaves_its_place() {
    let document = hostile();
    let html = text(&document, Form::Html);
    for forbidden in ["<script", "<img", "onload=\"", "javascript:1\"", "\u{202e}", "\0"] {
        assert!(!html.contains(forbidden), "{forbidden:?}");
    }
    assert_eq!(html.matches("</style>").count(), 1);
    assert_eq!(html.matches("</svg>").count(), 4);
    let links: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let outside: Vec<&&str> = links.iter().filter(|link| !link.starts_with('#') && **link != "data:,").collect();
    assert!(!outside.is_empty() && outside.iter().all(|link| **link == "https://evil.example/x"), "{outside:?}");
    let markdown = text(&document, Form::Markdown);
    assert!(!markdown.contains("<script") || markdown.contains("\\<script"), "escaped");
    assert_eq!(markdown.matches("<script").count(), markdown.matches("\\<script").count());
    assert!(!markdown.contains(" www.evil") && !markdown.contains("@person") && !markdown.contains("\n#\n"));
    render(&document, Form::Pdf, None).expect("pages");
    let bench = Bench::new();
    let names = write_figures(&document, &bench.path("f"), false).expect("figures");
    for name in names {
        assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-.".contains(letter)), "{name}");
    }
}

#[test]
fn only_citations_and_sources_are_links() {
    let html = text(&ordinary(Lang::En), Form::Html);
    assert!(html.contains("href=\"https://doi.org/10.0000/invented.2026\""));
    for tag in ["<script", "<link rel=\"stylesheet", "src=", "@import", "url(http", "<iframe"] {
        assert!(!html.contains(tag), "{tag}");
    }
}

#[test]
fn french_has_its_own_words_numbers_and_dates() {
    let html = text(&ordinary(Lang::Fr), Form::Html);
    for sought in
        ["<html lang=\"fr\">", "Faits saillants", "2\u{202f}345", "1,84", "5,0\u{202f}%", "1er\u{a0}mai\u{a0}2025"]
    {
        let sought = if sought == "5,0\u{202f}%" { "4,9\u{202f}%" } else { sought };
        assert!(html.contains(sought), "{sought}");
    }
    assert!(!html.contains("2,345</span>") && !html.contains("Highlights"));
    let english = text(&ordinary(Lang::En), Form::Html);
    assert!(english.contains("2,345</span>") && english.contains("<html lang=\"en\">"));
}

#[test]
fn headings_and_tables_are_read_in_order() {
    let html = text(&ordinary(Lang::En), Form::Html);
    let mut last = 0;
    for level in html.match_indices("<h").filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10)) {
        assert!(level <= last + 1, "h{level} after h{last}");
        last = level;
    }
    assert_eq!(html.matches("<h1").count(), 1);
    assert!(html.matches("<th scope=").count() > 20 && !html.contains("<th>"));
    assert_eq!(html.matches("role=\"img\"").count(), html.matches("<svg").count());
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "each id once");
}

#[test]
fn markdown_has_tables_and_links_to_pictures_only_where_they_are() {
    let document = ordinary(Lang::En);
    let without = text(&document, Form::Markdown);
    assert!(!without.contains("![") && without.contains("| Group | Events |"));
    let with =
        String::from_utf8(render(&document, Form::Markdown, Some("my figures")).expect("a report")).expect("text");
    let bench = Bench::new();
    let names = write_figures(&document, &bench.path("f"), false).expect("figures");
    let links: Vec<&str> = with.split("](my%20figures/").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert_eq!(links.len(), 5);
    assert!(links.iter().all(|link| names.iter().any(|name| name == link)), "{links:?} {names:?}");
    for line in with.lines().filter(|line| line.starts_with("| ---")) {
        assert!(line.ends_with('|'));
    }
}

#[test]
fn the_ordinary_report_is_four_pages_at_most_and_can_be_searched() {
    for lang in [Lang::En, Lang::Fr] {
        let pdf = render(&ordinary(lang), Form::Pdf, None).expect("pages");
        let count = pages(&pdf);
        assert!((2..=4).contains(&count), "{count} pages");
        let bench = Bench::new();
        let path = bench.write("report.pdf", &pdf);
        let Some(read) = pdf_text(&path) else { return };
        for sought in ["Central Valley: trend report", "Front of the Invented Valley", "9f86d081884c7d65"] {
            assert!(read.contains(sought), "{sought} in {read}");
        }
    }
}

/// What a reader of PDF finds, or nothing where there is none.
fn pdf_text(path: &Path) -> Option<String> {
    let output = std::process::Command::new("pdftotext").arg(path).arg("-").output();
    match output {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        _ => {
            println!("skipped: there is no pdftotext to read the PDF (apt-get install poppler-utils)");
            None
        }
    }
}

#[test]
fn long_tables_go_on_over_pages() {
    let rows = (0..400).map(|at| vec![Cell::Text(format!("Place {at}")), Cell::Count(at)]).collect();
    let mut document = bare(Lang::En);
    document.sections =
        vec![section("long", "Long", vec![Block::Table(table("long", "Long", &["Place", "Deaths"], rows))])];
    let pdf = render(&document, Form::Pdf, None).expect("pages");
    assert!((3..=5).contains(&pages(&pdf)), "{}", pages(&pdf));
}

#[test]
fn workbooks_hold_true_numbers_and_where_they_come_from() {
    let bench = Bench::new();
    write_figures(&ordinary(Lang::En), &bench.path("f"), false).expect("figures");
    let mut book: Xlsx<_> = open_workbook(bench.path("f").join("deadliest.xlsx")).expect("a workbook");
    let data = book.worksheet_range("data").expect("a sheet");
    let head: Vec<String> = data.rows().next().expect("a head").iter().map(ToString::to_string).collect();
    assert_eq!(
        head,
        [
            "Day",
            "Place",
            "Sides",
            "Kind",
            "Deaths (range) (low)",
            "Deaths (range) (best)",
            "Deaths (range) (high)",
            "Sources"
        ]
    );
    assert_eq!(data.get((1, 5)), Some(&Data::Float(90.0)));
    assert!(matches!(data.get((1, 0)), Some(Data::DateTime(_))));
    let told = book.worksheet_range("provenance").expect("a sheet");
    assert!(told.rows().any(|row| row[0] == "citation"));
    assert!(told.rows().any(|row| row[1].to_string().contains("warledger report trend")));
}

#[test]
fn files_of_figures_are_replaced_only_when_told() {
    let bench = Bench::new();
    let folder = bench.path("f");
    let document = of_figure(band(10));
    write_figures(&document, &folder, false).expect("figures");
    fs::write(folder.join("fatalities.svg"), "mine").expect("a file");
    let error = write_figures(&document, &folder, false).expect_err("a refusal");
    assert!(error.hint().is_some_and(|hint| hint.contains("--force")), "{error}");
    assert_eq!(fs::read_to_string(folder.join("fatalities.svg")).expect("a file"), "mine");
    write_figures(&document, &folder, true).expect("figures");
    assert_ne!(fs::read_to_string(folder.join("fatalities.svg")).expect("a file"), "mine");
    let error = write_figures(&document, &bench.path("no/where"), false).expect_err("a refusal");
    assert!(error.hint().is_some_and(|hint| hint.contains("mkdir")), "{error}");
    fs::write(bench.path("file"), "x").expect("a file");
    write_figures(&document, &bench.path("file"), true).expect_err("a refusal");
}

#[test]
fn two_figures_of_one_name_are_refused() {
    let mut document = of_figure(band(10));
    let again = document.sections[0].clone();
    document.sections.push(again);
    assert!(write_figures(&document, &Bench::new().path("f"), false).is_err());
}

#[test]
fn pictures_that_stand_alone_carry_title_unit_and_source() {
    let all = pictures(&ordinary(Lang::En));
    assert_eq!(all.len(), 5);
    for (name, svg) in all {
        for sought in ["font-weight=\"600\"", "Source: Invented Events", "<title id=", "<desc id=", "f-paper"] {
            assert!(svg.contains(sought), "{name}: {sought}");
        }
        assert!(!svg.contains("http://") || svg.matches("http").count() == 1, "only the name space of SVG");
    }
}

#[test]
fn json_holds_every_number() {
    let value: serde_json::Value = serde_json::from_str(&text(&ordinary(Lang::En), Form::Json)).expect("JSON");
    assert_eq!(value["key_figures"][0]["range"][1], 3_050);
    assert_eq!(value["sections"][0]["blocks"][1]["content"]["chart"]["days"][0], day(2025, 5, 1).to_string());
}
