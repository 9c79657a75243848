//! How many texts the shared strings of a workbook announce: its reader takes memory for them before it reads one.

use std::io::Write;

const NAME: &[u8] = b"uniqueCount";

/// The shortest text, `<si/>`.
const SHORTEST: u64 = 5;

/// Looks for `uniqueCount="..."` in a part that is written to it.
#[derive(Default)]
pub(crate) struct Announced {
    bytes: u64,
    most: u64,
    at: At,
    is_odd: bool,
}

/// What has been seen last.
#[derive(Clone, Copy, Default)]
enum At {
    /// Nothing, or so many bytes of the name.
    Name(usize),
    /// The name, and what may stand between it and the number.
    Between,
    /// A part of the number.
    Number(u64),
    #[default]
    Elsewhere,
}

impl Announced {
    /// True if the part cannot hold what it announces, or is written so that it could announce it unseen.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.is_odd || self.most > self.bytes / SHORTEST
    }

    fn take(&mut self, byte: u8) {
        // In UTF-16 there is a zero between the letters.
        if byte == 0 {
            return;
        }
        // Escapes switch to other letters; XML does not allow them.
        self.is_odd |= byte == 0x1b;
        self.at = match self.at {
            At::Number(number) if byte.is_ascii_digit() => {
                At::Number(number.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
            }
            At::Number(number) => {
                self.most = self.most.max(number);
                At::Elsewhere
            }
            At::Between if byte.is_ascii_digit() => At::Number(u64::from(byte - b'0')),
            At::Between if byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'') => At::Between,
            At::Name(seen) if NAME[seen] == byte && seen + 1 == NAME.len() => At::Between,
            At::Name(seen) if NAME[seen] == byte => At::Name(seen + 1),
            // The name's fifth letter is its first one.
            At::Name(5) if byte == NAME[1] => At::Name(2),
            _ if byte == NAME[0] => At::Name(1),
            _ => At::Elsewhere,
        };
    }
}

impl Write for Announced {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        self.bytes += part.len() as u64;
        part.iter().for_each(|byte| self.take(*byte));
        Ok(part.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_doubtful(text: &[u8]) -> bool {
        let mut announced = Announced::default();
        text.chunks(3).for_each(|part| announced.write_all(part).expect("it is only looked at"));
        announced.is_doubtful()
    }

    #[test]
    fn a_part_announces_no_more_than_it_holds() {
        assert!(!is_doubtful(br#"<sst count="9" uniqueCount="2"><si><t>a</t></si><si><t>b</t></si></sst>"#));
        assert!(!is_doubtful(b"<sst/>"));
        for text in [
            r#"<sst uniqueCount="99999999999"/>"#,
            r#"<sst uniqueCount = '99999999999999999999999'/>"#,
            r#"<sst uniquniqueCount="99"/>"#,
            r#"<!-- uniqueCount --><sst uuniqueCount="0000000099"/>"#,
        ] {
            assert!(is_doubtful(text.as_bytes()), "{text}");
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(is_doubtful(&wide), "{text} in UTF-16");
        }
        assert!(is_doubtful(b"<sst unique\x1b(BCount=\"99\"/>"));
    }
}
