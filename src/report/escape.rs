//! Texts that mean only themselves: in HTML and SVG, in CSS, and as identifiers.

use std::borrow::Cow;

use crate::output::printable;

/// Text inside an element or a quoted attribute of HTML or SVG. Control characters and marks that turn the direction of
/// the text around it become visible signs.
pub(super) fn xml(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// Text inside a quoted string of a style sheet.
pub(super) fn css(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in printable(text).chars() {
        match letter {
            '"' | '\\' | '<' | '>' | '&' | '\'' => escaped.push_str(&format!("\\{:x} ", u32::from(letter))),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A name of letters, digits and dashes for anchors and files, never empty: `Attack frequency!` is `attack-frequency`.
pub(super) fn slug(text: &str) -> String {
    let mut name = String::new();
    for letter in text.chars().take(80) {
        if letter.is_ascii_alphanumeric() {
            name.push(letter.to_ascii_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { "part".to_owned() } else { name.to_owned() }
}

/// Addresses in a text as links: `https://...` and `doi:10...`. The rest of the text is escaped.
pub(super) fn linked(text: &str) -> String {
    let mut out = String::new();
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let start = word.find("https://").or_else(|| word.find("http://")).or_else(|| word.find("doi:10."));
        let Some(start) = start else {
            out.push_str(&xml(word));
            continue;
        };
        let (before, rest) = word.split_at(start);
        let address = rest.trim_end_matches(['.', ',', ';', ')', ']']);
        let after = &rest[address.len()..];
        let target = address.strip_prefix("doi:").map(|doi| format!("https://doi.org/{doi}"));
        let target = target.as_deref().unwrap_or(address);
        out.push_str(&format!(
            r#"{}<a href="{}" rel="noreferrer">{}</a>{}"#,
            xml(before),
            xml(target),
            xml(address),
            xml(after)
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_place() {
        assert_eq!(xml("a<b>&'\""), "a&lt;b&gt;&amp;&#39;&quot;");
        assert_eq!(xml("turn\u{202e}ed"), "turn\u{fffd}ed");
        assert_eq!(css("\"; } </style>"), "\\22 ; } \\3c /style\\3e ");
    }

    #[test]
    fn names_are_safe_for_files_and_anchors() {
        assert_eq!(slug("Attack frequency!"), "attack-frequency");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("مالي"), "part");
    }

    #[test]
    fn only_addresses_become_links() {
        assert_eq!(
            linked("See doi:10.1177/0022343313484347."),
            r#"See <a href="https://doi.org/10.1177/0022343313484347" rel="noreferrer">doi:10.1177/0022343313484347</a>."#
        );
        assert_eq!(linked("javascript:alert(1) <b>"), "javascript:alert(1) &lt;b&gt;");
        assert!(linked(r#"https://x/"onmouseover="y"#).contains("&quot;onmouseover"));
    }
}
