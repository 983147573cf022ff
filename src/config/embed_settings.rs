//! `[embeds]` of `site.toml`: the hosts whose videos play on the page.

use super::messages;
use super::site_toml::EmbedOptions;
use crate::diagnostics::Diagnostic;
use crate::text::parse_web_url;

/// Where videos may play in place, after a click. Those of other hosts open there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmbedSettings {
    pub youtube: bool,
    pub vimeo: bool,
    pub internet_archive: bool,
    /// Hosts of PeerTube, in lower case and ASCII.
    pub peertube: Box<[Box<str>]>,
}

/// A text that is not the name of a host is reported and left out.
pub(super) fn embed_settings(
    options: &EmbedOptions,
    problems: &mut Vec<Diagnostic>,
) -> EmbedSettings {
    let mut peertube: Vec<Box<str>> = Vec::new();
    for written in &options.peertube {
        match host_name(&written.value) {
            Some(host) => peertube.push(host.into()),
            None => problems.push(messages::bad_peertube_host(written)),
        }
    }
    EmbedSettings {
        youtube: options.youtube,
        vimeo: options.vimeo,
        internet_archive: options.internet_archive,
        peertube: peertube.into(),
    }
}

/// The name of a host as URLs have it; `None` for an address, an IP address, or a name without a
/// dot.
fn host_name(written: &str) -> Option<String> {
    let url = parse_web_url(&format!("https://{written}"))?;
    let is_host_alone = !written.contains(['/', ':', '@', '?', '#']);
    let host = url.domain()?;
    // URLs may have a semicolon in a host, which would end the directive of a policy.
    let is_plain = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    (is_host_alone && is_plain && host.contains('.')).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::host_name;

    #[test]
    fn a_host_is_a_name_alone() {
        for (written, host) in [
            ("framatube.org", "framatube.org"),
            ("Tube.Example.ORG", "tube.example.org"),
            ("vidéo.example", "xn--vido-dpa.example"),
        ] {
            assert_eq!(host_name(written).as_deref(), Some(host));
        }
        for written in [
            "https://framatube.org",
            "framatube.org/",
            "framatube.org:443",
            "a@framatube.org",
            "localhost",
            "127.0.0.1",
            "*.example.org",
            "a b.org",
            "a.org;script-src",
            "a.org'",
            "",
        ] {
            assert_eq!(host_name(written), None, "{written}");
        }
    }
}
