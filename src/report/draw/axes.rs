//! Axes and scales: days across, counts upwards, with lines where the labels are.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate};
use plotters::coord::combinators::WithKeyPoints;
use plotters::coord::types::RangedCoordi64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::canvas::{Canvas, FINE, UnknownColour, rgb};
use super::colour::Colour;
use super::svg::{Svg, room};
use crate::report::document::Lang;
use crate::report::fonts::{FAMILY, Weight};

/// Size of the labels.
pub(super) const LABEL: f64 = 9.5;

/// Room under the plot for the labels of days.
pub(super) const FOOT: f64 = 18.0;

/// A box of the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// From days and counts to places of the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    first: (i64, i64),
    last: (i64, i64),
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Where a day, counted from the beginning of our era, stands.
    pub(super) fn x(&self, day: i64) -> f64 {
        let part = (day - self.first.0) as f64 / ((self.last.0 - self.first.0) as f64).max(1.0);
        self.from.0 + part * (self.to.0 - self.from.0)
    }

    /// Where a count stands.
    pub(super) fn y(&self, count: i64) -> f64 {
        let part = (count as f64 - self.first.1 as f64) / (self.last.1 as f64 - self.first.1 as f64).max(1.0);
        self.from.1 + part * (self.to.1 - self.from.1)
    }
}

/// Marks on the axis of days.
pub(super) type Ticks = Vec<(i64, String)>;

/// A day as the number that stands for it on an axis.
pub(super) fn number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

/// Whole numbers with marks of our own: the library's choice does not end for every span.
type Axis = WithKeyPoints<RangedCoordi64>;

/// What the library draws on.
pub(super) type Plot<'c> = ChartContext<'c, Canvas<'c>, Cartesian2d<Axis, Axis>>;

/// What axes are made of.
pub(super) struct Axes<'a> {
    pub(super) area: Area,
    /// Room for the labels of counts left of the plot; nothing for no labels.
    pub(super) margin: f64,
    pub(super) days: Range<i64>,
    pub(super) ticks: &'a Ticks,
    /// The highest value.
    pub(super) most: i64,
    pub(super) lang: Lang,
}

/// Draws axes and lets `series` draw on them.
pub(super) fn axes(
    svg: &mut Svg,
    axes: Axes<'_>,
    series: impl FnOnce(&mut Plot<'_>) -> Result<(), DrawingAreaErrorKind<UnknownColour>>,
) -> Result<Scale, DrawingAreaErrorKind<UnknownColour>> {
    let Axes { area, margin, days, ticks, most, lang } = axes;
    let canvas = Canvas { svg, left: area.left, top: area.top, width: area.width, height: area.height };
    let root = canvas.into_drawing_area();
    let top = top_of(most);
    let mut chart =
        ChartBuilder::on(&root).x_label_area_size(FOOT * FINE).y_label_area_size(margin * FINE).build_cartesian_2d(
            days.clone().with_key_points(ticks.iter().map(|(day, _)| *day).collect()),
            (0..top).with_key_points(counts(top)),
        )?;
    let label = (FAMILY, LABEL * FINE).into_font().color(&rgb(Colour::Soft));
    let of_day = |day: &i64| ticks.iter().find(|(at, _)| at == day).map(|(_, text)| text.clone()).unwrap_or_default();
    let of_count = |count: &i64| lang.count(*count);
    let mut mesh = chart.configure_mesh();
    mesh.disable_x_mesh()
        .max_light_lines(0)
        .bold_line_style(rgb(Colour::Rule).stroke_width(7))
        .light_line_style(TRANSPARENT)
        .axis_style(rgb(Colour::Edge).stroke_width(7))
        .set_all_tick_mark_size(0)
        .x_label_style(label.pos(Pos::new(HPos::Center, VPos::Top)))
        .y_label_style(label)
        .x_label_formatter(&of_day)
        .y_label_formatter(&of_count);
    mesh.draw()?;
    series(&mut chart)?;
    let corner = |day, count| {
        let (x, y) = chart.backend_coord(&(day, count));
        (area.left + f64::from(x) / FINE, area.top + f64::from(y) / FINE)
    };
    Ok(Scale { first: (days.start, 0), last: (days.end, top), from: corner(days.start, 0), to: corner(days.end, top) })
}

/// Marks of an axis of counts: three to six round numbers from nothing on.
fn counts(top: i64) -> Vec<i64> {
    let mut step = 1;
    let mut factors = [2, 5, 10].into_iter().cycle();
    let mut power = 1;
    while top / step > 4 {
        let factor = factors.next().unwrap_or(10);
        step = power * factor;
        if factor == 10 {
            power *= 10;
        }
    }
    (0..=top / step).map(|mark| mark * step).collect()
}

/// The upper end of an axis: a little above the highest value, and never nothing.
fn top_of(most: i64) -> i64 {
    most.saturating_add(most / 16).max(2)
}

/// How wide the labels of an axis of counts may be.
pub(super) fn margin_of(most: i64, lang: Lang) -> f64 {
    room(&lang.count(top_of(most)), Weight::Regular, LABEL).max(16.0) + 7.0
}

/// Marks of a span of days, no closer than `room` allows: days in a short one, months, then years.
pub(super) fn ticks(first: NaiveDate, last: NaiveDate, room: f64, lang: Lang) -> Ticks {
    let most = (room / 46.0).floor().max(1.0) as i64;
    let days = (last - first).num_days();
    let mut marks = Vec::new();
    if days < 62 {
        let step = (days / most.max(1) + 1).max(1) as u64;
        let step = if step > 7 { step.div_ceil(7) * 7 } else { step };
        let mut day = first;
        while day <= last {
            marks.push((number(day), format!("{}\u{a0}{}", day.day(), lang.short_month(day.month()))));
            let Some(next) = day.checked_add_days(Days::new(step)) else { break };
            day = next;
        }
        return marks;
    }
    let months = days / 30 + 1;
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600].into_iter().find(|step| months / step < most).unwrap_or(1_200);
    let mut day = first.with_day(1).unwrap_or(first);
    let mut is_first = true;
    while day <= last {
        let count = i64::from(day.year()) * 12 + i64::from(day.month0());
        if day >= first && count % step == 0 {
            let with_year = step >= 12 || is_first || day.month() <= step as u32;
            let text = match (step >= 12, with_year) {
                (true, _) => day.year().to_string(),
                (false, true) => format!("{}\u{a0}{}", lang.short_month(day.month()), day.year()),
                (false, false) => lang.short_month(day.month()).to_owned(),
            };
            marks.push((number(day), text));
            is_first = false;
        }
        let Some(next) = day.checked_add_months(Months::new(1)) else { break };
        day = next;
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
    }

    fn texts(first: NaiveDate, last: NaiveDate, room: f64) -> Vec<String> {
        ticks(first, last, room, Lang::En).into_iter().map(|(_, text)| text.replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn marks_grow_with_the_span() {
        assert_eq!(texts(day(2025, 5, 1), day(2025, 5, 1), 300.0), ["1 May"]);
        assert_eq!(texts(day(2025, 5, 5), day(2025, 6, 30), 200.0), ["5 May", "26 May", "16 Jun"]);
        assert_eq!(
            texts(day(2024, 11, 1), day(2025, 4, 30), 400.0),
            ["Nov 2024", "Dec", "Jan 2025", "Feb", "Mar", "Apr"]
        );
        assert_eq!(texts(day(2000, 1, 1), day(2020, 1, 1), 250.0), ["2000", "2005", "2010", "2015", "2020"]);
    }

    #[test]
    fn marks_of_counts_are_round() {
        assert_eq!(counts(2), [0, 1, 2]);
        assert_eq!(counts(13), [0, 5, 10]);
        assert_eq!(counts(45), [0, 10, 20, 30, 40]);
        assert_eq!(counts(2_491), [0, 500, 1_000, 1_500, 2_000]);
        assert_eq!(counts(1_062_500_000_000_000).len(), 3);
    }

    #[test]
    fn an_axis_ends_above_its_highest_value() {
        for most in [0, 1, 3, 5, 99, 100, 1_000_000, 1_000_000_000_000_000] {
            assert!(top_of(most) >= most && top_of(most) >= 2, "{most}");
        }
    }
}
