//! `hostname`: <https://www.rfc-editor.org/rfc/rfc1123#section-2.1>, with A-labels read as <https://www.rfc-editor.org/rfc/rfc5890>
//! wants them, and `idn-hostname`.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// Exceptions of RFC 5892: <https://www.rfc-editor.org/rfc/rfc5892#section-2.6>
const DISALLOWED: [char; 10] = ['〮', '〯', 'ـ', 'ߺ', '〱', '〲', '〳', '〴', '〵', '〻'];

pub(super) fn is_ascii_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

pub(super) fn is_hostname(text: &str) -> bool {
    is_ascii_hostname(text) && (!text.to_ascii_lowercase().contains("xn--") || is_idn_hostname(text))
}

pub(super) fn is_idn_hostname(text: &str) -> bool {
    // RFC 5892 disallows what UTS 46 would map, and rules for some characters depend on their neighbours
    let decoded = Uts46::new()
        .to_unicode(text.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow)
        .0;
    if decoded.contains(DISALLOWED) || text.contains(DISALLOWED) || !contexts_are_right(&decoded) {
        return false;
    }
    let to_ascii = Uts46::new().to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify);
    to_ascii.is_ok() && !text.is_empty()
}

/// CONTEXTO: <https://www.rfc-editor.org/rfc/rfc5892#appendix-A>
fn contexts_are_right(text: &str) -> bool {
    let labels = text.split(['.', '。', '．', '｡']);
    labels.into_iter().all(|label| {
        let chars: Vec<char> = label.chars().collect();
        let is_in = |range: std::ops::RangeInclusive<char>| chars.iter().any(|c| range.contains(c));
        chars.iter().enumerate().all(|(i, c)| match c {
            '·' => i > 0 && chars[i - 1] == 'l' && chars.get(i + 1) == Some(&'l'),
            '\u{375}' => chars
                .get(i + 1)
                .is_some_and(|next| ('\u{370}'..='\u{3FF}').contains(next)),
            '\u{5F3}' | '\u{5F4}' => i > 0 && ('\u{590}'..='\u{5FF}').contains(&chars[i - 1]),
            '・' => chars.iter().any(|c| {
                ('\u{3041}'..='\u{3096}').contains(c)
                    || ('\u{30A1}'..='\u{30FA}').contains(c)
                    || ('\u{4E00}'..='\u{9FFF}').contains(c)
            }),
            '\u{660}'..='\u{669}' => !is_in('\u{6F0}'..='\u{6F9}'),
            '\u{6F0}'..='\u{6F9}' => !is_in('\u{660}'..='\u{669}'),
            _ => true,
        })
    })
}
