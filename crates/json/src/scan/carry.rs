//! What one block tells the next, and how masks of one block become tokens: the part that all kernels share.

/// Which bytes of a block are what; bit `i` stands for byte `i`.
#[derive(Clone, Copy)]
pub(super) struct Masks {
    /// `"`
    pub quote: u64,
    /// `\`
    pub backslash: u64,
    /// `{ } [ ] : ,`; control bytes may be in it too, they are taken out here
    pub op: u64,
    /// space, tab, line feed, carriage return
    pub white_space: u64,
    /// below 0x20
    pub control: u64,
    /// `\n`; looked at only where lines are wanted
    pub line_feed: u64,
}

/// Quotes and backslashes of a block that mean something.
#[derive(Clone, Copy)]
pub(super) struct Strings {
    /// quotes that no backslash escapes
    pub quotes: u64,
    /// backslashes that escape the byte after them
    escaping: u64,
}

/// State between blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carry {
    /// 1 if the next byte is escaped by the last one
    escaped: u64,
    /// all ones if the next byte is inside a string
    string: u64,
    /// 1 if the last byte belongs to a scalar run
    scalar: u64,
}

const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;

impl Carry {
    pub fn inside_string(&self) -> bool {
        self.string != 0
    }

    /// Tells escaping backslashes from escaped ones and real quotes from escaped ones.
    ///
    /// In a run of backslashes every other one escapes, counted from its start. Subtracting the runs from the odd bits
    /// lets a borrow run through each of them, which shows the parity of its start (simdjson's `json_escape_scanner`).
    #[inline(always)]
    pub fn strings(&mut self, masks: &Masks) -> Strings {
        if masks.backslash == 0 {
            let escaped = self.escaped;
            self.escaped = 0;
            return Strings {
                quotes: masks.quote & !escaped,
                escaping: 0,
            };
        }
        let potential = masks.backslash & !self.escaped;
        let maybe_escaped = potential << 1;
        let series = (maybe_escaped | ODD).wrapping_sub(potential);
        let escaping_and_after = series ^ ODD;
        let escaped = escaping_and_after ^ (masks.backslash | self.escaped);
        let escaping = escaping_and_after & masks.backslash;
        self.escaped = escaping >> 63;
        Strings {
            quotes: masks.quote & !escaped,
            escaping,
        }
    }

    /// The tokens of the block. `parity` has a bit set where an odd number of quotes stands at or before the byte:
    /// the prefix xor of `strings.quotes`, which kernels compute by carry-less multiplication where they can.
    #[inline(always)]
    pub fn tokens<const LINES: bool>(&mut self, masks: &Masks, strings: Strings, parity: u64) -> u64 {
        // From the opening quote to the byte before the closing one.
        let inside = parity ^ self.string;
        self.string = ((inside as i64) >> 63) as u64;
        let op = masks.op & !masks.control;
        let scalar = !(op | masks.white_space | strings.quotes | inside);
        let starts = scalar & !((scalar << 1) | self.scalar);
        self.scalar = scalar >> 63;
        let mut tokens = (op & !inside) | strings.quotes | starts | (inside & (strings.escaping | masks.control));
        if LINES {
            tokens |= masks.line_feed;
        }
        tokens
    }
}
