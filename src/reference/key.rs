//! Names as they are compared: spelling variants that mean the same become one key.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name without case, accents, apostrophes and repeated spaces; what is left must be equal for two names to match.
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' | '‘' | 'ʼ' | 'ʾ' | 'ʿ' | '`' | '´' => {}
            c if c.is_whitespace() => gap = !key.is_empty(),
            c => {
                if std::mem::take(&mut gap) {
                    key.push(' ');
                }
                key.push(c);
            }
        }
    }
    key
}

/// Words that publishers add to or leave out of the names of administrative areas.
const AREA_WORDS: &[&str] = &[
    "region",
    "state",
    "province",
    "department",
    "departement",
    "district",
    "governorate",
    "prefecture",
    "of",
    "de",
    "du",
    "des",
    "la",
    "le",
];

/// The name of an administrative area as it is compared: "Centre-Nord", "Centre Nord region" and "Région du
/// Centre-Nord" are one.
pub fn area_key(name: &str) -> String {
    let spaced: String =
        name.chars().map(|c| if matches!(c, '-' | '‐' | '–' | '/' | '.' | ',') { ' ' } else { c }).collect();
    let key = name_key(&spaced);
    let kept: Vec<&str> = key.split(' ').filter(|word| !AREA_WORDS.contains(word)).collect();
    if kept.is_empty() { key } else { kept.join(" ") }
}

/// An identifier made from a name: lower-case ASCII letters, digits and underscores.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name_key(name).chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    let slug = slug.trim_end_matches('_');
    if slug.is_empty() { "unnamed".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_variants_share_a_key() {
        assert_eq!(name_key("Jama’atu  Ahli"), name_key("JAMA'ATU Ahli"));
        assert_eq!(name_key("\u{a0}Ménaka "), "menaka");
        for name in ["Centre-Nord", "Centre Nord region", "Région du Centre-Nord", "CENTRE NORD"] {
            assert_eq!(area_key(name), "centre nord", "{name}");
        }
        assert_eq!(area_key("Sahel region"), area_key("Sahel"));
        assert_eq!(area_key("Region"), "region");
    }

    #[test]
    fn slugs_are_identifiers() {
        assert_eq!(slug("Government of Mali"), "government_of_mali");
        assert_eq!(slug("Afisare, Anaguta, Birom"), "afisare_anaguta_birom");
        assert_eq!(slug("—"), "unnamed");
    }
}
