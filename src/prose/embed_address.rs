//! Addresses of videos on other sites, and of the players that show them in a frame.

use url::Url;

use crate::config::EmbedSettings;
use crate::text::parse_web_url;

/// A site that shows videos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedProvider {
    YouTube,
    Vimeo,
    PeerTube,
    InternetArchive,
}

/// A video, or something else that a site shows, which is not loaded before a reader asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    pub provider: EmbedProvider,
    /// The host that readers know: `youtube.com`.
    pub host: Box<str>,
    /// In seconds; 0 is the beginning.
    pub start: u32,
    /// The player that starts at once, where the site allows it.
    pub player: Option<EmbedPlayer>,
}

/// The page of a player.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedPlayer {
    pub url: String,
    /// For `frame-src` of a policy.
    pub origin: String,
    /// The host that the reader's browser contacts, as readers know it.
    pub host: Box<str>,
}

impl EmbedProvider {
    pub fn name(self) -> &'static str {
        match self {
            EmbedProvider::YouTube => "YouTube",
            EmbedProvider::Vimeo => "Vimeo",
            EmbedProvider::PeerTube => "PeerTube",
            EmbedProvider::InternetArchive => "Internet Archive",
        }
    }
}

impl Embed {
    /// What a web address shows; `None` for an address of another kind.
    pub fn parse(address: &str, settings: &EmbedSettings) -> Option<Self> {
        if !may_be_embed(&address.to_ascii_lowercase()) {
            return None;
        }
        let url = parse_web_url(address)?;
        if url.port().is_some() || !url.username().is_empty() {
            return None;
        }
        let host = url.domain()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        let path: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
        match host {
            "youtube.com"
            | "m.youtube.com"
            | "music.youtube.com"
            | "youtube-nocookie.com"
            | "youtu.be" => youtube(&url, host, &path, settings),
            "vimeo.com" | "player.vimeo.com" => vimeo(&url, &path, settings),
            "archive.org" => internet_archive(&url, &path, settings),
            _ => peertube(&url, &path, settings),
        }
    }
}

/// False for most addresses, without parsing them.
fn may_be_embed(address: &str) -> bool {
    ["youtu", "vimeo.com/", "archive.org/", "/videos/", "/w/"]
        .iter()
        .any(|part| memchr::memmem::find(address.as_bytes(), part.as_bytes()).is_some())
}

fn youtube(url: &Url, host: &str, path: &[&str], settings: &EmbedSettings) -> Option<Embed> {
    let watched = query(url, "v");
    let id = match (host, path) {
        ("youtu.be", [id]) => id,
        ("youtu.be", _) => return None,
        (_, ["watch"]) => watched.as_deref()?,
        (_, ["shorts" | "live" | "embed" | "v", id]) => id,
        _ => return None,
    };
    let is_id_char = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if id.len() != 11 || !id.bytes().all(is_id_char) {
        return None;
    }
    let start = start(url);
    let mut player = format!("https://www.youtube-nocookie.com/embed/{id}?autoplay=1");
    if start > 0 {
        player += &format!("&start={start}");
    }
    Some(Embed {
        provider: EmbedProvider::YouTube,
        host: "youtube.com".into(),
        start,
        player: settings.youtube.then(|| EmbedPlayer::new(player, "www.youtube-nocookie.com")),
    })
}

/// The addresses of a video that is not listed have a hash, which the player needs.
fn vimeo(url: &Url, path: &[&str], settings: &EmbedSettings) -> Option<Embed> {
    let is_id = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_hash =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let (id, hash) = match path {
        ["video", id] | ["channels", _, id] | ["groups", _, "videos", id] | [id] => (id, None),
        [id, hash] => (id, Some((*hash).to_owned())),
        _ => return None,
    };
    let hash = hash.or_else(|| query(url, "h"));
    if !is_id(id) || !hash.as_deref().is_none_or(is_hash) {
        return None;
    }
    let start = start(url);
    let mut player = format!("https://player.vimeo.com/video/{id}?dnt=1&autoplay=1");
    if let Some(hash) = hash {
        player += &format!("&h={hash}");
    }
    if start > 0 {
        player += &format!("#t={start}s");
    }
    Some(Embed {
        provider: EmbedProvider::Vimeo,
        host: "vimeo.com".into(),
        start,
        player: settings.vimeo.then(|| EmbedPlayer::new(player, "player.vimeo.com")),
    })
}

/// Something of the archive, or one file of it.
fn internet_archive(url: &Url, path: &[&str], settings: &EmbedSettings) -> Option<Embed> {
    let ["details" | "embed", item @ ..] = path else { return None };
    if item.is_empty() || item[0].starts_with('@') {
        return None;
    }
    let start = start(url);
    let mut player = format!("https://archive.org/embed/{}?autoplay=1", item.join("/"));
    if start > 0 {
        player += &format!("&start={start}");
    }
    Some(Embed {
        provider: EmbedProvider::InternetArchive,
        host: "archive.org".into(),
        start,
        player: settings.internet_archive.then(|| EmbedPlayer::new(player, "archive.org")),
    })
}

/// Any host may run PeerTube. `/videos/watch/` with a UUID is an address of nothing else; the short
/// form is read only where the site names the host. The player sends no part to other viewers.
fn peertube(url: &Url, path: &[&str], settings: &EmbedSettings) -> Option<Embed> {
    let host = url.domain()?;
    let is_declared = settings.peertube.iter().any(|declared| **declared == *host);
    let is_id = |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let id = match path {
        ["videos", "watch" | "embed", id] if is_uuid(id) || is_declared => id,
        ["w", id] if is_declared => id,
        _ => return None,
    };
    if !is_id(id) {
        return None;
    }
    let start = start(url);
    let mut player = format!("https://{host}/videos/embed/{id}?autoplay=1&p2p=0");
    if start > 0 {
        player += &format!("&start={start}s");
    }
    Some(Embed {
        provider: EmbedProvider::PeerTube,
        host: host.into(),
        start,
        player: is_declared.then(|| EmbedPlayer::new(player, host)),
    })
}

impl EmbedPlayer {
    fn new(url: String, host: &str) -> Self {
        let origin = format!("https://{host}");
        EmbedPlayer { url, origin, host: host.strip_prefix("www.").unwrap_or(host).into() }
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn query(url: &Url, key: &str) -> Option<String> {
    url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
}

/// Where the address starts, in seconds: `t=90`, `start=90s` or `#t=1h2m3s`.
fn start(url: &Url) -> u32 {
    let fragment = url.fragment().and_then(|fragment| fragment.strip_prefix("t="));
    let written = query(url, "t")
        .or_else(|| query(url, "start"))
        .or_else(|| fragment.map(str::to_owned))
        .unwrap_or_default();
    seconds(&written).unwrap_or(0)
}

/// A time in seconds, or in hours, minutes and seconds.
fn seconds(written: &str) -> Option<u32> {
    let (mut total, mut number) = (0u32, None);
    for c in written.chars() {
        let unit = match c.to_ascii_lowercase() {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            c => {
                let digit = c.to_digit(10)?;
                number = Some(number.unwrap_or(0u32).checked_mul(10)?.checked_add(digit)?);
                continue;
            }
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    total.checked_add(number.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_sites() -> EmbedSettings {
        EmbedSettings {
            youtube: true,
            vimeo: true,
            internet_archive: true,
            peertube: Box::new(["tube.example".into()]),
        }
    }

    fn player(address: &str) -> Option<String> {
        let embed = Embed::parse(address, &all_sites())?;
        Some(embed.player.map_or_else(|| "opens there".to_owned(), |player| player.url))
    }

    #[test]
    fn addresses_of_videos_lead_to_their_players() {
        const UUID: &str = "52a10666-3a18-4e73-93da-e8d3c12c305a";
        let youtube = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1";
        let vimeo = "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1";
        for (address, player_url) in [
            ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", youtube.to_owned()),
            ("http://youtube.com/watch?list=x&v=dQw4w9WgXcQ", youtube.to_owned()),
            ("https://m.youtube.com/watch?v=dQw4w9WgXcQ&t=1m30s", format!("{youtube}&start=90")),
            ("https://youtu.be/dQw4w9WgXcQ?si=abc&t=90", format!("{youtube}&start=90")),
            ("https://youtu.be/dQw4w9WgXcQ#t=90", format!("{youtube}&start=90")),
            ("https://www.youtube.com/shorts/dQw4w9WgXcQ", youtube.to_owned()),
            ("https://www.youtube.com/live/dQw4w9WgXcQ?feature=share", youtube.to_owned()),
            (
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=3600",
                format!("{youtube}&start=3600"),
            ),
            ("https://vimeo.com/76979871", vimeo.to_owned()),
            ("https://vimeo.com/76979871#t=1m5s", format!("{vimeo}#t=65s")),
            ("https://vimeo.com/76979871/8272103f6e", format!("{vimeo}&h=8272103f6e")),
            ("https://vimeo.com/channels/staffpicks/76979871", vimeo.to_owned()),
            ("https://player.vimeo.com/video/76979871?h=8272103f6e", format!("{vimeo}&h=8272103f6e")),
            (
                "https://archive.org/details/prelinger?start=12",
                "https://archive.org/embed/prelinger?autoplay=1&start=12".to_owned(),
            ),
            (
                "https://www.archive.org/details/a.b_c/reel%201.mp4",
                "https://archive.org/embed/a.b_c/reel%201.mp4?autoplay=1".to_owned(),
            ),
            (
                "https://tube.example/w/5jBegFpNbffA1nhmp32kqR?start=1m",
                "https://tube.example/videos/embed/5jBegFpNbffA1nhmp32kqR?autoplay=1&p2p=0&start=60s"
                    .to_owned(),
            ),
            (&format!("https://other.example/videos/watch/{UUID}"), "opens there".to_owned()),
        ] {
            assert_eq!(player(address), Some(player_url), "{address}");
        }
    }

    #[test]
    fn other_addresses_are_no_videos() {
        for address in [
            "https://www.youtube.com/",
            "https://www.youtube.com/@channel",
            "https://www.youtube.com/playlist?list=PL1",
            "https://www.youtube.com/watch?v=short",
            "https://www.youtube.com/watch?v=dQw4w9WgX\"Q",
            "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
            "https://user@www.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://vimeo.com/about",
            "https://vimeo.com/76979871/a%22b",
            "https://archive.org/",
            "https://archive.org/details/@somebody",
            "https://web.archive.org/web/2020/https://example.org/",
            "https://other.example/w/5jBegFpNbffA1nhmp32kqR",
            "https://other.example/videos/watch/some-video",
            "https://tube.example/w/p/5jBegFpNbffA1nhmp32kqR",
            "https://example.org/videos/",
            "mailto:youtu.be@example.org",
        ] {
            assert_eq!(player(address), None, "{address}");
        }
    }

    #[test]
    fn a_site_plays_only_what_it_allows() {
        let settings = EmbedSettings { youtube: true, ..EmbedSettings::default() };
        let is_played = |address| Embed::parse(address, &settings).unwrap().player.is_some();
        assert!(is_played("https://youtu.be/dQw4w9WgXcQ"));
        assert!(!is_played("https://vimeo.com/76979871"));
        assert!(!is_played("https://archive.org/details/prelinger"));
    }

    #[test]
    fn starts_are_read_in_any_usual_form() {
        for (written, read) in
            [("90", 90), ("90s", 90), ("1m30s", 90), ("1h", 3600), ("1h2m3s", 3723), ("", 0)]
        {
            assert_eq!(seconds(written), Some(read), "{written}");
        }
        for written in ["s", "1:30", "x", "99999999999", "9999999h"] {
            assert_eq!(seconds(written), None, "{written}");
        }
    }
}
