//! `new`.

use std::path::Path;
use std::process::ExitCode;

use super::args::{Cli, NewArgs, NewItem};
use crate::edit::{CreateError, NewPageKind, new_page, new_site};

pub(super) fn new(cli: &Cli, arguments: &NewArgs) -> ExitCode {
    let kind = match arguments.kind {
        NewItem::Site => return create_site(&arguments.name),
        NewItem::Article => NewPageKind::Article,
        NewItem::Country => NewPageKind::Country,
        NewItem::Figure => NewPageKind::Figure,
        NewItem::Event => NewPageKind::Event,
        NewItem::Organisation => NewPageKind::Organisation,
        NewItem::Term => NewPageKind::Term,
        NewItem::Page => NewPageKind::Page,
    };
    if !cli.root.join("site.toml").exists() {
        return super::usage_error(
            "there is no `site.toml` here; run this in the folder of a site, or name it with `--root DIR`",
        );
    }
    match new_page(&cli.root, kind, &arguments.name) {
        Ok(path) => {
            anstream::println!("{}", cli.root.join(path).display());
            ExitCode::SUCCESS
        }
        Err(refused) => report_refusal(&refused),
    }
}

fn create_site(name: &str) -> ExitCode {
    match new_site(Path::new(name)) {
        Ok(()) => {
            anstream::println!(
                "A small story is in {name}/. See it, and change it:\n\n  cd {name}\n  backgrounder serve\n\nFor deployment: backgrounder build"
            );
            ExitCode::SUCCESS
        }
        Err(refused) => report_refusal(&refused),
    }
}

fn report_refusal(refused: &CreateError) -> ExitCode {
    super::usage_error(&refused.to_string())
}
