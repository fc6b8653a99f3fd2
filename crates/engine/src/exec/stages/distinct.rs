//! Distinct: the first record of each key.

use crate::aggregates::KeyTable;
use crate::exec::run::Runner;
use crate::value::{Abrupt, Value};

/// The keys of Distinct.
#[derive(Debug, Default)]
pub(super) struct Keys {
    table: KeyTable,
    /// Bytes that have been charged
    charged: usize,
}

/// How many keys come between two looks at the memory that they take.
const LOOK: usize = 64;

impl Runner<'_, '_> {
    /// Whether a key has not been there before.
    pub(super) fn is_fresh(&mut self, pipeline: usize, position: usize, key: Value) -> Result<bool, Abrupt> {
        let state = &mut self.state.pipelines[pipeline];
        let record = state.epoch();
        let mut keys = state.stages[position].keys.take().unwrap_or_default();
        let fresh = keys.table.number(&self.machine.heap, key.plain(), record);
        let charged = match fresh {
            Ok((number, true)) if number.is_multiple_of(LOOK) => {
                let bytes = keys.table.bytes();
                self.charge(bytes, &mut keys.charged)
            }
            _ => Ok(()),
        };
        self.state.pipelines[pipeline].stages[position].keys = Some(keys);
        charged.and(fresh).map(|(_, fresh)| fresh)
    }
}
