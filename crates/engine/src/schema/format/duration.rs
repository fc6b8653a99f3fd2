//! `duration`: <https://www.rfc-editor.org/rfc/rfc3339#appendix-A>

pub(super) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    if let Some(weeks) = date.strip_suffix('W') {
        return time.is_none() && is_number(weeks);
    }
    match time {
        None => !date.is_empty() && in_order(date, "YMD"),
        Some(time) => !time.is_empty() && in_order(date, "YMD") && in_order(time, "HMS"),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Numbers with units that follow each other without a gap: a year and a day need a month between them.
fn in_order(mut text: &str, units: &str) -> bool {
    let mut last = None;
    while !text.is_empty() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let Some(unit) = text[digits..].chars().next() else {
            return false;
        };
        let Some(at) = units.find(unit) else { return false };
        if digits == 0 || last.is_some_and(|last| at != last + 1) {
            return false;
        }
        last = Some(at);
        text = &text[digits + 1..];
    }
    true
}
