//! Names what differs between the files that are made and those that are kept.

use super::Files;

/// Each fault as a line: a file that is missing, that differs, or that nothing makes.
pub fn differences(made: &Files, kept: &Files) -> Vec<String> {
    let lacking = made.iter().filter_map(|(path, text)| match kept.get(path) {
        None => Some(format!("{path} is missing")),
        Some(kept) if kept != text => Some(format!("{path} is out of date, or was edited by hand: {}", first_difference(text, kept))),
        Some(_) => None,
    });
    let orphans = kept.keys().filter(|path| !made.contains_key(*path)).map(|path| format!("{path} is made by nothing"));
    lacking.chain(orphans).collect()
}

/// The first line that differs, as it is to be.
fn first_difference(made: &[u8], kept: &[u8]) -> String {
    let (made, kept) = (String::from_utf8_lossy(made), String::from_utf8_lossy(kept));
    let same = made.lines().zip(kept.lines()).take_while(|(made, kept)| made == kept).count();
    let wanted: String = made.lines().nth(same).map_or("the end", str::trim).chars().take(160).collect();
    format!("line {} is to be {wanted}", same + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Files {
        texts.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn each_difference_is_named() {
        let made = files(&[("same", "1"), ("changed", "a\n  name: string;\nc"), ("missing", "1"), ("shorter", "a\n")]);
        let kept = files(&[("same", "1"), ("changed", "a\n  nom: string;\nc"), ("orphan", "1"), ("shorter", "a\nb\n")]);
        let expected = [
            "changed is out of date, or was edited by hand: line 2 is to be name: string;",
            "missing is missing",
            "shorter is out of date, or was edited by hand: line 2 is to be the end",
            "orphan is made by nothing",
        ];
        assert_eq!(differences(&made, &kept), expected);
        assert!(differences(&made, &made).is_empty());
    }
}
