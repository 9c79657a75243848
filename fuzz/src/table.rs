//! A table for each layout: its header, and a row that is taken.

use std::sync::{Arc, LazyLock};

use warledger::source::{Content, Definition};

use crate::read::REGISTRY;

/// Every layout of every built-in source.
pub static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let layouts =
        REGISTRY.all().iter().flat_map(|definition| definition.layouts.iter().map(move |one| (definition, one)));
    layouts
        .map(|(definition, layout)| Table {
            definition: definition.clone(),
            content: layout.content,
            header: layout.columns.clone(),
            row: layout.columns.iter().map(|name| cell(name)).collect(),
        })
        .collect()
});

/// A layout.
pub struct Table {
    /// The source.
    pub definition: Arc<Definition>,
    /// What its rows are.
    pub content: Content,
    /// The publisher's names of the columns.
    pub header: Vec<String>,
    /// A cell for each column; together they are a row without a fault.
    pub row: Vec<&'static str>,
}

impl Table {
    /// The header as a line.
    pub fn header_line(&self, separator: u8) -> Vec<u8> {
        let mut line = self.header.join(&char::from(separator).to_string()).into_bytes();
        line.push(b'\n');
        line
    }
}

/// A value that a column can have. Most columns are taken as text, or hold a number that nothing depends on.
fn cell(column: &str) -> &'static str {
    match column {
        "event_id_cnty" => "XVE1",
        "eventid" => "202504010001",
        "event_date" | "date_start" | "date_end" | "week" | "reference_period_start" | "published" | "date" => {
            "2025-04-01"
        }
        "reference_period_end" => "2025-04-30",
        "period_start" | "period_end" => "2025-04-02",
        "year" | "iyear" | "start_year" | "end_year" => "2025",
        "month" | "imonth" => "4",
        "code_status" => "Clear",
        "event_type" => "Battles",
        "sub_event_type" => "Armed clash",
        "type_of_violence" | "where_prec" | "date_prec" | "time_precision" | "geo_precision" | "date_precision" => "1",
        "specificity" | "inter1" | "inter2" | "admin_level" => "1",
        "latitude" => "-30.5",
        "longitude" => "-12.25",
        "low" | "low_est" | "value_low" => "3",
        "best" | "best_est" | "value_best" => "5",
        "high" | "high_est" | "value_high" => "9",
        "actor1" | "side_a" | "gname" => "Lantern Front",
        "actor2" | "side_b" => "Military Forces of Veldara (2015-)",
        "assoc_actor_1" | "ally_actor_1" => "Mirewell Guard; Orrin Watch",
        "country" | "country_txt" | "location_name" => "Veldara",
        "location_code" | "iso3" => "XVE",
        "admin1" | "adm_1" | "provstate" => "Orrin",
        "metric" => "killed",
        "victim_side" => "civilians",
        "verification" => "unconfirmed",
        _ => "7",
    }
}
