//! `new`.

use std::path::Path;
use std::process::ExitCode;

use super::args::{Cli, NewArgs, NewItem};
use crate::edit::{NewPageKind, new_page, new_site};

pub(super) fn new(cli: &Cli, arguments: &NewArgs) -> Result<ExitCode, String> {
    let name = &arguments.name;
    let kind = match arguments.kind {
        NewItem::Site => {
            new_site(Path::new(name)).map_err(|error| error.to_string())?;
            anstream::println!(
                "Created an example site in {name}/. To view it and change it:\n\n  \
                 cd {name}\n  backgrounder serve\n\nTo build it for publishing: backgrounder build"
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
    if !cli.root.join("site.toml").exists() {
        return Err("there is no `site.toml` here\n  help: run this in the folder of a site, or \
                    give the folder with `--root DIR`"
            .to_owned());
    }
    let path = new_page(&cli.root, kind, name).map_err(|error| error.to_string())?;
    anstream::println!("{}", cli.root.join(path).display());
    Ok(ExitCode::SUCCESS)
}
