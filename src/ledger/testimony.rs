//! Questions about who says so: troops killed by what is claimed, and the policies that say whose claims count.

use super::filter::Filter;
use super::params::Params;
use super::question::rows;
use super::{Ledger, Rows};
use crate::error::{Error, Result};

impl Ledger {
    /// Troops killed by what is claimed, under each policy or one: columns of the macro `troops_killed_since`.
    ///
    /// # Errors
    /// [`Error::Refused`] if no claims data are loaded.
    pub fn troops(&self, filter: &Filter, policy: Option<&str>) -> Result<Rows> {
        let found = filter.resolve(self)?;
        let policy = policy.map(|name| self.known_policy(name)).transpose()?;
        let claims: bool = self
            .conn
            .query_row(
                "select count(*) > 0 from source where has_claims and (? is null or source = ?)",
                [&found.source, &found.source],
                |row| row.get(0),
            )
            .map_err(|error| Error::engine("troops", error))?;
        if !claims {
            return Err(Error::Refused {
                reason: "no claims data are loaded: who says how many troops were killed is not in the ledger".to_owned(),
                hint: "load the built-in data: warledger load builtin:sahel_2025 (UCDP's own count of state forces' dead is in `warledger fatalities`)".to_owned(),
            });
        }
        let area_alone = Filter { country: None, region: None, ..filter.clone() }.is_coarse()
            && !(filter.country.is_some() && filter.region.is_some());
        let from = if area_alone {
            "troops_killed_since"
        } else {
            self.select(&found, false, false)?;
            self.make_selected("troops_killed_since", &found, &["event_measure", "event_area", "group_event"])?;
            "selected_troops_killed_since"
        };
        let sql = format!(
            "select * from {from}(coalesce($since::date, date '0001-01-01'), until := $until::date) \
             where ($source::text is null or source = $source::text) \
             and ($policy::text is null or policy = $policy::text) \
             and case \
               when $country_iso3::text is not null then area_kind = 'country' \
                 and area in (select country from event where country_iso3 = $country_iso3::text) \
               when $country::text is not null then area_kind = 'country' and lower(area) = lower($country::text) \
               when $region::text is not null then area_kind = 'region' and area = $region::text \
               else true end"
        );
        rows(&self.conn, "troops", &sql, &found.params().with("policy", policy))
    }

    /// Whose claims count, under each policy.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn policies(&self) -> Result<Rows> {
        rows(&self.conn, "policies", "select * from policy order by position", &Params::new())
    }
}
