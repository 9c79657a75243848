//! Pictures: each [`Chart`] as SVG, of one width that is readable on a telephone, in a column of paper and in a document.
//!
//! Axes, scales and lines are drawn by `plotters` into our own canvas; what it has no words for (values for the pointer,
//! hatches, classes by which a page changes the colours in the dark) is added to the same SVG.

mod axes;
mod band;
mod bars;
mod canvas;
mod colour;
mod map;
mod outlines;
mod panels;
mod projection;
mod svg;

use std::fmt::Write as _;

use plotters::drawing::DrawingAreaErrorKind;

pub(super) use self::colour::Colour;
use self::svg::{Anchor, Look, Svg};
use super::document::{Chart, Figure, Lang};
use super::error::ReportError;
use super::escape::slug;
use super::words::Words;

/// Width of a picture.
pub(super) const WIDTH: f64 = 400.0;

/// The highest number that is drawn: all counts up to it are exact on an axis.
const MOST: i64 = 1_000_000_000_000_000;

/// What surrounds a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// A page that writes title and source around it.
    Page,
    /// Nothing: title and source are inside it.
    Alone,
}

/// A picture in the making, and the language of its words.
struct Picture<'a> {
    svg: Svg,
    lang: Lang,
    words: &'a Words,
}

/// Why a chart cannot be drawn.
struct Refused(String);

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for Refused {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self(error.to_string())
    }
}

/// A figure as SVG.
///
/// # Errors
/// [`ReportError::Figure`] where the chart contradicts itself.
pub(super) fn svg(figure: &Figure, lang: Lang, surroundings: Surroundings) -> Result<String, ReportError> {
    let failed = |reason| ReportError::Figure { figure: figure.id.clone(), reason };
    let id = format!("fig-{}", slug(&figure.id));
    let mut picture = Picture { svg: Svg::new(&id, WIDTH), lang, words: Words::of(lang) };
    let (margin, is_alone) = match surroundings {
        Surroundings::Page => (0.0, false),
        Surroundings::Alone => (12.0, true),
    };
    let mut top = 4.0;
    if is_alone {
        top += picture.svg.lines((0.0, top), &figure.title, Look::bold(13.0), WIDTH) + 2.0;
    }
    picture.svg.text((0.0, top + 8.0), &super::fonts::shown(&figure.unit), Look::soft(axes::LABEL));
    top += 16.0;
    let mut bottom = chart(&mut picture, top, &figure.chart).map_err(|Refused(reason)| failed(reason))? + 4.0;
    if is_alone {
        bottom += 2.0;
        bottom += picture.svg.lines((0.0, bottom), &figure.caption, Look::soft(8.5), WIDTH) + 4.0;
    }
    Ok(picture.svg.finish(bottom, margin, &figure.title, &figure.alt, lang.code()))
}

fn chart(picture: &mut Picture<'_>, top: f64, chart: &Chart) -> Result<f64, Refused> {
    if let Some(number) = numbers(chart).find(|number| !(0..=MOST).contains(number)) {
        return Err(Refused(format!("{number} is not a count that can be drawn")));
    }
    match chart {
        Chart::Band { days, low, best, high } => band::draw(picture, top, &band::Band { days, low, best, high }),
        Chart::Panels { periods, period, panels } => panels::draw(picture, top, periods, *period, panels),
        Chart::Bars { bars } => bars::draw(picture, top, bars),
        Chart::Map { countries, points, areas, disclaimer } => {
            map::draw(picture, top, &map::Map { countries, points, areas, disclaimer })
        }
    }
}

/// All counts of a chart.
fn numbers(chart: &Chart) -> Box<dyn Iterator<Item = i64> + '_> {
    match chart {
        Chart::Band { low, best, high, .. } => Box::new(low.iter().chain(best).chain(high).copied()),
        Chart::Panels { panels, .. } => Box::new(panels.iter().flat_map(|panel| &panel.values).flatten().copied()),
        Chart::Bars { bars } => {
            Box::new(bars.iter().flat_map(|bar| {
                [bar.value, bar.range.map_or(0, |range| range.0), bar.range.map_or(0, |range| range.1)]
            }))
        }
        Chart::Map { points, areas, .. } => {
            let places = points.iter().flat_map(|place| [place.events, place.deaths_best.unwrap_or_default()]);
            Box::new(places.chain(areas.iter().flat_map(|area| [area.events, area.deaths_best.unwrap_or_default()])))
        }
    }
}

/// A line of text where there is nothing to draw; gives where it ends.
fn placeholder(picture: &mut Picture<'_>, top: f64) -> f64 {
    let look = Look::soft(11.0).at(Anchor::Middle);
    picture.svg.text((picture.svg.width / 2.0, top + 34.0), picture.words.nothing, look);
    top + 60.0
}

/// The colours of pictures as variables of a style sheet, in the light or in the dark.
pub(super) fn variables(is_dark: bool) -> String {
    let mut text = String::new();
    for each in Colour::ALL {
        let value = if is_dark { each.dark() } else { each.light() };
        let _ = write!(text, "--{}:{};", each.name(), colour::hex(value));
    }
    text
}

/// The rules by which shapes of pictures take the variables.
pub(super) fn rules() -> String {
    let mut text = String::new();
    for name in Colour::ALL.map(Colour::name) {
        let _ = write!(text, ".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}");
    }
    text
}
