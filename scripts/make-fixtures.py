#!/usr/bin/env python3
"""Writes tests/fixtures: small files in publishers' layouts, one for each vintage, date form and encoding.

Everything in them is invented: countries, places, groups, events and figures exist nowhere. Run it from the repository:
python3 scripts/make-fixtures.py
"""
import csv
import io
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "tests" / "fixtures"

# id, day, precision, type, sub-type, actor1, inter1, actor2, inter2, admin1, place, lat, lon, fatalities
EVENTS = [
    ("XVE1", "2021-02-16", 1, "Battles", "Armed clash", "Military Forces of Veldara (2015-)", 1, "Lantern Front", 2, "Orrin", "Harrowgate", "-30.5", "-12.25", 4),
    ("XVE2", "2021-02-05", 1, "Violence against civilians", "Attack", "Lantern Front", 2, "Civilians (Veldara)", 7, "Orrin", "Põldvere", "-30.75", "-12.5", 10),
    ("XVE3", "2021-02-28", 2, "Explosions/Remote violence", "Remote explosive/landmine/IED", "Lantern Front", 2, "Military Forces of Veldara (2015-)", 1, "Easting", "Café Crossing", "-31.0", "-12.0", 3),
    ("XVE4", "2021-02-01", 1, "Protests", "Peaceful protest", "Protesters (Veldara)", 6, "", 0, "Easting", "Mirewell", "-31.25", "-11.75", 0),
    ("XVE5", "2021-02-02", 3, "Riots", "Mob violence", "Rioters (Veldara)", 5, "Civilians (Veldara)", 7, "Easting", "Mirewell", "-31.25", "-11.75", 1),
    ("XVE6", "2021-02-03", 1, "Strategic developments", "Arrests", "Police Forces of Veldara (2015-)", 1, "Lantern Front", 2, "Orrin", "Harrowgate", "-30.5", "-12.25", 0),
]

# The same kinds of events in the words of before 2019.
OLD_TYPES = {
    "XVE1": "Battle-No change of territory", "XVE2": "Violence Against Civilians", "XVE3": "Remote violence",
    "XVE4": "Riots/Protests", "XVE5": "Riots/Protests", "XVE6": "Strategic development",
}
INTER = {0: "", 1: "State forces", 2: "Rebel group", 5: "Rioters", 6: "Protesters", 7: "Civilians"}


def definition(name):
    return (ROOT / "datasets" / name / "source.toml").read_text(encoding="utf-8")


def columns(source, layout):
    text = definition(source).split(f'name = "{layout}"')[1]
    inside = re.search(r"\ncolumns = \[(.*?)\]", text, re.S).group(1)
    return re.findall(r'"([^"]+)"', inside)


def acled(event, day, old_types=False, text_inter=False):
    eid, _, prec, kind, sub, a1, i1, a2, i2, admin1, place, lat, lon, dead = event
    inter = (lambda code: INTER[code]) if text_inter else str
    return {
        "event_id_cnty": eid, "event_id_no_cnty": eid[3:], "data_id": str(7000 + int(eid[3:])), "gwno": "9001", "iso": "9001", "iso3": "XVE",
        "event_date": day, "year": event[1][:4], "time_precision": str(prec), "disorder_type": "Political violence",
        "event_type": OLD_TYPES[eid] if old_types else kind, "sub_event_type": sub, "actor1": a1, "assoc_actor_1": "", "ally_actor_1": "",
        "inter1": inter(i1), "actor2": a2, "assoc_actor_2": "", "ally_actor_2": "", "inter2": inter(i2), "interaction": "12",
        "civilian_targeting": "Civilians targeted" if kind.startswith("Violence") else "", "region": "Meridian", "country": "Veldara",
        "admin1": admin1, "admin2": "", "admin3": "", "location": place, "latitude": lat, "longitude": lon, "geo_precision": "1",
        "source": "Synthetic Press", "source_scale": "Local", "notes": f"SYNTHETIC {eid}: an invented event, \"quoted\", in {place}.",
        "fatalities": str(dead), "tags": "", "timestamp": str(1700000000 + int(eid[3:])),
    }


def table(names, rows, end="\n", final=True, header=None, separator=","):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, delimiter=separator)
    writer.writerow(header or names)
    for row in rows:
        writer.writerow([row[name] for name in names] if isinstance(row, dict) else row)
    text = out.getvalue()
    return text if final else text[: -len(end)]


def write(name, text, encoding="utf-8"):
    (OUT / name).write_bytes(text.encode(encoding))


def form(day, pattern):
    import datetime
    date = datetime.date.fromisoformat(day)
    return date.strftime(pattern).replace("+0", "").replace("+", "")


def acled_files():
    now = columns("acled", "event_31")
    iso = [acled(event, event[1]) for event in EVENTS]
    write("acled_31.csv", table(now, iso))
    write("acled_31_text_inter.csv", table(now, [acled(event, event[1], text_inter=True) for event in EVENTS]))
    write("acled_31_bom_crlf.csv", "\ufeff" + table(now, iso, end="\r\n"))
    # cp1252 without a final line end; non-breaking spaces around coordinates; two columns without a name at the end
    spoilt = [dict(row, latitude=f"\u00a0{row['latitude']}\u00a0", longitude=f"{row['longitude']}\u00a0") for row in iso]
    rows = [[row[name] for name in now] + ["", ""] for row in spoilt]
    write("acled_31_cp1252.csv", table(now, rows, end="\r\n", final=False, header=now + ["", ""]), "cp1252")
    write("acled_31_semicolons.csv", table(now, [dict(row, latitude=row["latitude"].replace(".", ","), longitude=row["longitude"].replace(".", ",")) for row in iso], separator=";"))
    data = [{name: row[name] for name in now} for row in iso]
    envelope = {"status": 200, "success": True, "count": len(iso), "total_count": len(iso), "messages": [], "data": data}
    write("acled_31_api.json", json.dumps(envelope, ensure_ascii=False, indent=1))
    numbers = {"year", "time_precision", "latitude", "longitude", "geo_precision", "fatalities", "timestamp", "iso"}
    typed = [{name: (json.loads(row[name]) if name in numbers else row[name]) for name in now} for row in iso]
    write("acled_31_numbers.json", json.dumps(typed, ensure_ascii=False, indent=1))
    write("acled_29.csv", table(columns("acled", "event_29"), [acled(event, form(event[1], "+%d-%b-%y")) for event in EVENTS]))
    older = [acled(event, form(event[1], "+%d %B %Y"), old_types=True) for event in EVENTS]
    write("acled_30.csv", table(columns("acled", "event_30"), older))
    names = columns("acled", "event_25")
    slashes = [acled(event, form(event[1], "%d/%m/%Y"), old_types=True) for event in EVENTS]
    upper = [name.upper() for name in names]
    write("acled_25.csv", table(names, slashes, header=upper), "cp1252")
    write("acled_25_american.csv", table(names, [acled(event, form(event[1], "%m/%d/%Y"), old_types=True) for event in EVENTS], header=upper), "cp1252")
    # Days up to the 12th only: nothing tells whether the day or the month comes first.
    ambiguous = [row for row in slashes if int(row["event_date"][:2]) <= 12]
    write("acled_25_ambiguous.csv", table(names, ambiguous, header=upper), "cp1252")
    contradicting = [dict(slashes[0]), dict(slashes[1], event_date="02/28/2021")]
    write("acled_25_contradicting.csv", table(names, contradicting, header=upper), "cp1252")
    forms = ["%Y-%m-%d", "+%d %B %Y", "+%d-%b-%y", "%d-%B-%Y", "+%d %b %Y", "%d-%b-%Y"]
    write("acled_29_many_dates.csv", table(columns("acled", "event_29"), [acled(event, form(event[1], pattern)) for event, pattern in zip(EVENTS, forms)]))


def ged(event, number, swapped_range=False):
    eid, day, _, kind, *_ , admin1, place, lat, lon, dead = event
    violence = "3" if kind.startswith("Violence") else "1"
    side_a = "Lantern Front" if violence == "3" else "Government of Veldara"
    side_b = "Civilians" if violence == "3" else "Lantern Front"
    civilians = dead if violence == "3" else 0
    return {
        "id": str(990000 + number), "relid": f"VEL-{day[:4]}-{violence}-1-{number}", "year": day[:4], "active_year": "1", "code_status": "Clear",
        "start_year": day[:4], "end_year": day[:4], "iso3": "XVE",
        "type_of_violence": violence, "conflict_dset_id": "9901", "conflict_new_id": "9901", "conflict_name": "Veldara: Government",
        "dyad_dset_id": "9902", "dyad_new_id": "9902", "dyad_name": f"{side_a} - {side_b}", "side_a_dset_id": "1", "side_a_new_id": "1",
        "side_a": side_a, "side_b_dset_id": "2", "side_b_new_id": "2", "side_b": side_b, "number_of_sources": "1",
        "source_article": "\"Synthetic Press, 2021\nan invented article\"", "source_office": "Synthetic Press", "source_date": day,
        "source_headline": "SYNTHETIC: an invented event", "source_original": "invented", "where_prec": "1", "where_coordinates": f"{place} town",
        "where_description": place, "adm_1": f"{admin1} region", "adm_2": "", "latitude": lat, "longitude": lon, "geom_wkt": f"POINT ({lon} {lat})",
        "priogrid_gid": "1", "country": "Veldara", "country_id": "9001", "region": "Meridian", "event_clarity": "1", "date_prec": "1",
        "date_start": f"{day} 00:00:00.000", "date_end": f"{day} 00:00:00.000", "deaths_a": "0", "deaths_b": str(dead - civilians),
        "deaths_civilians": str(civilians), "deaths_unknown": "0", "best": str(dead), "high": str(dead + 2), "low": str(max(dead - 1, 0)),
        "gwnoa": "9001", "gwnob": "",
    }


def ucdp_files():
    rows = [ged(event, number) for number, event in enumerate(EVENTS[:3], start=1)]
    names = columns("ucdp_ged", "ged_49")
    write("ged_49.csv", table(names, rows))
    write("ged_49_headerless.csv", table(names, rows).split("\n", 1)[1])
    write("ged_42.csv", table(columns("ucdp_ged", "ged_42"), rows))
    write("ged_42_headerless.csv", table(columns("ucdp_ged", "ged_42"), rows).split("\n", 1)[1])
    hdx = columns("ucdp_ged", "hdx")
    tags = {"year": "#date+year", "side_a": "#group+name+first", "latitude": "#geo+lat", "longitude": "#geo+lon", "country": "#country+name", "date_start": "#date+start", "best": "#affected+killed"}
    floats = {"id", "type_of_violence", "conflict_new_id", "number_of_sources", "where_prec", "date_prec", "best", "high", "deaths_b"}
    lines = [["0"] + [tags.get(name, "") for name in hdx]]
    lines += [[str(at)] + [row[name] + ".0" if name in floats else row[name] for name in hdx] for at, row in enumerate(rows, start=1)]
    write("ged_hdx.csv", table(hdx, lines, header=[""] + hdx))
    rows = [{name: row[name] for name in names} for row in rows]
    api = {"TotalCount": len(rows), "TotalPages": 1, "PreviousPageUrl": "", "NextPageUrl": "", "Result": rows}
    write("ged_api.json", json.dumps(api, ensure_ascii=False, indent=1))
    write("ged.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    features = [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]}, "properties": row} for row in rows]
    write("ged.geojson", json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1))
    status = [dict(row, code_status=text) for row, text in zip(rows, ["Check dyad", "Check geography", "Check vague or biased source"])]
    write("ged_49_provisional.csv", table(names, status))


def gtd_files():
    names = columns("gtd", "gtd_135")
    base = {name: "" for name in names}
    common = dict(country="9001", country_txt="Veldara", region="99", region_txt="Meridian", provstate="Orrin", city="Café Crossing", latitude="-30.5", longitude="-12.25",
                  specificity="1", attacktype1="3", attacktype1_txt="Bombing/Explosion", targtype1="4", targtype1_txt="Military", gname="Lantern Front", guncertain1="0", dbsource="SYNTHETIC")
    rows = [
        dict(base, **common, eventid="202102160001", iyear="2021", imonth="2", iday="16", nkill="4"),
        dict(base, **common, eventid="202102000002", iyear="2021", imonth="2", iday="0", nkill="2.5"),
        dict(base, **common, eventid="202100000003", iyear="2021", imonth="0", iday="0", nkill=""),
        dict(base, **dict(common, gname="Unknown"), eventid="202102280004", iyear="2021", imonth="2", iday="28", nkill="0"),
    ]
    write("gtd.csv", table(names, rows), "cp1252")
    ruined = [dict(row, eventid="2.02102E+11") for row in rows]
    write("gtd_ruined_ids.csv", table(names, ruined), "cp1252")


def aggregate_files():
    names = columns("acled_weekly", "weekly")
    weeks = [
        ("2025-05-03", "Orrin", "Battles", "Armed clash", 5, 12), ("2025-05-03", "Orrin", "Battles", "Government regains territory", 1, 2),
        ("2025-05-03", "Easting", "Battles", "Armed clash", 2, 0), ("2025-05-03", "Orrin", "Protests", "Peaceful protest", 3, 0),
        ("2025-05-10", "Orrin", "Battles", "Armed clash", 4, 7),
    ]
    rows = [dict(week=week, region="Meridian", country="Veldara", admin1=admin1, event_type=kind, sub_event_type=sub, events=str(events), fatalities=str(dead),
                 population_exposure="1200.5", disorder_type="Political violence", id=str(at), centroid_latitude="-30.5", centroid_longitude="-12.25")
            for at, (week, admin1, kind, sub, events, dead) in enumerate(weeks)]
    write("acled_weekly.csv", table(names, rows, header=[name.upper() for name in names]))
    header = ["Country", "Admin1", "Admin2", "ISO3", "Admin2 Pcode", "Admin1 Pcode", "Month", "Year", "Events", "Fatalities"]
    def monthly(violence):
        return [["Veldara", "Orrin", "Upper Orrin", "XVE", "XVE0101", "XVE01", "May", "2025", str(6 + violence), str(14 + violence)],
                ["Veldara", "Orrin", "Lower Orrin", "XVE", "XVE0102", "XVE01", "May", "2025", "2", "1"],
                ["Veldara", "Easting", "East", "XVE", "XVE0201", "XVE02", "June", "2025", "1", "0"]]
    write("veldara_political_violence_events_and_fatalities_by_month-year.csv", table(header, monthly(3), header=header))
    write("veldara_civilian_targeting_events_and_fatalities_by_month-year.csv", table(header, monthly(0), header=header))
    write("veldara_events_by_month-year.csv", table(header, monthly(0), header=header))
    hapi = ["location_code", "has_hrp", "in_gho", "provider_admin1_name", "provider_admin2_name", "admin1_code", "admin1_name", "admin2_code", "admin2_name", "admin_level",
            "event_type", "events", "fatalities", "reference_period_start", "reference_period_end"]
    tags = ["#country+code", "#meta+has_hrp", "#meta+in_gho", "#adm1+name+provider", "#adm2+name+provider", "#adm1+code", "#adm1+name", "#adm2+code", "#adm2+name", "#adm+level", "#event+type", "#event+num", "#fatality+num", "#date+start", "#date+end"]
    lines = [tags]
    for kind, dead in [("political_violence", "9"), ("civilian_targeting", "4"), ("demonstration", "")]:
        lines.append(["XVE", "True", "True", "Orrin", "Upper Orrin", "XVE01", "Orrin", "XVE0101", "Upper Orrin", "2", kind, "3", dead, "2025-05-01", "2025-05-31"])
    write("hapi_conflict.csv", table(hapi, lines, header=hapi))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    acled_files()
    ucdp_files()
    gtd_files()
    aggregate_files()
    write("README.md", "# Fixtures\n\nSmall files in publishers' layouts, one for each vintage, date form and encoding, written by\n`scripts/make-fixtures.py`. Everything in them is invented: countries, places, groups, events and figures exist nowhere.\nNone of their rows comes from a publisher.\n")


if __name__ == "__main__":
    main()
