//! Whether bytes are a JSON text: what the walk has found out already about records, for texts by themselves.

use jsonmill_json::number::scan_number;
use jsonmill_json::string::check_escape;

use super::text::skip_space;

/// Whether these bytes, which are valid UTF-8, are one JSON text.
pub(in crate::schema) fn is_json(text: &[u8]) -> bool {
    Grammar { text, open: Vec::new() }.document().is_some()
}

struct Grammar<'a> {
    text: &'a [u8],
    /// Containers around, innermost last: whether they are objects
    open: Vec<bool>,
}

impl Grammar<'_> {
    fn document(mut self) -> Option<()> {
        let mut at = self.space(0);
        loop {
            at = match self.value(at)? {
                (at, true) => at,
                (at, false) => {
                    let mut at = self.space(at);
                    // A complete value ends as many containers as close behind it.
                    loop {
                        let Some(&is_object) = self.open.last() else {
                            return (at == self.text.len()).then_some(());
                        };
                        match (self.text.get(at)?, is_object) {
                            (b',', false) => break self.space(at + 1),
                            (b',', true) => break self.key(self.space(at + 1))?,
                            (b']', false) | (b'}', true) => {
                                self.open.pop();
                                at = self.space(at + 1);
                            }
                            _ => return None,
                        }
                    }
                }
            };
        }
    }

    fn space(&self, at: usize) -> usize {
        skip_space(self.text, at)
    }

    /// Behind a value, or where the first one of a container begins, which has been entered then.
    fn value(&mut self, at: usize) -> Option<(usize, bool)> {
        match self.text.get(at)? {
            b'"' => Some((self.string(at)?, false)),
            b'{' => {
                let first = self.space(at + 1);
                if self.text.get(first) == Some(&b'}') {
                    return Some((first + 1, false));
                }
                self.open.push(true);
                Some((self.key(first)?, true))
            }
            b'[' => {
                let first = self.space(at + 1);
                if self.text.get(first) == Some(&b']') {
                    return Some((first + 1, false));
                }
                self.open.push(false);
                Some((first, true))
            }
            b'-' | b'0'..=b'9' => Some((scan_number(self.text, at).ok()?, false)),
            _ => {
                let rest = &self.text[at..];
                let word = [&b"null"[..], b"true", b"false"]
                    .into_iter()
                    .find(|word| rest.starts_with(word))?;
                Some((at + word.len(), false))
            }
        }
    }

    /// Behind a key and its colon.
    fn key(&self, at: usize) -> Option<usize> {
        if self.text.get(at) != Some(&b'"') {
            return None;
        }
        let colon = self.space(self.string(at)?);
        (self.text.get(colon) == Some(&b':')).then(|| self.space(colon + 1))
    }

    fn string(&self, quote: usize) -> Option<usize> {
        let mut at = quote + 1;
        loop {
            match self.text.get(at)? {
                b'"' => return Some(at + 1),
                b'\\' => at += check_escape(self.text, at).ok()?,
                0..=0x1F => return None,
                _ => at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn texts_and_what_is_none() {
        let texts = [
            "1",
            " null ",
            "[]",
            "{}",
            "[[],{}]",
            r#"{"a":[1,-0.5e3,"\u00e9\n"],"b":{"c":true}} "#,
            r#""é""#,
            "[ 1 , 2 ]",
        ];
        let others = [
            "",
            " ",
            "01",
            "1 2",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{1:1}",
            "[1",
            "{\"a\":1",
            "\"a",
            "\"\\x\"",
            "\"\n\"",
            "nul",
            "[1}",
            "]",
            "truefalse",
            "{\"a\":1]",
            "\"\\u12g4\"",
        ];
        assert!(texts.iter().all(|text| is_json(text.as_bytes())));
        for other in others {
            assert!(!is_json(other.as_bytes()), "{other}");
        }
    }
}
