#!/usr/bin/env python3
"""Writes fuzz/corpus: the inputs that fuzzing starts from, small and the same at each run.

CSV and JSON start from tests/fixtures too, which `make fuzz` gives them as they are. What is written here is what the
fixtures lack: workbooks, archives and Parquet of their rows, and odd headers and cells. Everything is invented, as in
the fixtures. Run it from the repository: python3 scripts/make-fuzz-seeds.py
Parquet needs DuckDB for Python (pip install 'duckdb==1.5.*'); without it those seeds stay as they are.
"""
import csv
import io
import json
import pathlib
import re
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
CORPUS = ROOT / "fuzz" / "corpus"

# The order in which the targets number the layouts: sources by name, layouts as the definitions have them.
LAYOUTS = [
    (source.parent.name, layout)
    for source in sorted(ROOT.glob("datasets/*/source.toml"))
    for layout in re.findall(r'^\[\[layouts\]\]\nname = "(\w+)"', source.read_text(encoding="utf-8"), re.M)
]

DATES = [
    "2025-04-01", "01 April 2025", "1-Apr-25", "13/04/2025", "04/13/2025 0:00:00", "2025-04-01T23:59:60Z",
    "2025-04-01T00:00:00+25:00", "31/02/2025", "0000-00-00", "-262143-01-01", "262142-12-31", "999999999-01-01", "46074",
    "2025-04-01 00:00:00.000000000", "٠١/٠٤/٢٠٢٥", "1/1/0", "",
]
NUMBERS = [
    "0", "-1", "3.0", "12.5", "1e3", "1E400", "-0.0", "nan", "inf", "NA", "9223372036854775807", "9223372036854775808",
    "99999999999999999999", "12\u00a0345", "\u22125", "1,234", "1.2.3", "0x10", "100000000.4", "4.9E-324", "+7", "٣",
]
NAMES = [
    "", ";", "; ;", " ;A;", "Lantern Front", "Protesters (Veldara)", "e\u0301", "\u202eFront", "\u0130", "\ufeffFront",
    "a\u001fb", "\u001dGuard", "\u001e", "'", "\"", "x" * 300, "Unknown", "Civilians (Veldara); Unidentified Armed Group",
]
CODES = ["1", "1.0", "01", "3", "0", "8", "1 ", "Rebel group", "state forces", "Riots/Protests", "BATTLES", "None"]


def seed(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def rows(name, most=3):
    with open(FIXTURES / name, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[:most]


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


def columns(source, layout):
    text = (ROOT / "datasets" / source / "source.toml").read_text(encoding="utf-8")
    return re.findall(r'"([^"]+)"', re.search(r"\ncolumns = \[(.*?)\]", text.split(f'name = "{layout}"')[1], re.S).group(1))


def csv_seeds():
    """Headers with columns of one's own; the choice of layout and options stands behind the text."""
    header, first, _ = rows("ged_49.csv")
    odd = ["*", "^.*$", "source_,source", "row_number", "load_id", "a\0b", "best_est", "ROW", "Out best", "\u0130", '"quo""te"']
    for at, name in enumerate(odd):
        # Bit 2: the source is named, so that further columns are kept; bit 6: they stand behind those of the layout.
        text = f",{name}\n{','.join(quoted(cell) for cell in first)}{',x' * len(name.split(','))}\n"
        seed("csv", f"column_{at}", text.encode("utf-8") + bytes([4 | 64, 0x80 + LAYOUTS.index(("ucdp_ged", "ged_49"))]))
    for at, (source, layout) in enumerate(LAYOUTS):
        names = columns(source, layout)
        line = ",".join("7" for _ in names)
        seed("csv", f"chosen_{layout}", f"{line}\n{line}".encode() + b"\n" + bytes([0 if at % 2 else 4, 0x80 + at]))
    seed("csv", "separator.csv", "sep=|\n" + "|".join(header) + "\n" + "|".join(first) + "\n")
    seed("csv", "quotes.csv", ",".join(header) + "\n\"" + "\",\"".join(first) + "\"\n\"open")
    seed("csv", "tags.csv", ",".join(header) + "\n" + ",".join("#x" for _ in header) + "\n\n" + ",".join(first) + "\n")


def json_seeds():
    header, first, _ = rows("acled_31.csv")
    record = dict(zip(header, first))
    seed("json", "envelope.json", json.dumps({"status": 200, "success": True, "count": 1, "total_count": 9, "data": [record]}))
    seed("json", "failure.json", json.dumps({"status": 403, "success": False, "messages": ["no access"], "data": []}))
    odd = dict(record, fatalities=1e300, latitude=-30.5, iso=2**63, notes={"nested": [1, None]}, tags=["a", "b"], year=None)
    seed("json", "values.jsonl", json.dumps(record) + "\n" + json.dumps(odd) + "\n" + json.dumps({"event_id_cnty": True}) + "\n")
    point = {"type": "Point", "coordinates": [-12.25, -30.5, 7]}
    properties = {name: cell for name, cell in record.items() if name not in ("latitude", "longitude")}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    seed("json", "features.geojson", json.dumps({"type": "FeatureCollection", "features": [feature, dict(feature, geometry=None)]}))
    seed("json", "array.json", "\ufeff [" + json.dumps(record) + " , " + json.dumps(record) + "]")


def normalise_seeds():
    """Each line replaces up to four cells of a sound row: a byte for the column, the text, a tab."""
    def wanted(name):
        if re.search("date|week|month|period|published|iyear", name):
            return DATES
        if re.search("actor|side_[ab]$|gname|country|claimant", name):
            return NAMES
        if re.search("type|inter|prec|status|specificity|level|metric|targeting", name):
            return CODES + NAMES[:4]
        return NUMBERS

    for at, (source, layout) in enumerate(LAYOUTS):
        if layout == "context":
            continue
        names = columns(source, layout)
        lines = []
        for turn in range(14):
            picked = [(turn * 5 + step * 11 + at) % len(names) for step in range(3)]
            cells = [bytes([column]) + (lambda texts: texts[(turn + step) % len(texts)])(wanted(names[column])).encode("utf-8") for step, column in enumerate(picked)]
            # A column whose number is a tab or a line end cannot be named.
            lines.append(b"\t".join(cell for cell in cells if cell[0] not in (9, 10)))
        seed("normalise", f"{layout}_odd", bytes([at, 0x80 | (0x20 * (3 + at % 4) & 0x60)]) + b"\n".join(lines))
        seed("normalise", f"{layout}_sound", bytes([at, 0xE0 if source == "acled_hdx" else 0x80]))


def reference(column, row):
    letters = ""
    while column >= 0:
        letters = chr(65 + column % 26) + letters
        column = column // 26 - 1
    return f"{letters}{row}"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def sheet_parts(table, shared=True, dates=()):
    """A sheet, its shared strings and its styles."""
    strings, lines = [], []
    for number, cells in enumerate(table, 1):
        line = ""
        for column, cell in enumerate(cells):
            place = reference(column, number)
            if cell == "":
                continue
            if number > 1 and table[0][column] in dates:
                line += f'<c r="{place}" s="1"><v>45748.5</v></c>'
            elif number > 1 and re.fullmatch(r"-?\d+(\.\d+)?", cell):
                line += f'<c r="{place}"><v>{cell}</v></c>'
            elif shared:
                if cell not in strings:
                    strings.append(cell)
                line += f'<c r="{place}" t="s"><v>{strings.index(cell)}</v></c>'
            else:
                line += f'<c r="{place}" t="inlineStr"><is><t>{escaped(cell)}</t></is></c>'
        lines.append(f'<row r="{number}">{line}</row>')
    end = reference(max(len(cells) for cells in table) - 1, len(table))
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f'<worksheet {main}><dimension ref="A1:{end}"/><sheetData>{"".join(lines)}</sheetData></worksheet>'
    texts = "".join(f"<si><t>{escaped(text)}</t></si>" for text in strings)
    shared_strings = f'<sst {main} count="{len(strings)}" uniqueCount="{len(strings)}">{texts}</sst>'
    styles = f'<styleSheet {main}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    return [sheet, shared_strings, styles]


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}"><workbookPr date1904="1"/><sheets><sheet name="Events" sheetId="1" r:id="rId1"/></sheets></workbook>'


def archive(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in members:
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def workbook(parts):
    relation = lambda number, kind, target: f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return archive([
        ("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>'),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{relation(1, "worksheet", "worksheets/sheet1.xml")}{relation(2, "styles", "styles.xml")}{relation(3, "sharedStrings", "sharedStrings.xml")}</Relationships>'),
        ("xl/worksheets/sheet1.xml", parts[0]),
        ("xl/sharedStrings.xml", parts[1]),
        ("xl/styles.xml", parts[2]),
    ])


def xlsx_seeds():
    acled, weekly, hdx = rows("acled_31.csv"), rows("acled_weekly.csv", 8), rows("hapi_conflict.csv", 6)
    seed("xlsx", "acled.xlsx", workbook(sheet_parts(acled, dates=("event_date",))))
    seed("xlsx", "weekly_parts", "\0".join(sheet_parts(weekly, dates=("week",)) + [WORKBOOK]))
    seed("xlsx", "inline_parts", "\0".join(sheet_parts(weekly, shared=False)))
    seed("xlsx", "hapi_parts", "\0".join(sheet_parts(hdx)))
    seed("xlsx", "headerless_parts", "\0".join(sheet_parts(rows("ged_49_headerless.csv", 1))))
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    twice = sheet_parts(weekly[:2])
    seed("xlsx", "twice_parts", "\0".join([re.sub('(<row r="2">.*?</row>)', r"\1\1", twice[0])] + twice[1:]))
    many = sheet_parts(weekly[:2])
    seed("xlsx", "announced_parts", "\0".join([many[0], re.sub(r'uniqueCount="\d+"', 'uniqueCount="40"', many[1]), many[2]]))
    odd = "".join([
        '<c r="A1" t="str"><v>week</v></c>', '<c r="XFD1" t="b"><v>1</v></c>', '<c r="C1" t="e"><v>#N/A</v></c>',
        '<c r="D1" t="d"><v>2025-04-05T00:00:00Z</v></c>', '<c r="E1" s="1"><v>1e300</v></c>', '<c><v>1</v></c>',
        '<c r="B1" t="s"><v>4294967296</v></c>', '<c r="A1048577"><f>A1</f><v/></c>',
    ])
    seed("xlsx", "odd_parts", f'<worksheet {main}><dimension ref="A1:XFD1048576"/><sheetData><row r="1">{odd}</row></sheetData></worksheet>\0\0' + sheet_parts(weekly)[2])


def zip_seeds():
    weekly = (FIXTURES / "acled_weekly.csv").read_text(encoding="utf-8")
    jsonl = (FIXTURES / "ged.jsonl").read_text(encoding="utf-8").splitlines()[0] + "\n"
    seed("zip", "weekly.zip", archive([("readme.txt", "Invented."), ("weekly.csv", weekly)]))
    seed("zip", "stored.zip", archive([("folder/ged.jsonl", jsonl)], zipfile.ZIP_STORED))
    seed("zip", "workbook.zip", archive([("acled.xlsx", workbook(sheet_parts(rows("acled_31.csv"))))], zipfile.ZIP_STORED))
    seed("zip", "nested.zip", archive([("inner.zip", archive([("weekly.csv", weekly)]))]))
    seed("zip", "empty.zip", archive([]))
    seed("zip", "parts", f"weekly.csv\0{weekly}\0readme.txt\0x")
    seed("zip", "parts_out", f"../weekly.csv\0{weekly}")
    seed("zip", "parts_two", f"weekly.csv\0{weekly}\0ged251.jsonl\0{jsonl}")
    seed("zip", "parts_json", f"__MACOSX/._ged.jsonl\0x\0ged.jsonl\0{jsonl}")


def parquet_seeds():
    try:
        import duckdb
    except ImportError:
        print("no DuckDB for Python: the Parquet seeds stay as they are")
        return
    (CORPUS / "parquet").mkdir(parents=True, exist_ok=True)
    queries = {
        "weekly": f"select * from read_csv('{FIXTURES}/acled_weekly.csv')",
        "hapi": f"select * from read_csv('{FIXTURES}/hapi_conflict.csv', all_varchar = true)",
        "weekly_typed": f"""select week::text::timestamptz as week, region, country::enum ('Veldara', 'Norrland') as country, admin1, event_type,
            sub_event_type, events::utinyint as events, fatalities::decimal(9, 2) as fatalities, [1, 2] as list, true as flag,
            population_exposure::float as population_exposure, disorder_type, {{'a': 1}} as pair
            from read_csv('{FIXTURES}/acled_weekly.csv')""",
        "weekly_far": f"select * replace (date '5881580-07-10' as week) from read_csv('{FIXTURES}/acled_weekly.csv')",
        "weekly_many": f"select many.* exclude events, number as events from read_csv('{FIXTURES}/acled_weekly.csv') as many, range(40) as numbers(number)",
    }
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'; set threads = 1")
    for name, query in queries.items():
        for codec in ["uncompressed", "snappy", "zstd"] if name == "weekly" else ["uncompressed"]:
            target = CORPUS / "parquet" / f"{name}_{codec}.parquet"
            con.execute(f"copy ({query}) to '{target}' (format parquet, compression {codec}, row_group_size 100)")
    con.execute(f"copy (select number, number::text as name from range(5) as numbers(number)) to '{CORPUS}/parquet/unknown.parquet' (format parquet, parquet_version v2, compression uncompressed)")


def main():
    for make in (csv_seeds, json_seeds, normalise_seeds, xlsx_seeds, zip_seeds, parquet_seeds):
        make()
    files = [file for file in CORPUS.rglob("*") if file.is_file()]
    large = [file for file in files if file.stat().st_size > 8192]
    assert not large, f"seeds are to be small: {large}"
    print(f"{len(files)} seeds, {sum(file.stat().st_size for file in files)} bytes")


main()
