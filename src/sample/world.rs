//! The invented countries, their divisions and places, and the actors in them; the same for every seed.
//!
//! The countries tile two boxes of open water, far from any land.

use super::draw::{Draw, Picker};
use super::groups::{self, Group};
use super::names::Namer;
use super::roster::Roster;

/// Name, first-order and second-order word, region, and the south-west corner in degrees.
const COUNTRIES: [(&str, &str, &str, &str, i32, i32); 12] = [
    ("Veldara", "region", "district", MERIDIAN, -29, -26),
    ("Ostrania", "state", "lga", MERIDIAN, -29, -19),
    ("Quemoria", "province", "canton", MERIDIAN, -29, -12),
    ("Tarvessia", "region", "cercle", MERIDIAN, -34, -26),
    ("Zhelmarra", "governorate", "district", MERIDIAN, -34, -19),
    ("Imbrelia", "province", "district", MERIDIAN, -34, -12),
    ("Korvathia", "region", "department", AUSTRAL, -42, -135),
    ("Drunsmar", "oblast", "raion", AUSTRAL, -42, -128),
    ("Selquora", "state", "municipality", AUSTRAL, -42, -121),
    ("Prenovar", "province", "commune", AUSTRAL, -47, -135),
    ("Yastrelo", "department", "municipality", AUSTRAL, -47, -128),
    ("Ulmerrax", "region", "district", AUSTRAL, -47, -121),
];
/// Height and width of a country, in millionths of a degree.
const HEIGHT: i32 = 5_000_000;
const WIDTH: i32 = 7_000_000;

/// Region of the first six countries, in the South Atlantic.
pub(super) const MERIDIAN: &str = "Meridian Reach";
/// Region of the last six countries, in the South Pacific.
pub(super) const AUSTRAL: &str = "Austral Reach";
/// Number of the first country, in place of a Gleditsch-Ward number and of a numeric ISO code.
const FIRST_NUMBER: u64 = 9001;

/// A point, in millionths of a degree.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Point {
    pub(super) lat: i32,
    pub(super) lon: i32,
}

impl Point {
    /// The point that lies so far away.
    pub(super) fn shifted(self, lat: i32, lon: i32) -> Self {
        Self { lat: self.lat + lat, lon: self.lon + lon }
    }

    /// Square of the distance on the plane of degrees.
    pub(super) fn distance(self, other: Self) -> u64 {
        let lat = u64::from(self.lat.abs_diff(other.lat));
        let lon = u64::from(self.lon.abs_diff(other.lon));
        lat * lat + lon * lon
    }

    /// A point within `reach` of it in either direction.
    pub(super) fn near(self, reach: u64, draw: &mut Draw) -> Self {
        let half = (reach / 2) as i32;
        self.shifted(draw.below(reach) as i32 - half, draw.below(reach) as i32 - half)
    }
}

/// A named point.
pub(super) struct Place {
    pub(super) name: String,
    /// "town" or "village".
    pub(super) size: &'static str,
    pub(super) at: Point,
}

/// A second-order division.
pub(super) struct District {
    pub(super) name: String,
    pub(super) centre: Point,
    pub(super) places: Vec<Place>,
}

/// A first-order division.
pub(super) struct Province {
    pub(super) name: String,
    pub(super) centre: Point,
    pub(super) districts: Vec<District>,
}

/// A country.
pub(super) struct Country {
    pub(super) name: &'static str,
    pub(super) iso3: String,
    /// Number in place of the Gleditsch-Ward number and the numeric ISO code.
    pub(super) number: u64,
    pub(super) region: &'static str,
    pub(super) province_word: &'static str,
    pub(super) district_word: &'static str,
    pub(super) centre: Point,
    pub(super) provinces: Vec<Province>,
    busy: Picker,
}

/// Everything that is invented.
pub(super) struct World {
    pub(super) countries: Vec<Country>,
    pub(super) groups: Vec<Group>,
    pub(super) rosters: Vec<Roster>,
}

/// Where an event happens.
pub(super) struct Spot<'w> {
    pub(super) country: &'w Country,
    pub(super) province: &'w Province,
    pub(super) district: &'w District,
    pub(super) place: &'w Place,
}

impl World {
    /// Invents it.
    pub(super) fn invent() -> Self {
        let mut namer = Namer::new();
        let countries: Vec<Country> = (0..COUNTRIES.len()).map(|index| country(index, &mut namer)).collect();
        let (groups, rosters) = groups::invent(&countries, &mut namer);
        Self { countries, groups, rosters }
    }

    /// A spot in that country; `home` moves the busiest province, so that groups differ in where they are.
    pub(super) fn spot(&self, country: usize, home: usize, draw: &mut Draw) -> Spot<'_> {
        let country = &self.countries[country];
        let province = &country.provinces[(country.busy.pick(draw) + home) % country.provinces.len()];
        let district = &province.districts[draw.skewed(province.districts.len())];
        let place = &district.places[draw.skewed(district.places.len())];
        Spot { country, province, district, place }
    }
}

fn country(index: usize, namer: &mut Namer) -> Country {
    let (name, province_word, district_word, region, south, west) = COUNTRIES[index];
    let corner = Point { lat: south * 1_000_000, lon: west * 1_000_000 };
    let count = 8 + namer.draw().index(8);
    let columns = if count > 11 { 4 } else { 3 };
    let rows = count.div_ceil(columns);
    let (height, width) = (HEIGHT / rows as i32, WIDTH / columns as i32);
    let provinces = (0..count)
        .map(|cell| {
            let (down, across) = ((cell / columns) as i32, (cell % columns) as i32);
            province(index, corner.shifted(down * height, across * width), height, width, namer)
        })
        .collect();
    Country {
        name,
        iso3: format!("XA{}", char::from(b'A' + index as u8)),
        number: FIRST_NUMBER + index as u64,
        region,
        province_word,
        district_word,
        centre: corner.shifted(HEIGHT / 2, WIDTH / 2),
        provinces,
        busy: Picker::zipf(count),
    }
}

fn province(country: usize, corner: Point, height: i32, width: i32, namer: &mut Namer) -> Province {
    let count = 3 + namer.draw().index(4);
    let strip = width / count as i32;
    let name = namer.province(country);
    let districts = (0..count as i32)
        .map(|index| district(country, corner.shifted(0, index * strip), height, strip, namer))
        .collect();
    Province { name, centre: corner.shifted(height / 2, width / 2), districts }
}

fn district(country: usize, corner: Point, height: i32, width: i32, namer: &mut Namer) -> District {
    let count = 3 + namer.draw().index(8);
    let places = (0..count)
        .map(|index| Place {
            name: namer.place(country),
            size: if index < 2 { "town" } else { "village" },
            at: corner.shifted(
                namer.draw().below(u64::from(height.unsigned_abs())) as i32,
                namer.draw().below(u64::from(width.unsigned_abs())) as i32,
            ),
        })
        .collect();
    District { name: namer.place(country), centre: corner.shifted(height / 2, width / 2), places }
}
