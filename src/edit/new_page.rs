//! Creates a page with commented keys.

use std::path::{Path, PathBuf};

use super::{CreateError, create_file};
use crate::text::Slug;

/// What a new page may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPageKind {
    Article,
    Country,
    Figure,
    Event,
    Organisation,
    Term,
    /// A plain page.
    Page,
}

/// The folder of a kind, and its most used keys with explanations. An empty key counts as absent.
fn folder_and_skeleton(kind: NewPageKind) -> (&'static str, &'static str) {
    match kind {
        NewPageKind::Article => ("content/articles", ARTICLE),
        NewPageKind::Country => ("content/countries", COUNTRY),
        NewPageKind::Figure => ("content/figures", FIGURE),
        NewPageKind::Event => ("content/events", EVENT),
        NewPageKind::Organisation => ("content/organisations", ORGANISATION),
        NewPageKind::Term => ("content/terms", TERM),
        NewPageKind::Page => ("content", PAGE),
    }
}

/// Creates a page with this title in the site in `root`, and returns its path below `root`. An
/// existing page is never changed.
pub fn new_page(root: &Path, kind: NewPageKind, title: &str) -> Result<PathBuf, CreateError> {
    let slug = Slug::from_text(title).map_err(|_| CreateError::InvalidName(title.to_owned()))?;
    let (folder, skeleton) = folder_and_skeleton(kind);
    if let Some(existing) = existing_page(root, folder, &slug) {
        return Err(CreateError::Exists(existing));
    }
    let path = Path::new(folder).join(format!("{slug}.md"));
    let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
    create_file(&root.join(&path), &skeleton.replace("{title}", &quoted))?;
    Ok(path)
}

/// A file or folder whose name makes the same slug: "Ada Lovelace.md" makes `ada-lovelace`.
fn existing_page(root: &Path, folder: &str, slug: &Slug) -> Option<PathBuf> {
    let entries = std::fs::read_dir(root.join(folder)).ok()?.filter_map(Result::ok);
    let mut names = entries.map(|entry| PathBuf::from(entry.file_name()));
    let same = names.find(|name| {
        let is_page = name.extension().is_none_or(|extension| extension == "md");
        let stem = name.file_stem().unwrap_or_default().to_string_lossy();
        is_page && Slug::from_text(&stem).as_ref() == Ok(slug)
    })?;
    Some(Path::new(folder).join(same))
}

const ARTICLE: &str = r#"---
title: "{title}"
description:    # one or two sentences: the lead, also shown by search engines
type: explainer
order:          # position in the reading order; readers start with the lowest number
date:           # of publication, like 2020-07-10
as_of:          # the day you last checked the facts
about:          # the few topics it is about, like [countries/france]
key_points:     # three to five sentences to take away
where_things_stand:   # like { state: "Work has not begun", as_of: 2020-07-10 }
sources:        # like [{ id: report, title: "Report", publisher: WHO, date: "2020-07-04" }]; cite it as [@report]
draft: true
---

Write here. Names of topics become links automatically.
"#;

const COUNTRY: &str = r#"---
title: "{title}"
iso:            # ISO 3166-1 code, like FR: fills in names, capital, region, demonyms and flag
description:    # its role in this story, in one or two sentences
also_known_as:  # other names, like [UK]
native_name:    # like { text: "Österreich", language: de }
metonyms:       # names that stand for its government, like [Paris]
stance:         # its position, like { text: "…", as_of: 2020-07-10 }
---
"#;

const FIGURE: &str = r#"---
title: "{title}"
family_name:    # makes the family name alone a link once the full name has appeared
description:    # the person's role in this story, in one or two sentences
also_known_as:  # other spellings, like [Augusta Ada King]
native_name:    # like { text: "Λουκία", language: el }
country:        # like countries/france
roles:          # like [{ office: Foreign Minister, from: "2020-01", until: "2021" }]
why:            # why the person matters here, in one sentence
---
"#;

const EVENT: &str = r#"---
title: "{title}"
date:           # when it happened (required): "2019-02-27", "2019-02", "2018-09~" (about), "2019-02-27/2019-02-28"
description:    # what happened, in one or two sentences
type:           # summit, talks, statement, agreement, test …
importance:     # key, normal or minor
place:          # like { name: "City Hall, Paris", country: countries/france }
participants:   # like [{ who: figures/ada-lovelace, side: France }]
outcome:        # the result
significance:   # why it matters
follows:        # earlier events, like [events/first-meeting]
sources:        # like [{ id: report, title: "Report", publisher: WHO, date: "2020-05-05" }]
---
"#;

const ORGANISATION: &str = r#"---
title: "{title}"
description:    # what it is and its role in this story, in one or two sentences
also_known_as:  # other names and abbreviations, like [WHO]
native_name:    # like { text: "Rotes Kreuz", language: de }
why:            # why it matters here, in one sentence
---
"#;

const TERM: &str = r#"---
title: "{title}"
description:    # what it means, in plain words
also_known_as:  # other names and forms, like [cease-fire]
why:            # why it matters here, in one sentence
---
"#;

const PAGE: &str = r#"---
title: "{title}"
description:    # one or two sentences
---

Write here.
"#;
