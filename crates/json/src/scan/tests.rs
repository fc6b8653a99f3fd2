//! Every kernel against a byte-at-a-time twin, over inputs cut anywhere and readers that consume anyhow.

use super::{CHUNK, Kernel, Scanner};

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn input(&mut self, len: usize) -> Vec<u8> {
        const COMMON: &[u8] = b"\"\"\"\\\\{}[]:, \n\r\t1-ea\x0b\x0c\x1a\x00\x1f\x7f\x80\xff";
        // Rare quotes make long strings, rare everything makes long runs.
        let plain = self.below(4) * 10;
        (0..len)
            .map(|_| match self.below(100) {
                roll if roll < plain => b'a',
                99 => self.below(256) as u8,
                _ => COMMON[self.below(COMMON.len())],
            })
            .collect()
    }
}

/// The definition at the head of scan.rs, read aloud.
fn twin(input: &[u8], lines: bool) -> (Vec<usize>, bool) {
    let (mut tokens, mut inside, mut escaped, mut scalar) = (Vec::new(), false, false, false);
    for (offset, &byte) in input.iter().enumerate() {
        let is_escaped = std::mem::replace(&mut escaped, false);
        escaped = byte == b'\\' && !is_escaped;
        let is_quote = byte == b'"' && !is_escaped;
        let is_token = if inside {
            is_quote || escaped || byte < 0x20
        } else {
            let is_break = is_quote || b"{}[]:, \t\n\r".contains(&byte);
            let starts = !is_break && !scalar;
            scalar = !is_break;
            starts || is_quote || b"{}[]:,".contains(&byte) || (lines && byte == b'\n')
        };
        inside ^= is_quote;
        if is_token {
            tokens.push(offset);
        }
    }
    (tokens, inside)
}

fn scanners(lines: bool) -> Vec<Scanner> {
    let mut kernels = vec![Kernel::Portable];
    #[cfg(target_arch = "x86_64")]
    {
        kernels.extend(super::avx2::is_available().then_some(Kernel::Avx2));
        kernels.extend(super::avx512::is_available().then_some(Kernel::Avx512));
    }
    kernels
        .into_iter()
        .map(|kernel| Scanner::with_kernel(lines, kernel))
        .collect()
}

fn all(scanner: &mut Scanner, input: &[u8]) -> Vec<usize> {
    while scanner.refill(input, true) {}
    assert_eq!(scanner.scanned(), input.len());
    scanner.tokens[scanner.cursor..]
        .iter()
        .map(|&token| scanner.base + token as usize)
        .collect()
}

#[test]
fn names_the_tokens_of_a_small_document() {
    for mut scanner in scanners(false) {
        let text = br#"{"a\"b": [1.5, tru e,"x"],} "#;
        assert_eq!(
            all(&mut scanner, text),
            [0, 1, 3, 6, 7, 9, 10, 13, 15, 19, 20, 21, 23, 24, 25, 26]
        );
        assert!(!scanner.inside_string());
        scanner.reset(1);
        assert_eq!(all(&mut scanner, b"x\"\\\\\\"), [1, 2, 4]);
        assert!(scanner.inside_string());
    }
}

#[test]
fn classifies_every_byte() {
    for lines in [false, true] {
        for mut scanner in scanners(lines) {
            for byte in 0..=255u8 {
                for text in [
                    [b' ', byte, b' '],
                    [b'"', byte, b'"'],
                    [b'1', byte, b'1'],
                    [b'\\', byte, b'"'],
                ] {
                    scanner.reset(0);
                    assert_eq!(all(&mut scanner, &text), twin(&text, lines).0, "{text:?} {lines}");
                }
            }
        }
    }
}

#[test]
fn equals_the_twin_at_every_length() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..3000 {
        let len = random.below(if round % 50 == 0 { 3 * CHUNK } else { 400 });
        let input = random.input(len);
        let lines = random.below(2) == 0;
        let (expected, inside) = twin(&input, lines);
        for mut scanner in scanners(lines) {
            assert_eq!(all(&mut scanner, &input), expected, "round {round}");
            assert_eq!(scanner.inside_string(), inside, "round {round}");
        }
    }
}

#[test]
fn input_may_come_in_slices_and_go_as_it_is_read() {
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    for round in 0..400 {
        let len = random.below(if round % 20 == 0 { 3 * CHUNK } else { 1000 });
        let input = random.input(len);
        let (expected, _) = twin(&input, true);
        for mut scanner in scanners(true) {
            let (mut dropped, mut given, mut seen) = (0, 0, Vec::new());
            loop {
                given += random.below(input.len() / 3 + 2).min(input.len() - given);
                let last = given == input.len();
                while scanner.refill(&input[dropped..given], last) {
                    assert_eq!(scanner.cursor, 0);
                    for _ in 0..random.below(scanner.tokens.len() + 1) {
                        seen.push(dropped + scanner.base + scanner.tokens[scanner.cursor] as usize);
                        scanner.cursor += 1;
                    }
                }
                if last {
                    break;
                }
                let first = scanner
                    .tokens
                    .get(scanner.cursor)
                    .map(|&token| scanner.base + token as usize);
                let n = random.below(first.unwrap_or(scanner.scanned()) + 1);
                scanner.drop_front(n);
                dropped += n;
            }
            let rest = &scanner.tokens[scanner.cursor..];
            seen.extend(rest.iter().map(|&token| dropped + scanner.base + token as usize));
            assert_eq!(seen, expected, "round {round}");
        }
    }
}

#[test]
fn waits_for_whole_blocks() {
    let mut scanner = Scanner::new(false);
    let input = [b'1'; 130];
    assert!(!scanner.refill(&input[..63], false));
    assert!(scanner.refill(&input, false));
    assert_eq!(scanner.scanned(), 128);
    assert!(!scanner.refill(&input, false));
    assert!(scanner.refill(&input, true));
    assert_eq!((scanner.scanned(), scanner.tokens.as_slice()), (130, &[0][..]));
    assert!(!scanner.refill(&input, true));
    assert!(!scanner.exceeded());
}

#[test]
fn looking_ahead_moves_nothing() {
    let input = vec![b','; 5 * CHUNK];
    let mut scanner = Scanner::new(false);
    while scanner.refill(&input, true) {
        assert_eq!((scanner.base, scanner.cursor), (0, 0));
    }
    assert_eq!(scanner.tokens.len(), input.len());
    assert_eq!(scanner.tokens.last(), Some(&(input.len() as u32 - 1)));
}

#[test]
fn finds_text_that_is_not_utf8_wherever_it_is_cut() {
    for around in [CHUNK - 3, CHUNK - 2, CHUNK - 1, CHUNK, 2 * CHUNK - 1, 2 * CHUNK + 7] {
        for (bytes, valid) in [
            ("é".as_bytes(), true),
            ("€".as_bytes(), true),
            ("😀".as_bytes(), true),
            (b"\xF0\x9F\x98", false),
            (b"\x80", false),
            (b"\x80\x80\x80\x80\x80", false),
            (b"\xED\xA0\x80", false),
        ] {
            for end in [0, 1, CHUNK] {
                let text = [&vec![b'a'; around], bytes, &vec![b' '; end]].concat();
                let mut scanner = Scanner::new(false);
                scanner.check_utf8();
                while scanner.refill(&text, true) {}
                assert_eq!(scanner.invalid_utf8(), !valid, "{bytes:x?} at {around}");
                assert!(!valid || scanner.scanned() == text.len());
            }
        }
    }
}
