//! Pieces of Markdown.

/// A code span for a cell of a table, where a bar has to be escaped even inside code.
pub fn code(text: &str) -> String {
    let escaped = text.replace('|', "\\|");
    if text.contains('`') {
        format!("`` {escaped} ``")
    } else {
        format!("`{escaped}`")
    }
}

/// Prose for a cell of a table.
pub fn prose(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A table.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    let rows: String = rows.into_iter().map(|row| line(&row)).collect();
    format!("{}{rule}{rows}\n", line(&head))
}
