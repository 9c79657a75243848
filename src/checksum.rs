//! SHA-256, as hexadecimal digits, by which files and reference data are told apart.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// The checksum of all that a reader gives, and how many bytes that is.
///
/// # Errors
/// Those of the reader.
pub(crate) fn of_reader(mut from: impl Read) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut size = 0;
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok((digits(hasher), size));
        }
        hasher.update(&buffer[..read]);
        size += read as u64;
    }
}

/// The checksum of bytes.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    digits(Sha256::new_with_prefix(bytes))
}

fn digits(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of_bytes(b"abc"), abc);
        assert_eq!(of_reader(&b"abc"[..]).expect("bytes are read"), (abc.to_owned(), 3));
    }
}
