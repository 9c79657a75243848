//! Horizontal bars with their labels above them and their values behind.

use super::axes::LABEL;
use super::colour::Colour;
use super::svg::{Fill, Line, Look, fitted, room};
use super::{Picture, Refused, placeholder};
use crate::report::document::Bar;
use crate::report::fonts::Weight;

/// Height of a bar, and of a bar with its label.
const THICK: f64 = 9.0;
const ROW: f64 = 27.0;

/// Size of a label.
const SIZE: f64 = 10.5;

/// Draws the bars below `top`; gives where they end.
pub(super) fn draw(picture: &mut Picture<'_>, top: f64, bars: &[Bar]) -> Result<f64, Refused> {
    if bars.is_empty() {
        return Ok(placeholder(picture, top));
    }
    let values: Vec<String> = bars.iter().map(|bar| value(picture, bar)).collect();
    let widest = values.iter().map(|text| room(text, Weight::Regular, LABEL)).fold(0.0, f64::max);
    let longest_bar = picture.svg.width - widest - 8.0;
    let longest = bars.iter().map(|bar| bar.range.map_or(bar.value, |(_, high)| high.max(bar.value))).max();
    let longest = longest.unwrap_or_default().max(1) as f64;
    for (at, (bar, text)) in bars.iter().zip(&values).enumerate() {
        let y = top + ROW * at as f64;
        picture.svg.text(
            (0.0, y + 10.0),
            &fitted(&bar.label, Weight::Regular, SIZE, picture.svg.width),
            Look::plain(SIZE),
        );
        let length = |value: i64| longest_bar * value as f64 / longest;
        let title = format!("{}{} {text}", bar.label, picture.words.colon);
        let ground = y + 13.5;
        picture.svg.rect((0.0, ground), (length(bar.value).max(0.8), THICK), Fill::Solid(Colour::Strong), Some(&title));
        let mut end = length(bar.value);
        if let Some((low, high)) = bar.range.filter(|(low, high)| low != high) {
            let middle = ground + THICK / 2.0;
            let (from, to) = (length(low.max(0)), length(high.max(0)));
            // A rim keeps the whisker apart from the bar that it lies on.
            picture.svg.line((from, middle), (to, middle), Line::of(Colour::Paper, 3.2));
            picture.svg.line((from, middle), (to, middle), Line::of(Colour::Ink, 1.2));
            for x in [from, to] {
                picture.svg.line((x, middle - 3.5), (x, middle + 3.5), Line::of(Colour::Ink, 1.2));
            }
            end = end.max(to);
        }
        picture.svg.text((end + 5.0, ground + THICK - 1.2), text, Look::plain(LABEL));
    }
    Ok(top + ROW * bars.len() as f64)
}

fn value(picture: &Picture<'_>, bar: &Bar) -> String {
    match bar.range {
        Some((low, high)) => picture.lang.estimate(low, bar.value, high),
        None => picture.lang.count(bar.value),
    }
}
