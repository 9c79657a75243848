//! Values of arguments: what they must look like, and what is said if they do not.

use chrono::NaiveDate;
use chrono::format::{Item, StrftimeItems};

/// A date as YYYY-MM-DD.
pub(crate) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "write a date as YYYY-MM-DD, such as 2025-05-01".to_owned())
}

/// First and last day as FROM..TO.
pub(crate) fn days(text: &str) -> Result<(NaiveDate, NaiveDate), String> {
    let (from, to) =
        text.split_once("..").ok_or("write first and last day as FROM..TO, such as 2025-01-01..2025-12-31")?;
    let (from, to) = (date(from.trim())?, date(to.trim())?);
    if from > to { Err(format!("{from} is after {to}")) } else { Ok((from, to)) }
}

/// A share in percent.
pub(crate) fn percent(text: &str) -> Result<f64, String> {
    text.trim_end_matches('%')
        .parse::<f64>()
        .ok()
        .filter(|share| (0.0..=100.0).contains(share))
        .ok_or_else(|| "give a percentage between 0 and 100".to_owned())
}

/// A strftime pattern that tells a day.
pub(crate) fn date_format(text: &str) -> Result<String, String> {
    let is_sound = StrftimeItems::new(text).all(|item| item != Item::Error);
    let is_whole = [&["%d", "%e"][..], &["%m", "%b", "%B"], &["%Y", "%y"]]
        .iter()
        .all(|either| either.iter().any(|part| text.contains(part)));
    if is_sound && (is_whole || text.contains("%F") || text.contains("%D")) {
        return Ok(text.to_owned());
    }
    Err("write a form with day, month and year, such as '%d/%m/%Y' (29/12/2015) or '%m/%d/%Y' (12/29/2015)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_dates_tells_the_day() {
        for form in ["%d/%m/%Y", "%m/%d/%y", "%d %B %Y", "%F"] {
            assert!(date_format(form).is_ok(), "{form}");
        }
        for form in ["", "%d/%m", "dd/mm/yyyy", "%d/%m/%Y %Q"] {
            assert!(date_format(form).is_err(), "{form}");
        }
    }
}
