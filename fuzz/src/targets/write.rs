//! Indented output against output without white space.

use serde_json::json;

use super::compile::CALLBACKS;
use crate::random::Random;
use crate::run::{agree, pipeline, show, sliced, whole};

pub fn one(random: &mut Random) -> Result<(), String> {
    let text = random.document();
    let callback = if random.once_in(2) {
        "(doc) => doc"
    } else {
        random.pick(CALLBACKS)
    };
    let stage = [("mill", callback)];
    let space = random.pick(&[" ", "  ", "\t", "--"]);
    let mill = |space: &str| pipeline(&json!({ "kind": "mill", "space": space }), &stage);
    let (Some(plain), Some(pretty)) = (mill(""), mill(space)) else {
        return Ok(());
    };
    let (plain, indented) = (whole(&plain, &text), whole(&pretty, &text));
    agree(&text, &indented, &sliced(&pretty, &text, random))?;
    let (Ok(plain), Ok(indented)) = (plain, indented) else {
        return Ok(());
    };
    if space != "--" && minified(&indented) != plain {
        return Err(format!(
            "{} over {}: {} and {}",
            callback,
            show(&text),
            show(&plain),
            show(&indented)
        ));
    }
    Ok(())
}

/// Without the white space between tokens.
fn minified(text: &[u8]) -> Vec<u8> {
    let (mut inside, mut escaped) = (false, false);
    let keep = |&byte: &u8| {
        if inside {
            inside = byte != b'"' || escaped;
            escaped = byte == b'\\' && !escaped;
            return true;
        }
        inside = byte == b'"';
        !matches!(byte, b' ' | b'\t' | b'\n')
    };
    text.iter().copied().filter(keep).collect()
}
