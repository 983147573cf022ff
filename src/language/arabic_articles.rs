//! Arabic articles as they are transcribed: "al-Assad", "El-Sisi", "ash-Sharaa". All are one.

/// Sounds that take the place of the l: "as-Sisi", "ash-Sharaa".
const ASSIMILATED: [&str; 9] = ["sh", "dh", "th", "s", "d", "n", "r", "t", "z"];

/// The article and the rest of a name that begins with one and a hyphen. Not "ad-hoc": where the
/// article has taken on the first sound of the word, only that form counts.
pub fn split_arabic_article(name: &str) -> Option<(&str, &str)> {
    let (article, rest) = name.split_once(['-', '\u{2010}', '\u{2011}'])?;
    is_arabic_article(article, rest).then_some((article, rest))
}

/// True for a word that is an article before `rest`, in any case.
pub fn is_arabic_article(article: &str, rest: &str) -> bool {
    let article = article.to_lowercase();
    match article.strip_prefix(['a', 'e']) {
        Some("l") => rest.starts_with(char::is_alphabetic),
        Some(sound) => ASSIMILATED.contains(&sound) && rest.to_lowercase().starts_with(sound),
        None => false,
    }
}

/// All articles that the word may have, in lower case and with a capital.
pub fn arabic_articles_before(word: &str) -> impl Iterator<Item = String> {
    let lower = word.to_lowercase();
    let sounds = std::iter::once("l")
        .chain(ASSIMILATED.into_iter().filter(move |sound| lower.starts_with(sound)));
    sounds.flat_map(|sound| ["a", "e", "A", "E"].map(|vowel| format!("{vowel}{sound}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assimilated_article_fits_the_sound_after_it() {
        assert_eq!(split_arabic_article("al-Assad"), Some(("al", "Assad")));
        assert_eq!(split_arabic_article("Ash-Sharaa"), Some(("Ash", "Sharaa")));
        for word in ["ad-hoc", "Jean-Luc", "al-", "an-Kim", "Assad"] {
            assert_eq!(split_arabic_article(word), None, "{word}");
        }
        let articles: Vec<String> = arabic_articles_before("Sisi").collect();
        assert_eq!(articles, ["al", "el", "Al", "El", "as", "es", "As", "Es"]);
    }
}
