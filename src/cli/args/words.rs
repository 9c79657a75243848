//! Arguments as they can be typed again: the question that a file keeps.

use super::{ByArg, FilterArgs};

impl FilterArgs {
    /// As they can be typed again, each after a space.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        for (flag, date) in [("since", self.since), ("until", self.until)] {
            if let Some(date) = date {
                words.push_str(&format!(" --{flag} {date}"));
            }
        }
        for (flag, text) in [
            ("country", &self.country),
            ("admin1", &self.admin1),
            ("region", &self.region),
            ("group", &self.group),
            ("class", &self.class),
            ("source", &self.source),
        ] {
            if let Some(text) = text {
                words.push_str(&format!(" --{flag} {text:?}"));
            }
        }
        for (flag, given) in [
            ("civilians", self.civilians),
            ("with-allies", self.with_allies),
            ("without-members", self.without_members),
        ] {
            if given {
                words.push_str(&format!(" --{flag}"));
            }
        }
        words
    }
}

impl ByArg {
    /// As it can be typed again, after a space.
    pub(crate) fn words(self) -> &'static str {
        match self {
            ByArg::Week => " --by week",
            ByArg::AcledWeek => " --by acled-week",
            ByArg::Month => " --by month",
        }
    }
}
