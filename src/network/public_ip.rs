//! Which IP addresses are public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// True for an address of the public internet: not this machine, a private network or a
/// special-purpose range (IANA's special-purpose address registries, RFC 6890). A link in a text
/// must not make the checking machine contact its own network.
pub fn is_public_ip(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_ipv4(address),
        IpAddr::V6(address) => is_public_ipv6(address),
    }
}

fn is_public_ipv4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // "This network", shared address space (RFC 6598), protocol assignments, 6to4 relays,
        // benchmarking (RFC 2544), and reserved (240.0.0.0 and up).
        [0 | 240..=255, ..] | [192, 0, 0, _] | [192, 88, 99, _] => true,
        [100, second, ..] => second & 0xC0 == 64,
        [198, second, ..] if second & 0xFE == 18 => true,
        _ => {
            address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_documentation()
                || address.is_multicast()
        }
    };
    !special
}

fn is_public_ipv6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        is_public_ipv4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
    };
    match address.segments() {
        // Embedded IPv4: mapped (RFC 4291), translated (RFC 6052), 6to4 (RFC 3056).
        [0, 0, 0, 0, 0, 0xFFFF, high, low]
        | [0x64, 0xFF9B, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        // Documentation (RFC 3849, RFC 9637), benchmarking, ORCHID, Teredo and other protocol
        // assignments (RFC 2928).
        [0x2001, 0xDB8, ..] | [0x2001, 0..=0x1FF, ..] => false,
        [0x3FFF, second, ..] if second < 0x1000 => false,
        // Only 2000::/3 is global unicast (RFC 4291).
        [first, ..] => first & 0xE000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::is_public_ip;

    fn assert_all(texts: &[&str], expected: bool) {
        for text in texts.iter().flat_map(|texts| texts.split_whitespace()) {
            assert_eq!(is_public_ip(text.parse().expect(text)), expected, "{text}");
        }
    }

    #[test]
    fn addresses_of_the_public_internet_are_public() {
        let public = [
            "1.1.1.1 9.9.9.9 93.184.215.14 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1",
            "192.0.1.1 198.17.0.1 198.20.0.1 223.255.255.254 2606:4700:4700::1111 2a00:1450::1",
            "2001:4860:4860::8888 64:ff9b::808:808 ::ffff:8.8.8.8 2002:808:808::1",
        ];
        assert_all(&public, true);
    }

    #[test]
    fn local_private_and_special_addresses_are_not_public() {
        let special = [
            "127.0.0.1 127.255.0.9 0.0.0.0 0.1.2.3 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1",
            "169.254.169.254 100.64.0.1 100.127.9.9 192.0.0.8 192.0.2.1 198.51.100.1 203.0.113.9",
            "198.18.0.1 198.19.9.9 192.88.99.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255",
            "::1 :: fe80::1 fc00::1 fd12:3456::1 ff02::1 2001:db8::1 2001::1 3fff::1 100::1",
            "::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:7f00:1::1 ::127.0.0.1",
            "64:ff9b:1::1",
        ];
        assert_all(&special, false);
    }
}
