//! What a check reports.

use serde_json::Value as Json;

use super::{Check, Detail, Step};
use crate::schema::Node;
use crate::schema::violation::{Violation, escape_pointer};
use crate::value::Str;

/// Violations that are kept of schemas that were tried; more tell nobody anything, and bombs make millions.
const MAX_TRIED: usize = 1000;
/// Characters of data that a message shows.
const MAX_SHOWN: usize = 200;

impl Check<'_, '_> {
    /// Notes a violation.
    pub(in crate::schema) fn violate(
        &mut self,
        node: &Node,
        keyword: &'static str,
        params: Json,
        message: impl FnOnce() -> String,
    ) {
        if self.detail == Detail::First && self.report.trying == 0 && !self.report.ended {
            self.violations.truncate(self.report.start);
        }
        self.violate_at(&format_args!("{}/{keyword}", node.path), keyword, params, message);
    }

    /// Notes that what was tried does not hold: the violations found by that stay.
    pub(in crate::schema) fn violate_by(
        &mut self,
        node: &Node,
        keyword: &'static str,
        params: Json,
        message: impl FnOnce() -> String,
    ) {
        self.violate_at(&format_args!("{}/{keyword}", node.path), keyword, params, message);
    }

    /// Notes a violation of a keyword whose place is not its name below the node.
    pub(in crate::schema) fn violate_at(
        &mut self,
        schema_path: &dyn std::fmt::Display,
        keyword: &'static str,
        params: Json,
        message: impl FnOnce() -> String,
    ) {
        if !self.describes() || self.report.ended {
            return;
        }
        self.report.ended = self.detail == Detail::First && self.report.trying == 0;
        let cap = match self.detail {
            Detail::All(cap) => cap,
            _ => MAX_TRIED,
        };
        if self.violations.len() >= cap {
            return;
        }
        let instance_path = self.instance_path();
        let property_name = self.names.last().map(|&name| self.text(name));
        self.violations.push(Violation {
            instance_path,
            schema_path: schema_path.to_string(),
            keyword,
            params,
            message: message(),
            property_name,
        });
    }

    pub(in crate::schema) fn instance_path(&self) -> String {
        let mut out = String::new();
        for step in &self.path {
            out.push('/');
            match step {
                Step::Property(name) => out.push_str(&escape_pointer(&self.text(*name))),
                Step::Item(index) => out.push_str(&index.to_string()),
            }
        }
        out
    }

    /// A string for a message: lone surrogates are shown as U+FFFD, long ones are cut.
    pub(in crate::schema) fn text(&self, s: Str) -> String {
        let text = String::from_utf8_lossy(self.heap.text(s));
        match text.char_indices().nth(MAX_SHOWN) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.into_owned(),
        }
    }
}
