//! Text and CSV rows built in reused buffers; CSV is written here because most fields are known to need no quotes.

use chrono::{Datelike, NaiveDate};

/// Text under construction.
#[derive(Default)]
pub(super) struct Text {
    bytes: Vec<u8>,
}

impl Text {
    /// Empties it.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// What it holds.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// True if it holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Appends text.
    #[inline]
    pub(super) fn put(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Appends another text.
    pub(super) fn put_text(&mut self, text: &Text) {
        self.bytes.extend_from_slice(&text.bytes);
    }

    /// Appends a number.
    #[inline]
    pub(super) fn number(&mut self, number: u64) {
        if number < 10 {
            self.bytes.push(b'0' + number as u8);
        } else {
            self.padded(number, 1);
        }
    }

    /// Appends a number with leading zeros up to `width` digits, which is at most 20.
    pub(super) fn padded(&mut self, number: u64, width: usize) {
        let mut digits = [b'0'; 20];
        let mut at = digits.len();
        let mut left = number;
        while left > 0 {
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            left /= 10;
        }
        at = at.min(digits.len() - width.min(digits.len()));
        self.bytes.extend_from_slice(&digits[at..]);
    }

    /// Appends a date as YYYY-MM-DD.
    pub(super) fn date(&mut self, date: NaiveDate) {
        let year = date.year().unsigned_abs();
        for pair in [year / 100, year % 100] {
            self.two_digits(pair);
        }
        for pair in [date.month(), date.day()] {
            self.bytes.push(b'-');
            self.two_digits(pair);
        }
    }

    fn two_digits(&mut self, number: u32) {
        self.bytes.extend_from_slice(&[b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]);
    }

    /// Appends millionths of a degree as degrees with six decimals, or with four if `coarse`.
    pub(super) fn degrees(&mut self, millionths: i32, coarse: bool) {
        if millionths < 0 {
            self.put("-");
        }
        let size = u64::from(millionths.unsigned_abs());
        self.number(size / 1_000_000);
        self.put(".");
        if coarse {
            self.padded(size % 1_000_000 / 100, 4);
        } else {
            self.padded(size % 1_000_000, 6);
        }
    }

    /// An identifier: SYN and at least seven digits.
    pub(super) fn identifier(&mut self, serial: u64) {
        self.put("SYN");
        self.padded(serial, 7);
    }
}

/// Rows of CSV: every field is followed by a comma, of which the row's end takes the last.
#[derive(Default)]
pub(super) struct Row {
    text: Text,
}

impl Row {
    /// What was written since the last [`Row::clear`].
    pub(super) fn bytes(&self) -> &[u8] {
        self.text.bytes()
    }

    /// Empties the buffer.
    pub(super) fn clear(&mut self) {
        self.text.clear();
    }

    /// Appends a field, or several with their commas, that needs no quotes or has them.
    #[inline]
    pub(super) fn raw(&mut self, field: &str) {
        self.text.put(field);
        self.text.bytes.push(b',');
    }

    /// Appends a field that `write` fills with text that needs no quotes.
    pub(super) fn plain(&mut self, write: impl FnOnce(&mut Text)) {
        write(&mut self.text);
        self.text.bytes.push(b',');
    }

    /// Appends a number.
    pub(super) fn number(&mut self, number: u64) {
        self.plain(|text| text.number(number));
    }

    /// Appends a field of any text, quoted where it must be.
    pub(super) fn field(&mut self, field: &str) {
        self.quoted(field.as_bytes());
    }

    /// Appends a field of any text, quoted where it must be.
    pub(super) fn text(&mut self, field: &Text) {
        self.quoted(field.bytes());
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        if let Some(last) = self.text.bytes.last_mut() {
            *last = b'\n';
        }
    }

    fn quoted(&mut self, field: &[u8]) {
        let out = &mut self.text.bytes;
        // Without an early end, so that the compiler can look at many bytes at once.
        let special = |found, byte: &u8| found | matches!(byte, b'"' | b',' | b'\n' | b'\r');
        if field.iter().fold(false, special) {
            out.push(b'"');
            for (index, piece) in field.split(|&byte| byte == b'"').enumerate() {
                if index > 0 {
                    out.extend_from_slice(b"\"\"");
                }
                out.extend_from_slice(piece);
            }
            out.push(b'"');
        } else {
            out.extend_from_slice(field);
        }
        out.push(b',');
    }
}
