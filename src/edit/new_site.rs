//! Creates a small site that builds without warnings and has one page of each kind.

use std::path::Path;

use super::{CreateError, create_file};

/// Creates a site in a folder. If any of its files exists, nothing is written.
pub fn new_site(folder: &Path) -> Result<(), CreateError> {
    if let Some((path, _)) = FILES.iter().find(|(path, _)| folder.join(path).exists()) {
        return Err(CreateError::Exists(folder.join(path)));
    }
    FILES.iter().try_for_each(|(path, text)| create_file(&folder.join(path), text))
}

const FILES: &[(&str, &str)] = &[
    (
        "site.toml",
        r#"title = "First Steps"
description = "A small example of a story: how people first came to the Moon."
language = "en"
base_url = "/"            # the address of the published site, like "https://example.org/story/"
as_of = "1969-07-24"      # the day you last checked the facts

[authors.me]
name = "Your Name"
"#,
    ),
    (
        "content/_index.md",
        r#"---
description: How people first came to the Moon, who they were, and what happened when.
---

This small story is here to be replaced. Its pages show what Backgrounder does: every name of a topic in the text becomes a link automatically.
"#,
    ),
    (
        "content/articles/how-it-was-done.md",
        r#"---
title: How people came to the Moon
description: Three astronauts flew, two walked on the Moon, and all came back.
type: explainer
order: 1
date: 1969-07-24
as_of: 1969-07-24
authors: [me]
about: [events/apollo-11, figures/neil-armstrong]
key_points:
  - "Apollo 11 landed on the Moon on 20 July 1969 [@mission-report]."
  - "Neil Armstrong was the first person to walk there [@mission-report]."
where_things_stand: { state: "The crew is home", as_of: 1969-07-24 }
---

The flight was called Apollo 11. It began in Florida, in the United States, on 16 July 1969 and ended in the Pacific eight days later [@mission-report].

## The landing

On 20 July Neil Armstrong brought the landing craft down in the Sea of Tranquility. A few hours later Armstrong stepped out. He and Buzz Aldrin stayed outside for about two and a half hours [@mission-report].

> [!NOTE]
> Buzz Aldrin has no page yet, so his name is plain text. Make one: `backgrounder new figure "Buzz Aldrin"`.
"#,
    ),
    (
        "content/countries/united-states.md",
        r#"---
title: United States
iso: US
description: The country that sent the first people to the Moon.
---
"#,
    ),
    (
        "content/figures/neil-armstrong.md",
        r#"---
title: Neil Armstrong
family_name: Armstrong
country: countries/united-states
description: Commander of Apollo 11 and the first person to walk on the Moon.
born: "1930-08-05"
roles:
  - { office: Astronaut, organisation: NASA, from: "1962" }
sources:
  - { title: "Apollo 11 Mission Report", publisher: NASA, date: "1969-11" }
---

Before he became an astronaut, Neil Armstrong was a test pilot.
"#,
    ),
    (
        "content/events/apollo-11.md",
        r#"---
title: Apollo 11
date: "1969-07-16/1969-07-24"
description: The flight that took the first people to the Moon and back.
type: flight
importance: key
participants:
  - { who: figures/neil-armstrong, role: Commander }
outcome: "Two people walked on the Moon, and the crew came back safely [@mission-report]."
---

The crew brought back 21.5 kilograms of rock and soil [@mission-report].
"#,
    ),
    (
        "content/sources.toml",
        r#"[[sources]]
id = "mission-report"
title = "Apollo 11 Mission Report"
publisher = "NASA"
date = "1969-11"
type = "report"
"#,
    ),
    (".gitignore", "/public/\n/.backgrounder/\n"),
];
