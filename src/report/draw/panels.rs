//! Small panels of bars over the same periods, all on one scale.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::axes::{self, Area, Axes, FOOT, Scale, Ticks};
use super::colour::Colour;
use super::svg::{Fill, Line, Look, Stripes, fitted, room};
use super::{Picture, Refused, placeholder};
use crate::report::document::{Panel, Step};
use crate::report::fonts::Weight;

/// Height of a plot without title and days.
const PLOT: f64 = 66.0;

/// Room for a title, and for a note under it.
const TITLE: f64 = 16.0;
const NOTE: f64 = 13.0;

/// Between two panels beside each other.
const GUTTER: f64 = 14.0;

/// Draws the panels below `top`, two beside each other where there are several; gives where they end.
pub(super) fn draw(
    picture: &mut Picture<'_>,
    top: f64,
    periods: &[NaiveDate],
    step: Step,
    panels: &[Panel],
) -> Result<f64, Refused> {
    if let Some(panel) =
        panels.iter().find(|panel| panel.values.len() != periods.len() || panel.incomplete.len() != periods.len())
    {
        return Err(Refused(format!("the panel {:?} has not one value for each period", panel.title)));
    }
    let (Some(first), Some(last)) = (periods.first().copied(), periods.last().copied()) else {
        return Ok(placeholder(picture, top));
    };
    if panels.is_empty() {
        return Ok(placeholder(picture, top));
    }
    let end = after(last, step);
    let most = panels.iter().flat_map(|panel| &panel.values).flatten().copied().max().unwrap_or_default();
    let columns = if panels.len() == 1 { 1 } else { 2 };
    let margin = axes::margin_of(most, picture.lang);
    // All plots are of one width: bars of the same height and width mean the same.
    let gutters = GUTTER * (columns - 1) as f64;
    let plot = (picture.svg.width - margin - gutters - 2.0) / columns as f64;
    let ticks = axes::ticks(first, last, plot, picture.lang);
    let note = if panels.iter().any(|panel| panel.note.is_some()) { NOTE } else { 0.0 };
    let height = if columns == 1 { PLOT * 1.8 } else { PLOT };
    let row = TITLE + note + height + FOOT + 8.0;
    for (at, panel) in panels.iter().enumerate() {
        let (column, line) = (at % columns, at / columns);
        let left = if column == 0 { 0.0 } else { margin + plot + GUTTER };
        let labels = if column == 0 { margin } else { 0.0 };
        let y = top + row * line as f64;
        let text = left + labels;
        picture.svg.text((text, y + 11.0), &fitted(&panel.title, Weight::SemiBold, 10.5, plot), Look::bold(10.5));
        if let Some(note) = &panel.note {
            picture.svg.text((text, y + 23.0), &fitted(note, Weight::Regular, 9.5, plot), Look::soft(9.5));
        }
        let area = Area { left, top: y + TITLE + note, width: labels + plot, height: height + FOOT };
        bars(picture, area, labels, (periods, end, step), panel, most, &ticks)?;
    }
    let rows = panels.len().div_ceil(columns);
    Ok(legend(picture, top + row * rows as f64 - 4.0, margin, panels))
}

fn bars(
    picture: &mut Picture<'_>,
    area: Area,
    labels: f64,
    (periods, end, step): (&[NaiveDate], NaiveDate, Step),
    panel: &Panel,
    most: i64,
    ticks: &Ticks,
) -> Result<(), Refused> {
    let lang = picture.lang;
    let days = axes::number(periods[0])..axes::number(end).max(axes::number(periods[0]) + 1);
    let axes = Axes { area, margin: labels, days, ticks, most, lang };
    let scale = axes::axes(&mut picture.svg, axes, |_| Ok(()))?;
    for (at, period) in periods.iter().enumerate() {
        let next = periods.get(at + 1).copied().unwrap_or(end);
        let (left, right) = (scale.x(axes::number(*period)), scale.x(axes::number(next)));
        let gap = ((right - left) * 0.15).clamp(0.2, 2.0);
        bar(picture, &scale, (left + gap / 2.0, right - gap / 2.0), panel, at, &named(picture, *period, step));
    }
    // The ground line stands over the bars.
    let ground = scale.y(0);
    let (from, to) = (scale.x(axes::number(periods[0])), scale.x(axes::number(end)));
    picture.svg.line((from, ground), (to, ground), Line::of(Colour::Soft, 0.8));
    Ok(())
}

fn bar(picture: &mut Picture<'_>, scale: &Scale, (left, right): (f64, f64), panel: &Panel, at: usize, period: &str) {
    let ground = scale.y(0);
    let words = picture.words;
    let colon = words.colon;
    let Some(value) = panel.values[at] else {
        let top = ground - 20.0;
        let title = format!("{period}{colon} {}", words.no_data);
        picture.svg.striped((left, top), (right - left, ground - top), Stripes::Dots, Some(&title));
        return;
    };
    let count = picture.lang.count(value);
    let top = scale.y(value.max(0));
    let size = (right - left, ground - top);
    if panel.incomplete[at] {
        let title = format!("{period}{colon} {count} ({})", words.not_complete);
        picture.svg.rect((left, top), size, Fill::Solid(Colour::Paper), None);
        picture.svg.striped((left, top), size, Stripes::Hatch, Some(&title));
        let corners = vec![(left, ground), (left, top), (right, top), (right, ground)];
        picture.svg.path(&[corners], false, Fill::None, Some(Line::of(Colour::Strong, 0.7)), None);
    } else {
        picture.svg.rect((left, top), size, Fill::Solid(Colour::Strong), Some(&format!("{period}{colon} {count}")));
    }
}

/// What hatched and dotted bars mean, where there are any; gives where the legend ends.
fn legend(picture: &mut Picture<'_>, top: f64, left: f64, panels: &[Panel]) -> f64 {
    let has_open = panels.iter().any(|panel| {
        panel.values.iter().zip(&panel.incomplete).any(|(value, incomplete)| *incomplete && value.is_some())
    });
    let has_unknown = panels.iter().any(|panel| panel.values.contains(&None));
    let mut x = left;
    for (is_there, stripes, text) in
        [(has_open, Stripes::Hatch, picture.words.not_complete), (has_unknown, Stripes::Dots, picture.words.no_data)]
    {
        if !is_there {
            continue;
        }
        picture.svg.striped((x, top), (14.0, 9.0), stripes, None);
        let frame = vec![(x, top), (x + 14.0, top), (x + 14.0, top + 9.0), (x, top + 9.0)];
        picture.svg.path(&[frame], true, Fill::None, Some(Line::of(Colour::Edge, 0.6)), None);
        picture.svg.text((x + 19.0, top + 8.0), text, Look::soft(axes::LABEL));
        x += 19.0 + room(text, Weight::Regular, axes::LABEL) + 18.0;
    }
    if x > left { top + 14.0 } else { top }
}

fn after(period: NaiveDate, step: Step) -> NaiveDate {
    let next = match step {
        Step::Week => period.checked_add_days(Days::new(7)),
        Step::Month => period.checked_add_months(Months::new(1)),
    };
    next.unwrap_or(period)
}

fn named(picture: &Picture<'_>, period: NaiveDate, step: Step) -> String {
    match step {
        Step::Week => {
            let last = period.checked_add_days(Days::new(6)).unwrap_or(period);
            picture.lang.period(period, last)
        }
        Step::Month if period.day() == 1 => picture.lang.month_year(period),
        Step::Month => picture.lang.date(period),
    }
}
