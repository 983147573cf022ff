//! The title element of pages.

use super::site_data::SiteData;

/// How much of a title search engines and browsers show.
pub(super) const TITLE_CHARS: usize = 70;

/// A title with that of the site, where both fit.
pub(super) fn title_element(data: &SiteData<'_>, title: &str) -> String {
    let site = &*data.config.title;
    let both = data.locale().format("title_and_site", &[("title", title), ("site", site)]);
    let fits = title != site && both.chars().count() <= TITLE_CHARS;
    if fits { both } else { title.to_owned() }
}

/// The name of a person with the office or with who it is: the first that leaves room for the title
/// of the site, else the first that fits alone, else the name.
pub(super) fn title_with_role(
    data: &SiteData<'_>,
    name: String,
    role: Option<&str>,
    in_brief: Option<&str>,
) -> String {
    let comma = data.locale().text("comma");
    let longer = [role, in_brief].into_iter().flatten().map(|who| [&*name, comma, who].concat());
    let longer: Vec<String> = longer.filter(|title| title.chars().count() <= TITLE_CHARS).collect();
    let with_site = longer.iter().find(|title| title_element(data, title) != **title);
    with_site.or(longer.first()).cloned().unwrap_or(name)
}
