//! Invented rows in publishers' layouts, for tests of what loads do. The places exist nowhere.

/// The header of ACLED's present layout.
pub(crate) const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

/// A battle in ACLED's layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AcledRow {
    pub(crate) id: String,
    pub(crate) date: String,
    pub(crate) country: &'static str,
    pub(crate) group: &'static str,
    pub(crate) deaths: u32,
    pub(crate) upload: i64,
}

impl AcledRow {
    pub(crate) fn new(id: &str, date: &str, country: &'static str, deaths: u32, upload: i64) -> Self {
        AcledRow { id: id.to_owned(), date: date.to_owned(), country, group: "Lantern Front", deaths, upload }
    }

    fn line(&self) -> String {
        let AcledRow { id, date, country, group, deaths, upload } = self;
        format!(
            "{id},{date},{},1,Political violence,Battles,Armed clash,Military Forces of Mali (2021-),,State forces,{group},,Rebel group,12,,9001,Meridian,{country},Orrin,,,Harrowgate,-30.5,-12.25,1,Synthetic Press,Local,SYNTHETIC,{deaths},,{upload}",
            &date[..4]
        )
    }
}

/// A file of such rows.
pub(crate) fn acled(rows: &[AcledRow]) -> String {
    let lines: Vec<String> = rows.iter().map(AcledRow::line).collect();
    format!("{ACLED}\n{}\n", lines.join("\n"))
}

/// A list of deletions as ACLED publishes it.
pub(crate) fn deletions(rows: &[(&str, i64)]) -> String {
    let lines: Vec<String> = rows.iter().map(|(id, at)| format!("{id},{at}\n")).collect();
    format!("event_id_cnty,deleted_timestamp\n{}", lines.concat())
}

/// The header of UCDP's layout since release 20.1.
const UCDP: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

/// A file of one-day events of UCDP: identifier, day, dead.
pub(crate) fn ucdp(rows: &[(u32, &str, u32)]) -> String {
    let lines: Vec<String> = rows
        .iter()
        .map(|(id, day, dead)| {
            format!(
                "{id},VEL-{id},{},1,Clear,1,1,1,Veldara: Government,1,1,Government of Veldara - Lantern Front,1,1,Government of Veldara,2,2,Lantern Front,1,,Synthetic Press,,SYNTHETIC,,1,Harrowgate,,Orrin,,-30.5,-12.25,,1,Veldara,9001,Meridian,1,1,{day} 00:00:00.000,{day} 00:00:00.000,0,{dead},0,0,{dead},{dead},{dead},9001,\n",
                &day[..4]
            )
        })
        .collect();
    format!("{UCDP}\n{}", lines.concat())
}
