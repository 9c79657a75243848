//! A report in a browser without a network: Chromium, driven headless. Where there is none the tests say `skipped:`.
//!
//! `WARLEDGER_CHROMIUM` names the program; without it `chromium` is tried (`apt-get install chromium`).

use std::path::PathBuf;
use std::process::Command;

use warledger::report::document::Lang;
use warledger::report::{Form, render};

use crate::report_sample::{hostile, ordinary};
use crate::support::{Bench, sahel, shared};

fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("WARLEDGER_CHROMIUM").map_or_else(|| PathBuf::from("chromium"), PathBuf::from);
    let found = Command::new(&named).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        println!(
            "skipped: there is no Chromium {} (set WARLEDGER_CHROMIUM, or apt-get install chromium)",
            named.display()
        );
    }
    found.then_some(named)
}

/// Runs the browser on a page of the folder; gives what it printed on both streams.
fn run(program: &PathBuf, bench: &Bench, page: &str, args: &[&str]) -> (String, String) {
    let output = Command::new(program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--disable-quic", "--enable-logging=stderr"])
        // No name leads anywhere: a request would fail, and say so.
        .arg("--host-resolver-rules=MAP * ~NOTFOUND")
        .arg(format!("--user-data-dir={}", bench.path("profile").display()))
        .args(args)
        .arg(format!("file://{}", bench.path(page).display()))
        .output()
        .expect("Chromium starts");
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A page that holds the report in frames of two widths and tells what it finds in them.
fn wrapper(html: &str) -> String {
    let inside = html.replace('&', "&amp;").replace('"', "&quot;");
    let frame =
        |width: u32| format!("<iframe width={width} height=900 style=\"border:0\" srcdoc=\"{inside}\"></iframe>");
    let script = r#"
addEventListener('load', () => {
  const found = [...document.querySelectorAll('iframe')].map(frame => {
    const page = frame.contentDocument, win = frame.contentWindow;
    const width = page.documentElement.clientWidth;
    const shown = element => element.getClientRects().length > 0;
    const wide = [...page.querySelectorAll('main *')].filter(element => {
      const box = element.getBoundingClientRect();
      return shown(element) && !element.closest('svg') && !element.closest('thead') && box.right > width + 1;
    }).map(element => element.tagName);
    const pictures = [...page.querySelectorAll('figure svg')];
    const letters = [...page.querySelectorAll('main td, main th, main p, main li')].filter(shown)
      .map(element => parseFloat(win.getComputedStyle(element).fontSize));
    const scale = svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return {
      frame: frame.width,
      scroll: page.documentElement.scrollWidth - width,
      wide: wide.slice(0, 5),
      pictures: pictures.length,
      empty: pictures.filter(svg => svg.getBoundingClientRect().height < 40).length,
      smallest: Math.min(...letters),
      smallest_label: Math.min(...pictures.map(svg => scale(svg) * 8)),
      requests: win.performance.getEntriesByType('resource').length,
      scripts: page.scripts.length,
    };
  });
  document.body.innerHTML = '';
  document.body.textContent = 'FOUND' + JSON.stringify(found) + 'END';
});
"#;
    format!("<!doctype html><meta charset=utf-8><body>{}{}<script>{script}</script></body>", frame(375), frame(1280))
}

fn look(program: &PathBuf, html: &str) -> (serde_json::Value, String) {
    let bench = Bench::new();
    bench.write("wrapper.html", wrapper(html));
    let (page, log) = run(program, &bench, "wrapper.html", &["--window-size=1400,1000", "--dump-dom"]);
    let found = page.split("FOUND").nth(1).and_then(|rest| rest.split("END").next());
    let found = found.unwrap_or_else(|| panic!("the page told nothing: {page}\n{log}"));
    (serde_json::from_str(&found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).expect("JSON"), log)
}

#[test]
fn a_report_needs_no_network_and_fits_narrow_and_wide_screens() {
    let Some(program) = chromium() else { return };
    for (document, pictures) in [(ordinary(Lang::En), 5), (ordinary(Lang::Fr), 5), (hostile(), 4)] {
        let html = String::from_utf8(render(&document, Form::Html, None).expect("a report")).expect("text");
        let (found, log) = look(&program, &html);
        assert!(!log.contains("CONSOLE"), "{log}");
        let frames = found.as_array().expect("frames");
        assert_eq!(frames.len(), 2);
        for frame in frames {
            assert_eq!(frame["pictures"], pictures, "{frame}");
            for none in ["empty", "requests", "scripts", "scroll"] {
                assert_eq!(frame[none], 0, "{none}: {frame}");
            }
            assert_eq!(frame["wide"], serde_json::json!([]), "{frame}");
            assert!(frame["smallest"].as_f64() >= Some(11.0), "{frame}");
            assert!(frame["smallest_label"].as_f64() >= Some(6.5), "{frame}");
        }
    }
}

/// Opens a page alone and prints it: nothing is asked of the network, nothing is logged; gives the number of pages.
fn print(program: &PathBuf, html: &[u8]) -> usize {
    let bench = Bench::new();
    bench.write("report.html", html);
    let print = format!("--print-to-pdf={}", bench.path("report.pdf").display());
    let net = format!("--log-net-log={}", bench.path("net.json").display());
    let (_, log) = run(program, &bench, "report.html", &[&print, &net, "--no-pdf-header-footer"]);
    assert!(!log.contains("CONSOLE"), "{log}");
    let net = std::fs::read_to_string(bench.path("net.json")).expect("the log of the network");
    assert!(net.contains("\"events\""), "{net}");
    assert!(!net.contains("doi.org") && !net.contains("naturalearthdata"), "a link was followed");
    pages(&std::fs::read(bench.path("report.pdf")).unwrap_or_else(|error| panic!("{error}: {log}")))
}

/// Pages of a PDF file whose objects are not compressed together, as Chromium writes it.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.match_indices("/Type /Page").filter(|(at, page)| !text[at + page.len()..].starts_with('s')).count()
}

#[test]
fn a_report_opened_alone_is_silent_and_prints_on_four_pages() {
    let Some(program) = chromium() else { return };
    for lang in [Lang::En, Lang::Fr] {
        let count = print(&program, &render(&ordinary(lang), Form::Html, None).expect("a report"));
        assert!((1..=4).contains(&count), "{count} pages");
    }
}

/// The report of the arguments as the program writes it: it fits both screens, prints on four pages, and so is the PDF.
fn fits(program: &PathBuf, bench: &Bench, args: &[&str]) {
    let args = [&["report", "trend"], args].concat();
    let html = bench.ok(&[&args[..], &["--format", "html"]].concat());
    let (found, log) = look(program, &html);
    assert!(!log.contains("CONSOLE"), "{log}");
    for frame in found.as_array().expect("frames") {
        assert!(frame["pictures"].as_i64() >= Some(4), "{args:?}: {frame}");
        for none in ["empty", "requests", "scripts", "scroll"] {
            assert_eq!(frame[none], 0, "{none}, {args:?}: {frame}");
        }
        assert_eq!(frame["wide"], serde_json::json!([]), "{args:?}: {frame}");
    }
    let count = print(program, html.as_bytes());
    assert!((1..=4).contains(&count), "{args:?}: {count} pages");
}

#[test]
fn reports_of_real_data_fit_screens_and_four_pages() {
    let Some(program) = chromium() else { return };
    let bench = sahel();
    for args in [&[][..], &["--lang", "fr"], &["--group", "JNIM"], &["--country", "Mali", "--lang", "fr"]] {
        fits(&program, &bench, args);
    }
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let bench = Bench::new();
    bench.ok(&["load", &file.display().to_string()]);
    for lang in ["en", "fr"] {
        fits(&program, &bench, &["--country", "Burkina Faso", "--since", "2023-01-01", "--lang", lang]);
    }
    let Some(file) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    bench.ok(&["load", &file.display().to_string()]);
    for lang in ["en", "fr"] {
        fits(&program, &bench, &["--region", "all", "--since", "2026-01-01", "--lang", lang]);
    }
}
