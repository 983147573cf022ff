//! `new`.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use super::args::{Cli, NewArgs, NewItem};
use super::site::require_site;
use crate::edit::{NewPage, NewPageKind, new_site};
use crate::time::FuzzyDate;

pub(super) fn new(cli: &Cli, arguments: &NewArgs) -> Result<ExitCode, String> {
    let (name, date) = (&arguments.name, &arguments.date);
    let kind = match arguments.kind {
        NewItem::Site => {
            new_site(Path::new(name)).map_err(|error| error.to_string())?;
            anstream::println!(
                "Created an example site in {name}/. To view it and change it:\n\n  \
                 cd {}\n  backgrounder serve\n\nTo build it for publishing: backgrounder build",
                shell_word(name)
            );
            return Ok(ExitCode::SUCCESS);
        }
        NewItem::Article => NewPageKind::Article,
        NewItem::Country => NewPageKind::Country,
        NewItem::Figure => NewPageKind::Figure,
        NewItem::Event => NewPageKind::Event,
        NewItem::Organisation => NewPageKind::Organisation,
        NewItem::Term => NewPageKind::Term,
        NewItem::Page => NewPageKind::Page,
    };
    require_site(cli)?;
    let page = NewPage::new(&cli.root, kind, name).map_err(|error| error.to_string())?;
    let date = match (kind, date) {
        (NewPageKind::Event, Some(date)) => Some(date.clone()),
        (NewPageKind::Event, None) => Some(ask_for_date(name)?),
        (_, Some(_)) => return Err("only an event has `--date`".to_owned()),
        (_, None) => None,
    };
    let path = page.create(date.as_ref()).map_err(|error| error.to_string())?;
    anstream::println!("{}", cli.root.join(path).display());
    Ok(ExitCode::SUCCESS)
}

/// The forms of a date, for people who do not know EDTF.
const DATE_FORMS: &str = "2019-02-27, 2019-02, 2019, 2018-09~ (about) or 2019-02-27/2019-02-28";

/// Asks when an event happened, where somebody can answer: without a date, the event would be an
/// error of the site.
fn ask_for_date(event: &str) -> Result<FuzzyDate, String> {
    let missing = || {
        format!("an event needs a date\n  help: add `--date` and when it happened: {DATE_FORMS}")
    };
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(missing());
    }
    let mut answers = io::stdin().lock().lines();
    loop {
        anstream::eprint!("When did “{event}” happen? Write {DATE_FORMS}: ");
        let Some(Ok(answer)) = answers.next() else { return Err(missing()) };
        match FuzzyDate::parse(&answer) {
            Ok(date) => return Ok(date),
            Err(error) => match &error.suggestions[..] {
                [] => anstream::eprintln!("This is no date."),
                dates => anstream::eprintln!("Did you mean {}?", dates.join(" or ")),
            },
        }
    }
}

/// A word as it can be pasted into a shell.
fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '+' | ':');
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if !word.contains(['"', '$', '`', '\\', '!']) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn words_are_quoted_where_a_shell_would_split_or_expand_them() {
        for (word, quoted) in [
            ("story", "story"),
            ("../Nil-Bleu_2", "../Nil-Bleu_2"),
            ("Blue Nile", "\"Blue Nile\""),
            ("l'eau", "\"l'eau\""),
            ("a $b", "'a $b'"),
            ("it's $5", "'it'\\''s $5'"),
        ] {
            assert_eq!(shell_word(word), quoted);
        }
    }
}
