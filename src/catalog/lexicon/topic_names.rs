//! Lists the names of a topic.

use super::name::{CaseRule, NameDecl, Separators};
use super::person_forms::{article_forms, family_name_forms, person_forms};
use super::{NameClaim, NameKind};
use crate::catalog::Entry;
use crate::config::{Config, TopicKind};
use crate::document::{AltName, CountryFields, FigureFields, FrontMatter, Head, TopicFields};
use crate::language::{Inflected, Language};
use crate::text::{is_spaceless_script, is_word_char, nfc};

/// The names of a topic; none for a page without a topic and for a hidden page.
pub(in crate::catalog) fn topic_names(
    head: &Head,
    entry: &Entry,
    config: &Config,
) -> Vec<NameDecl> {
    let Some(topic) = head.front.topic().filter(|_| !entry.hidden) else { return Vec::new() };
    let (case, separators) = match head.front {
        FrontMatter::Event(..) => (CaseRule::FirstWordExact, Separators::Exact),
        FrontMatter::Figure(..) => (CaseRule::Exact, Separators::Interchangeable),
        _ => (CaseRule::Exact, Separators::Exact),
    };
    let language = config.languages.of_page(head.language());
    let mut names =
        TopicNames { names: Vec::new(), entry, topic, config, language, case, separators };
    names.add_declared();
    match &head.front {
        FrontMatter::Country(_, country) => names.add_country(country),
        FrontMatter::Figure(_, figure) => names.add_person(figure),
        _ => names.add_inflected(),
    }
    names.names
}

struct TopicNames<'a> {
    names: Vec<NameDecl>,
    entry: &'a Entry,
    topic: &'a TopicFields,
    config: &'a Config,
    language: &'a Language,
    case: CaseRule,
    separators: Separators,
}

/// A name that the author declares, and from which others are derived.
struct DeclaredName {
    text: String,
    /// Neither it nor its forms are linked automatically.
    is_by_hand: bool,
}

impl TopicNames<'_> {
    fn add(&mut self, text: &str, kind: NameKind) {
        self.add_name(text, kind, self.case, self.separators);
    }

    fn add_exact(&mut self, text: &str, kind: NameKind) {
        self.add_name(text, kind, CaseRule::Exact, Separators::Exact);
    }

    fn add_name(&mut self, text: &str, kind: NameKind, case: CaseRule, separators: Separators) {
        // A single letter would match initials, list markers and formulas. A family name of one
        // Hangul or Han letter is linked only with a title.
        let is_too_short = is_single_letter(text)
            && !(kind.is_short() && text.contains(is_spaceless_script))
            && !(kind == NameKind::BuiltIn && text.contains(is_spaceless_script));
        if is_too_short && kind != NameKind::Excluded {
            return;
        }
        let autolink = &self.config.autolink;
        let is_by_hand = |alias: &AltName| alias.is_by_hand() && *alias.name.value == *text;
        let linkable = self.topic.autolink_target
            && !self.topic.also_known_as.iter().any(is_by_hand)
            && match kind {
                NameKind::Excluded => false,
                NameKind::Metonym => autolink.metonyms,
                NameKind::Demonym => autolink.demonyms,
                _ => true,
            };
        let topic = (kind != NameKind::Excluded).then_some(self.entry.page);
        let claim = NameClaim { topic, kind, linkable };
        self.names.push(NameDecl { text: text.into(), case, separators, claim });
        // In Arabic "to" and the article are written together: "للصين" for "الصين".
        if let Some(bare) = text.strip_prefix("ال").filter(|_| kind.is_full()) {
            let text = format!("لل{bare}").into();
            let claim = NameClaim { kind: NameKind::Variant, ..claim };
            self.names.push(NameDecl { text, case, separators, claim });
        }
    }

    /// Adds a form of a declared name.
    fn add_form(
        &mut self,
        form: &str,
        declared: &DeclaredName,
        case: CaseRule,
        separators: Separators,
    ) {
        let first = self.names.len();
        self.add_name(form, NameKind::Variant, case, separators);
        for name in &mut self.names[first..] {
            name.claim.linkable &= !declared.is_by_hand;
        }
    }

    fn add_declared(&mut self) {
        self.add(&self.entry.title, NameKind::Title);
        for alias in &self.topic.also_known_as {
            let case = match alias.case.as_deref() {
                Some("any") => CaseRule::IgnoreCase,
                _ => self.case,
            };
            self.add_name(&alias.name.value, NameKind::Alias, case, self.separators);
        }
        for form in &self.topic.forms {
            self.add(form, NameKind::Alias);
        }
        if let Some(native) = &self.topic.native_name {
            self.add_exact(&native.text.value, NameKind::NativeName);
        }
        for phrase in &self.topic.not_in {
            self.add_exact(phrase, NameKind::Excluded);
        }
        if self.config.autolink.short_names
            && let Some(short) = &self.topic.short_name
        {
            self.add_short(short, NameKind::ShortName);
        }
    }

    /// Adds a short name with its endings, with any Arabic article.
    fn add_short(&mut self, short: &str, kind: NameKind) {
        for name in family_name_forms(short) {
            self.add(&name, kind);
            for form in self.language.inflection.forms(&name, self.inflected(), self.language) {
                self.add_exact(&form, kind);
            }
        }
    }

    /// Adds the declared names in the other cases, or in the plural, and with any Arabic article.
    fn add_inflected(&mut self) {
        let kind = self.inflected();
        for name in self.declared_names() {
            let mut forms = self.language.inflection.forms(&name.text, kind, self.language);
            forms.extend(["-", " "].into_iter().flat_map(|joint| article_forms(&name.text, joint)));
            for form in forms {
                self.add_form(&form, &name, self.case, self.separators);
            }
        }
    }

    /// How names of this kind inflect.
    fn inflected(&self) -> Inflected {
        match self.entry.topic_kind() {
            Some(TopicKind::Figure) => Inflected::Person,
            Some(TopicKind::Country) => Inflected::Country,
            Some(TopicKind::Term) => Inflected::Term,
            _ => Inflected::Organisation,
        }
    }

    /// Title and other names; those that are linked only by hand come last.
    fn declared_names(&self) -> Vec<DeclaredName> {
        let title = DeclaredName { text: nfc(&self.entry.title).into(), is_by_hand: false };
        let aliases = self.topic.also_known_as.iter().map(|alias| DeclaredName {
            text: nfc(&alias.name.value).into(),
            is_by_hand: alias.is_by_hand(),
        });
        let mut names: Vec<DeclaredName> = std::iter::once(title).chain(aliases).collect();
        names.sort_by_key(|name| name.is_by_hand);
        names
    }

    fn add_country(&mut self, country: &CountryFields) {
        let facts = self.entry.country_facts.as_deref();
        let official = country.official_name.as_ref();
        let official = official.or(facts.and_then(|facts| facts.official_name.as_ref()));
        let built_in = facts
            .into_iter()
            .flat_map(|facts| std::iter::once(&facts.name).chain(&facts.other_names));
        let built_in: Vec<&Box<str>> = official.into_iter().chain(built_in).collect();
        for name in &built_in {
            self.add_exact(name, NameKind::BuiltIn);
        }
        for name in &country.metonyms {
            self.add_exact(&name.value, NameKind::Metonym);
        }
        let declared = country.demonyms.iter().flatten().map(|name| &name.value);
        let of_table = facts.filter(|_| country.demonyms.is_none());
        for name in declared.chain(of_table.into_iter().flat_map(|facts| &facts.demonyms)) {
            self.add_exact(name, NameKind::Demonym);
        }
        for name in built_in {
            for form in self.language.inflection.forms(name, Inflected::Country, self.language) {
                self.add_exact(&form, NameKind::Variant);
            }
        }
        self.add_inflected();
    }

    fn add_person(&mut self, figure: &FigureFields) {
        let family = figure.family_name.as_deref();
        let declared = self.declared_names();
        let title = nfc(&self.entry.title);
        let is_nickname =
            |name: &&str| !name.contains(' ') && Some(*name) != family && **name != *title;
        let nicknames: Vec<&str> =
            declared.iter().map(|name| &*name.text).filter(is_nickname).collect();
        let (case, separators) = (CaseRule::Exact, Separators::Interchangeable);
        let mut full_names: Vec<DeclaredName> = Vec::new();
        for name in declared.iter().filter(|name| name.text.contains(' ')) {
            for text in person_forms(&name.text, family, &nicknames, self.language) {
                self.add_form(&text, name, case, separators);
                full_names.push(DeclaredName { text, ..*name });
            }
            full_names.push(DeclaredName { text: name.text.clone(), ..*name });
        }
        for name in full_names {
            let forms =
                self.language.inflection.forms(&name.text, Inflected::Person, self.language);
            for form in forms {
                self.add_form(&form, &name, case, separators);
            }
        }
        let Some(family) = family.filter(|_| self.config.autolink.short_names) else { return };
        self.add_short(family, NameKind::FamilyName);
    }
}

fn is_single_letter(name: &str) -> bool {
    nfc(name).chars().filter(|c| is_word_char(*c)).count() < 2
}
