//! Distinct: the first record of each key.

use super::StageCode;
use crate::aggregates::KeyTable;
use crate::exec::run::Runner;
use crate::exec::waiting::{Waiting, is_full};
use crate::value::{Abrupt, Value};

/// The keys of Distinct.
#[derive(Debug, Default)]
pub(in crate::exec) struct Keys {
    table: KeyTable,
    /// Bytes that have been charged
    charged: usize,
    /// Records whose keys the table has no room for
    pub(in crate::exec) waiting: Option<Box<Waiting>>,
}

/// How many keys come between two looks at the memory that they take.
const LOOK: usize = 64;

impl Runner<'_, '_> {
    /// Whether a key has not been there before. False, too, for a record that waits until that can be told.
    pub(super) fn is_fresh(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        key: Value,
        value: Value,
    ) -> Result<bool, Abrupt> {
        let state = &mut self.state.pipelines[pipeline];
        let record = state.epoch();
        let mut keys = state.stages[position].keys.take().unwrap_or_default();
        let full = stage.spills && is_full(keys.charged, self.executable.max_memory);
        if full {
            let known = keys.table.find(&self.machine.heap, key.plain(), record);
            let waits = match known {
                Ok(None) => {
                    let waiting = keys.waiting.get_or_insert_default();
                    self.wait(pipeline, waiting, key.plain(), &[value])
                }
                Ok(Some(_)) => Ok(()),
                Err(abrupt) => Err(abrupt),
            };
            self.state.pipelines[pipeline].stages[position].keys = Some(keys);
            return waits.map(|()| false);
        }
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
