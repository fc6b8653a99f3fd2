//! `new Date`: <https://tc39.es/ecma262/#sec-date>

use super::from_parts::from_parts;
use super::from_text::from_text;
use super::receiver::Clock;
use crate::builtins::{Builtin, Run};
use crate::ecma::date::time_clip;
use crate::ecma::{Hint, to_number, to_primitive};
use crate::types::Kinds;
use crate::value::{Abrupt, Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new Date",
    spec: "sec-date",
    summary: "A Date of a time value, a text, another Date, or of year, month and so on in local time.",
    length: 7,
    returns: Kinds::EXOTIC,
    examples: &[("new Date('2024-02-29').getTime()", "1709164800000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let time = match *arguments {
        [] => return Err(Abrupt::Unsupported("the current time")),
        [Value::Object(r)] if r.class == Class::Date => heap.date(r),
        [value] => match to_primitive(heap, value, Hint::Default)? {
            Value::String(text) => from_text(heap, text)?,
            primitive => time_clip(to_number(heap, primitive)?),
        },
        _ => {
            let shown = from_parts(heap, arguments)?;
            time_clip(Clock::Local.time(heap, shown)?)
        }
    };
    Ok(Value::Object(heap.new_date(time)))
}

#[cfg(test)]
mod tests {
    use crate::builtins::{Run, get, global};
    use crate::ecma::test_support::{Fixture, show, string};
    use crate::value::{Heap, Value};

    fn call(heap: &mut Heap<'_>, name: &str, this: Value, arguments: &[Value]) -> Value {
        let Run::Pure(run) = get(global(name).expect("a built-in")).run else {
            unreachable!("dates call nothing")
        };
        run(heap, this, arguments).expect("a value")
    }

    #[test]
    fn dates_are_read_changed_and_written() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let text = string(&mut heap, "2024-02-29T12:34:56.789Z");
        let date = call(&mut heap, "new Date", Value::Undefined, &[text]);
        call(&mut heap, "Date.prototype.setUTCFullYear", date, &[2023.0.into()]);
        call(
            &mut heap,
            "Date.prototype.setUTCHours",
            date,
            &[25.0.into(), 0.0.into()],
        );
        let written = call(&mut heap, "Date.prototype.toISOString", date, &[]);
        assert_eq!(show(&mut heap, Ok(written)), "\"2023-03-02T01:00:56.789Z\"");
        let copy = call(&mut heap, "new Date", Value::Undefined, &[date]);
        let time = call(&mut heap, "Date.prototype.getTime", copy, &[]);
        assert_eq!(show(&mut heap, Ok(time)), "1677718856789");
    }
}
