//! Invented names, put together from syllables that make no real ones.

use std::collections::HashSet;

use super::draw::{Draw, WORLD};

const STARTS: &[&str] = &[
    "Bravh", "Cvel", "Dros", "Elqu", "Fyrn", "Ghel", "Hovr", "Ixt", "Jorv", "Kresh", "Lomv", "Myrq", "Nuxh", "Orph",
    "Plev", "Quel", "Rhun", "Skov", "Thax", "Uqual", "Vrez", "Wesk", "Xarv", "Yvor", "Zhul", "Aqr", "Bwex", "Dzhur",
    "Emzr", "Fjesk", "Gwol", "Hrus", "Ilqu", "Kvar", "Ljuv", "Mzel", "Oqsh", "Pzor", "Rvesk", "Szuv", "Tvol", "Uvresh",
    "Vqel", "Wzar", "Yqol", "Zvres",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u"];
const MIDDLES: &[&str] =
    &["axo", "emu", "iqua", "ozhe", "uvri", "ashu", "elqo", "irzu", "omvu", "urxe", "ayo", "ezvi", "ilmu", "oqui"];
const ENDS: &[&str] = &[
    "dzun", "mbrux", "thqua", "varz", "ndrei", "skul", "rruv", "lonq", "mirzh", "ssaq", "velk", "nthru", "brox",
    "lquen", "thmar", "shvel", "rquon", "mzar", "phrel", "ldesh", "mqor", "zzimo", "rvesh", "ndraq", "skén", "rnø",
    "ñeth", "ldür",
];
const PEOPLES: &[&str] = &["okhui", "uwexi", "arruqe", "ennux", "imzhu", "ovreqi"];

/// Ends that one country uses.
const ENDS_EACH: usize = 10;

/// Gives names, each only once.
pub(super) struct Namer {
    draw: Draw,
    used: HashSet<String>,
}

impl Namer {
    /// A namer that always gives the same names in the same order.
    pub(super) fn new() -> Self {
        Self { draw: Draw::new(0, WORLD), used: HashSet::new() }
    }

    /// A short name, for a first-order division of the country of that index.
    pub(super) fn province(&mut self, country: usize) -> String {
        self.unique(|draw| [draw.text(STARTS), draw.text(VOWELS), ending(draw, country)])
    }

    /// A longer name, for a district or place of the country of that index.
    pub(super) fn place(&mut self, country: usize) -> String {
        self.unique(|draw| [draw.text(STARTS), draw.text(MIDDLES), ending(draw, country)])
    }

    /// The name of a people.
    pub(super) fn people(&mut self) -> String {
        self.unique(|draw| [draw.text(STARTS), "", draw.text(PEOPLES)])
    }

    /// Random integers for whatever else is invented.
    pub(super) fn draw(&mut self) -> &mut Draw {
        &mut self.draw
    }

    fn unique(&mut self, invent: impl Fn(&mut Draw) -> [&'static str; 3]) -> String {
        loop {
            let name = invent(&mut self.draw).concat();
            if self.used.insert(name.clone()) {
                return name;
            }
        }
    }
}

fn ending(draw: &mut Draw, country: usize) -> &'static str {
    let index = (country * 5 + draw.index(ENDS_EACH)) % ENDS.len();
    ENDS.get(index).copied().unwrap_or_default()
}
