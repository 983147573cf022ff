//! A commented skeleton for a new page.

use std::path::{Path, PathBuf};

use super::{CreateError, create_file};
use crate::text::Slug;

/// What a new page may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPageKind {
    /// An article.
    Article,
    /// A country.
    Country,
    /// A figure.
    Figure,
    /// An event.
    Event,
    /// An organisation.
    Organisation,
    /// A term.
    Term,
    /// A plain page.
    Page,
}

impl NewPageKind {
    fn folder(self) -> &'static str {
        match self {
            NewPageKind::Article => "content/articles",
            NewPageKind::Country => "content/countries",
            NewPageKind::Figure => "content/figures",
            NewPageKind::Event => "content/events",
            NewPageKind::Organisation => "content/organisations",
            NewPageKind::Term => "content/terms",
            NewPageKind::Page => "content",
        }
    }

    /// The keys that are most used, each with what it is for. A key that is empty counts as absent.
    fn skeleton(self) -> &'static str {
        match self {
            NewPageKind::Article => ARTICLE,
            NewPageKind::Country => COUNTRY,
            NewPageKind::Figure => FIGURE,
            NewPageKind::Event => EVENT,
            NewPageKind::Organisation => ORGANISATION,
            NewPageKind::Term => TERM,
            NewPageKind::Page => PAGE,
        }
    }
}

/// Writes a new page of that title below `root`, and returns its path below it.
///
/// # Errors
/// A file that exists already is left as it is.
pub fn new_page(root: &Path, kind: NewPageKind, title: &str) -> Result<PathBuf, CreateError> {
    let slug = Slug::from_text(title).map_err(|_| CreateError::InvalidName(title.to_owned()))?;
    let path = PathBuf::from(kind.folder()).join(format!("{slug}.md"));
    if let Some(existing) = existing_page(root, kind.folder(), &slug) {
        return Err(CreateError::Exists(existing));
    }
    let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
    create_file(&root.join(&path), &kind.skeleton().replace("{title}", &quoted))?;
    Ok(path)
}

/// A file or folder of the kind whose name gives the same slug: "Fidel Castro.md" is
/// `fidel-castro`.
fn existing_page(root: &Path, folder: &str, slug: &Slug) -> Option<PathBuf> {
    let entries = std::fs::read_dir(root.join(folder)).ok()?.filter_map(Result::ok);
    let mut names = entries
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|name| name.extension().is_none_or(|extension| extension == "md"));
    let same = names.find(|name| {
        name.file_stem().and_then(|stem| Slug::from_text(&stem.to_string_lossy()).ok()).as_ref()
            == Some(slug)
    })?;
    Some(Path::new(folder).join(same))
}

const ARTICLE: &str = r#"---
title: "{title}"
description:    # one or two sentences: the lead, and what search engines show
type: explainer
order:          # its place in the order of reading; the lowest is where readers start
date:           # published, like 2020-07-10
as_of:          # the day on which you checked the facts
about:          # the few topics it is about, like [countries/north-korea]
key_points:     # three to five sentences to take away
where_things_stand:   # like { state: "No talks under way", as_of: 2020-07-10 }
sources:        # like [{ id: kcna, title: "Statement", publisher: KCNA, date: "2020-07-04" }]; cited as [@kcna]
draft: true
---

Write here. Names of topics become links by themselves.
"#;

const COUNTRY: &str = r#"---
title: "{title}"
iso:            # two letters of ISO 3166-1, like KP: fills in names, capital, region, demonyms and flag
description:    # its part in this story, in one or two sentences
also_known_as:  # other names, like [DPRK]
native_name:    # like { text: "조선", language: ko }
metonyms:       # what stands for its government, like [Pyongyang]
stance:         # what it says and wants, like { text: "…", as_of: 2020-07-10 }
---
"#;

const FIGURE: &str = r#"---
title: "{title}"
family_name:    # so that the family name alone is recognised after the full name
description:    # her or his part in this story, in one or two sentences
also_known_as:  # other spellings, like [Kim Jong-woon]
native_name:    # like { text: "김정은", language: ko }
country:        # like countries/north-korea
roles:          # like [{ office: Foreign Minister, from: "2020-01", until: "2021" }]
why:            # why she or he matters here, in a sentence
---
"#;

const EVENT: &str = r#"---
title: "{title}"
date:           # when it happened (it must be said): "2019-02-27", "2019-02", "2018-09~" (about), "2019-02-27/2019-02-28"
description:    # what it was, in one or two sentences
type:           # summit, talks, statement, agreement, test …
importance:     # key, normal or minor
place:          # like { name: "Metropole Hotel, Hanoi", country: countries/vietnam }
participants:   # like [{ who: figures/kim-jong-un, side: North Korea }]
outcome:        # what came of it
significance:   # why it matters
follows:        # earlier events, like [events/singapore-summit]
sources:        # like [{ id: crs, title: "Chronology", publisher: CRS, date: "2020-05-05" }]
---
"#;

const ORGANISATION: &str = r#"---
title: "{title}"
description:    # what it is and what its part in this story is, in one or two sentences
also_known_as:  # other names and abbreviations, like [KCNA]
native_name:    # like { text: "조선중앙통신", language: ko }
why:            # why it matters here, in a sentence
---
"#;

const TERM: &str = r#"---
title: "{title}"
description:    # what it means, in plain words
also_known_as:  # other names and forms, like [denuclearization]
why:            # why it matters here, in a sentence
---
"#;

const PAGE: &str = r#"---
title: "{title}"
description:    # one or two sentences
---

Write here.
"#;
