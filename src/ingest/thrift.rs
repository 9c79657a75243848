//! Thrift's compact protocol, walked without keeping anything: what a structure says of its own sizes.

use std::io::Read;

/// Structures inside structures, of which Parquet has seven at most.
const DEEPEST: usize = 32;

/// Walks structures in a stream; it fails where a text or a list is longer than what is left.
pub(crate) struct Walk<R> {
    reader: R,
    left: u64,
    path: Vec<i16>,
}

/// The fields on the way to a number, by their ids, and the number.
type Seen<'s> = dyn FnMut(&[i16], i64) + 's;

impl<R: Read> Walk<R> {
    /// A walk over at most `left` bytes.
    pub(crate) fn new(reader: R, left: u64) -> Self {
        Walk { reader, left, path: Vec::new() }
    }

    /// Bytes not yet walked.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// Walks one structure and tells `seen` its whole numbers; for a list of structures that is each one's. Nothing if
    /// it is malformed.
    pub(crate) fn structure(&mut self, seen: &mut Seen<'_>) -> Option<()> {
        if self.path.len() >= DEEPEST {
            return None;
        }
        let mut id: i16 = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => i16::try_from(signed(self.varint()?)).ok()?,
                step => id.checked_add(i16::from(step))?,
            };
            self.path.push(id);
            // A field that is true or false says so by its type.
            if !matches!(head & 0xf, 1 | 2) {
                self.value(head & 0xf, seen)?;
            }
            self.path.pop();
        }
    }

    fn value(&mut self, kind: u8, seen: &mut Seen<'_>) -> Option<()> {
        match kind {
            1..=3 => self.skip(1),
            4..=6 => {
                let number = signed(self.varint()?);
                seen(&self.path, number);
                Some(())
            }
            7 => self.skip(8),
            8 => {
                let length = self.varint()?;
                self.skip(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                let size = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                // No element is shorter than a byte.
                if size > self.left {
                    return None;
                }
                self.path.push(0);
                (0..size).try_for_each(|_| self.value(head & 0xf, seen))?;
                self.path.pop();
                Some(())
            }
            12 => self.structure(seen),
            // Parquet has no maps.
            _ => None,
        }
    }

    /// A number in groups of seven bits, the lowest first.
    pub(crate) fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// Passes over bytes.
    pub(crate) fn skip(&mut self, length: u64) -> Option<()> {
        self.left = self.left.checked_sub(length)?;
        let skipped = std::io::copy(&mut self.reader.by_ref().take(length), &mut std::io::sink()).ok()?;
        (skipped == length).then_some(())
    }

    /// The next byte.
    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.left = self.left.checked_sub(1)?;
        let mut byte = [0];
        self.reader.read_exact(&mut byte).ok()?;
        Some(byte[0])
    }
}

/// Thrift writes signed numbers so that small ones are short: 0, -1, 1, -2, ...
fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(bytes: &[u8]) -> Option<Vec<(Vec<i16>, i64)>> {
        let mut numbers = Vec::new();
        let mut walk = Walk::new(bytes, bytes.len() as u64);
        walk.structure(&mut |path, number| numbers.push((path.to_vec(), number)))?;
        Some(numbers)
    }

    #[test]
    fn numbers_are_told_with_their_fields() {
        // field 1: i32 -3; field 2: list of two structures with field 5; field 3: the text "ab"; field 4: true
        let bytes = [0x15, 5, 0x19, 0x2c, 0x55, 8, 0, 0x55, 10, 0, 0x18, 2, b'a', b'b', 0x11, 0];
        assert_eq!(walked(&bytes), Some(vec![(vec![1], -3), (vec![2, 0, 5], 4), (vec![2, 0, 5], 5)]));
    }

    #[test]
    fn sizes_that_cannot_be_true_are_refused() {
        assert_eq!(walked(&[0x18, 9, b'a', 0]), None);
        assert_eq!(walked(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 7, 0]), None);
        assert_eq!(walked(&[0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(walked(&[0x1c; 100]), None);
        assert_eq!(walked(&[0x15]), None);
    }
}
