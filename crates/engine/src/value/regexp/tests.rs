//! What V8 gives for these, written down by hand and by V8.

use super::{Effort, Flags, Outcome, Pattern, Refusal, Scratch, UNSET};

/// The match and its captures as text, `-` where one did not take part; the same by both programs.
fn exec(pattern: &str, flags: &str, text: &str) -> String {
    let units: Vec<u16> = pattern.encode_utf16().collect();
    let flags = Flags::parse(flags.as_bytes()).expect("flags");
    let pattern = match Pattern::compile(&units, flags) {
        Ok(pattern) => pattern,
        Err(Refusal::Syntax(what) | Refusal::Unsupported(what) | Refusal::Newer(what)) => return what.to_owned(),
    };
    let text: Vec<u16> = text.encode_utf16().collect();
    let mut scratch = Scratch::default();
    let [first, second] = [Effort::default(), Effort::default().doubled()].map(|effort| {
        match pattern.find_units(&text, 0, flags.sticky, effort, &mut scratch) {
            Outcome::Match => {}
            other => return format!("{other:?}"),
        }
        let captures = scratch.slots[..2 * (pattern.captures as usize + 1)].chunks(2);
        let texts = captures.map(|slots| match slots {
            &[from, to] if from != UNSET && to != UNSET => String::from_utf16_lossy(&text[from..to]),
            _ => "-".to_owned(),
        });
        texts.collect::<Vec<_>>().join(",")
    });
    assert_eq!(first, second, "the linear program differs");
    first
}

#[test]
fn matches_as_v8_does() {
    for (pattern, flags, text, expected) in [
        ("a|ab", "", "abc", "a"),
        ("((a)|(ab))((c)|(bc))", "", "abc", "abc,a,a,-,bc,-,bc"),
        ("(z)((a+)?(b+)?(c))*", "", "zaacbbbcac", "zaacbbbcac,z,ac,a,-,c"),
        ("(a*)*", "", "b", ",-"),
        ("(?=(a+))a*b\\1", "", "baaabac", "aba,a"),
        ("(.*?)a(?!(a+)b\\2c)\\2(.*)", "", "baaabaac", "baaabaac,ba,-,abaac"),
        ("(?<=(\\d+)(\\d+))$", "", "1053", ",1,053"),
        ("(?<!a)b", "", "abb", "b"),
        ("a{2,3}?", "", "aaaa", "aa"),
        ("(?:a{0,2}b){2}", "", "aabab", "aabab"),
        ("^b", "m", "a\nb", "b"),
        ("a$", "", "a\n", "NoMatch"),
        (".", "", "\u{2028}", "NoMatch"),
        (".", "s", "\u{2028}", "\u{2028}"),
        ("^.$", "", "😀", "NoMatch"),
        ("^.$", "u", "😀", "😀"),
        ("[^x]", "u", "😀", "😀"),
        ("\\bé", "", "é", "NoMatch"),
        ("\\u212a", "i", "k", "NoMatch"),
        ("\\u212a", "iu", "k", "k"),
        ("[^\\W]", "iu", "ſ", "ſ"),
        ("\\w", "i", "ſ", "NoMatch"),
        ("ß", "i", "ẞ", "NoMatch"),
        ("\\1(a)", "", "a", "a,a"),
        ("\\8\\101{,2}", "", "8A{,2}", "8A{,2}"),
        ("[\\w-a]+", "", "x-", "x-"),
        ("\\c[\\cA\\c_]", "", "\\c\u{1}", "\\c\u{1}"),
        ("(?<y>\\d)\\k<y>", "", "1233", "33,3"),
        ("\\k<y>", "", "k<y>", "k<y>"),
        ("[\\p{L}--[a-z]]", "v", "aÄ", "Ä"),
        ("[]", "", "a", "NoMatch"),
        ("[^]", "", "\n", "\n"),
    ] {
        assert_eq!(exec(pattern, flags, text), expected, "/{pattern}/{flags} on {text:?}");
    }
}

#[test]
fn refuses_with_v8s_words() {
    for (pattern, flags, expected) in [
        ("(", "", "Unterminated group"),
        (")", "", "Unmatched ')'"),
        ("a**", "", "Nothing to repeat"),
        ("{1}", "", "Nothing to repeat"),
        ("{", "u", "Lone quantifier brackets"),
        ("a{2,1}", "", "numbers out of order in {} quantifier"),
        ("[b-a]", "", "Range out of order in character class"),
        ("[a", "", "Unterminated character class"),
        ("\\", "", "\\ at end of pattern"),
        ("(?a)", "", "Invalid group"),
        ("(?<=a)*", "", "Invalid quantifier"),
        ("(?<a>)\\k<b>", "", "Invalid named capture referenced"),
        ("\\-", "u", "Invalid escape"),
        ("\\u{110000}", "u", "Invalid Unicode escape"),
    ] {
        assert_eq!(exec(pattern, flags, ""), expected, "/{pattern}/{flags}");
    }
}

#[test]
fn nested_repetition_is_linear() {
    let pattern: Vec<u16> = "^(a+a+)+b".encode_utf16().collect();
    let pattern = Pattern::compile(&pattern, Flags::default()).expect("a pattern");
    let text = vec![b'a'; 2000];
    let mut scratch = Scratch::default();
    let first = pattern.find_ascii(&text, 0, false, Effort::default(), &mut scratch);
    assert_eq!(first, Outcome::OutOfSteps);
    let second = pattern.find_ascii(&text, 0, false, Effort::default().doubled(), &mut scratch);
    assert_eq!(second, Outcome::NoMatch);
}

#[test]
fn source_is_what_a_literal_would_say() {
    for (text, expected) in [
        ("", "(?:)"),
        ("/[/]\\/", "\\/[/]\\/"),
        ("\n\\\n\u{2028}", "\\n\\n\\u2028"),
    ] {
        let units: Vec<u16> = text.encode_utf16().collect();
        let pattern = Pattern::compile(&units, Flags::default()).expect("a pattern");
        assert_eq!(String::from_utf8_lossy(&pattern.source), expected);
    }
}
