//! A cumulative line within the band of its range.

use chrono::{Days, NaiveDate};
use plotters::prelude::*;

use super::axes::{self, Area, Axes, Plot, Scale};
use super::canvas::rgb;
use super::colour::Colour;
use super::svg::{Anchor, Fill, Line, Look, room};
use super::{Picture, Refused, placeholder};

/// Height of the plot with its axis.
const HEIGHT: f64 = 200.0;

/// Points of a line at most: more than there are dots to tell them apart.
const POINTS: usize = 400;

/// Strips that show values to the pointer, at most.
const STRIPS: usize = 120;

/// The estimates of each day.
pub(super) struct Band<'a> {
    pub(super) days: &'a [NaiveDate],
    pub(super) low: &'a [i64],
    pub(super) best: &'a [i64],
    pub(super) high: &'a [i64],
}

impl Band<'_> {
    fn has_range(&self) -> bool {
        self.low != self.best || self.high != self.best
    }
}

/// Draws the band below `top`; gives where it ends.
pub(super) fn draw(picture: &mut Picture<'_>, top: f64, band: &Band<'_>) -> Result<f64, Refused> {
    let length = band.days.len();
    if [band.low.len(), band.best.len(), band.high.len()].iter().any(|other| *other != length) {
        return Err(Refused("its days and estimates are of different lengths".to_owned()));
    }
    let (Some(first), Some(last)) = (band.days.first().copied(), band.days.last().copied()) else {
        return Ok(placeholder(picture, top));
    };
    let most = band.high.iter().chain(band.best).copied().max().unwrap_or_default();
    let lang = picture.lang;
    let margin = axes::margin_of(most, lang);
    let ends = ends(picture, band);
    let right = ends.iter().map(|end| room(&end.text, end.look.weight, end.look.size)).fold(20.0, f64::max) + 10.0;
    let width = picture.svg.width - right;
    let ticks = axes::ticks(first, last, width - margin, lang);
    // One day is shown as a short line.
    let end = last.max(first.checked_add_days(Days::new(1)).unwrap_or(last));
    let area = Area { left: 0.0, top, width, height: HEIGHT };
    let days = axes::number(first)..axes::number(end).max(axes::number(first) + 1);
    let axes = Axes { area, margin, days, ticks: &ticks, most, lang };
    let scale = axes::axes(&mut picture.svg, axes, |chart| series(chart, band))?;
    write_ends(picture, &scale, axes::number(end), ends);
    strips(picture, &scale, band, top);
    Ok(top + HEIGHT)
}

/// The band, its edges and the line of the best estimate.
fn series(chart: &mut Plot<'_>, band: &Band<'_>) -> Result<(), DrawingAreaErrorKind<super::canvas::UnknownColour>> {
    let line = |values: &[i64]| -> Vec<(i64, i64)> {
        let mut points: Vec<_> = kept(band.days.len()).map(|at| (axes::number(band.days[at]), values[at])).collect();
        if let [(day, value)] = points[..] {
            points.push((day + 1, value));
        }
        points
    };
    if band.has_range() {
        let mut outline = line(band.high);
        outline.extend(line(band.low).into_iter().rev());
        chart.draw_series(std::iter::once(Polygon::new(outline, rgb(Colour::Tint))))?;
        for values in [band.low, band.high] {
            chart.draw_series(LineSeries::new(line(values), rgb(Colour::Strong).stroke_width(6)))?;
        }
    }
    chart.draw_series(LineSeries::new(line(band.best), rgb(Colour::Ink).stroke_width(20)))?;
    Ok(())
}

/// Of so many points those that are drawn: all, or some at equal distances, and always the last.
fn kept(length: usize) -> impl Iterator<Item = usize> {
    let step = length.div_ceil(POINTS).max(1);
    (0..length).filter(move |at| (length - 1 - at).is_multiple_of(step))
}

/// A value at the right end of its line.
struct End {
    value: i64,
    text: String,
    look: Look,
}

fn ends(picture: &Picture<'_>, band: &Band<'_>) -> Vec<End> {
    let words = picture.words;
    let text = |word: &str, value: i64| format!("{word} {}", picture.lang.count(value));
    let last = |values: &[i64]| values.last().copied().unwrap_or_default();
    let mut ends = Vec::new();
    let best = last(band.best);
    if band.has_range() {
        ends.push(End {
            value: last(band.high),
            text: text(words.high, last(band.high)),
            look: Look::soft(axes::LABEL),
        });
        ends.push(End { value: best, text: text(words.best, best), look: Look::bold(axes::LABEL + 0.5) });
        ends.push(End { value: last(band.low), text: text(words.low, last(band.low)), look: Look::soft(axes::LABEL) });
    } else {
        ends.push(End { value: best, text: picture.lang.count(best), look: Look::bold(axes::LABEL + 0.5) });
    }
    ends
}

/// The values from the highest to the lowest, moved apart where they would lie on each other.
fn write_ends(picture: &mut Picture<'_>, scale: &Scale, day: i64, ends: Vec<End>) {
    let step = axes::LABEL + 2.0;
    let mut places: Vec<f64> = ends.iter().map(|end| scale.y(end.value)).collect();
    for at in 1..places.len() {
        places[at] = places[at].max(places[at - 1] + step);
    }
    let floor = scale.y(0);
    if let Some(over) = places.last().map(|last| last - floor).filter(|over| *over > 0.0) {
        if let Some(last) = places.last_mut() {
            *last -= over;
        }
        for at in (0..places.len().saturating_sub(1)).rev() {
            places[at] = places[at].min(places[at + 1] - step);
        }
    }
    for (end, y) in ends.iter().zip(places) {
        picture.svg.text((scale.x(day) + 6.0, y + axes::LABEL * 0.35), &end.text, end.look.at(Anchor::Start));
    }
}

/// Invisible strips over the plot that show each day's estimate to the pointer.
fn strips(picture: &mut Picture<'_>, scale: &Scale, band: &Band<'_>, top: f64) {
    let step = band.days.len().div_ceil(STRIPS).max(1);
    let bottom = scale.y(0);
    let days: Vec<usize> = (0..band.days.len()).step_by(step).collect();
    for (at, day) in days.iter().copied().enumerate() {
        let left = scale.x(axes::number(band.days[day]));
        let right = match days.get(at + 1) {
            Some(next) => scale.x(axes::number(band.days[*next])),
            None => left + 4.0,
        };
        let estimate = picture.lang.estimate(band.low[day], band.best[day], band.high[day]);
        let title = format!("{}{} {estimate}", picture.lang.date(band.days[day]), picture.words.colon);
        picture.svg.rect((left, top), (right - left, bottom - top), Fill::Sheer(Colour::Paper, 0.0), Some(&title));
    }
    // A mark where the line ends.
    if let (Some(day), Some(best)) = (band.days.last(), band.best.last()) {
        let at = (scale.x(axes::number(*day)), scale.y(*best));
        picture.svg.circle(at, 2.6, Fill::Solid(Colour::Ink), Some(Line::of(Colour::Paper, 1.0)), None);
    }
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn a_long_line_keeps_its_end() {
        for length in [1, 2, 400, 401, 12_345] {
            let points: Vec<usize> = kept(length).collect();
            assert!(points.len() <= 400 && points.last() == Some(&(length - 1)), "{length}");
        }
        assert_eq!(kept(0).count(), 0);
        assert_eq!(kept(5).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }
}
