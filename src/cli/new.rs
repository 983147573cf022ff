//! `new`.

use std::path::Path;
use std::process::ExitCode;

use super::args::{Cli, NewArgs, What};
use crate::edit::{NewPageKind, CreateError, new_page, new_site};

pub(super) fn new(cli: &Cli, arguments: &NewArgs) -> ExitCode {
    let kind = match arguments.what {
        What::Site => return site(&arguments.name),
        What::Article => NewPageKind::Article,
        What::Country => NewPageKind::Country,
        What::Figure => NewPageKind::Figure,
        What::Event => NewPageKind::Event,
        What::Organisation => NewPageKind::Organisation,
        What::Term => NewPageKind::Term,
        What::Page => NewPageKind::Page,
    };
    if !cli.root.join("site.toml").exists() {
        return super::wrong_usage("there is no `site.toml` here; run this in the folder of a site, or name it with `--root DIR`");
    }
    match new_page(&cli.root, kind, &arguments.name) {
        Ok(path) => {
            anstream::println!("{}", cli.root.join(path).display());
            ExitCode::SUCCESS
        }
        Err(refused) => refuse(&refused),
    }
}

fn site(name: &str) -> ExitCode {
    match new_site(Path::new(name)) {
        Ok(()) => {
            anstream::println!(
                "A small story is in {name}/. See it, and change it:\n\n  cd {name}\n  backgrounder serve\n\nFor deployment: backgrounder build"
            );
            ExitCode::SUCCESS
        }
        Err(refused) => refuse(&refused),
    }
}

fn refuse(refused: &CreateError) -> ExitCode {
    super::wrong_usage(&refused.to_string())
}
