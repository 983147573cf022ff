//! Looking at many bytes at once.

/// True where any byte of `text` is one that is looked for. Unlike `bytes().any`, it looks at stretches without stopping within one, so that the compiler can look at
/// many bytes with one instruction.
pub fn any_byte(text: &str, is: impl Fn(u8) -> bool) -> bool {
    const STRETCH: usize = 64;
    text.as_bytes().chunks(STRETCH).any(|stretch| stretch.iter().fold(false, |found, byte| found | is(*byte)))
}

#[cfg(test)]
mod tests {
    use super::any_byte;

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for at in [0, 1, 63, 64, 65, 127, 200] {
            let text = format!("{}!{}", "x".repeat(at), "x".repeat(200 - at));
            assert!(any_byte(&text, |byte| byte == b'!'), "{at}");
            assert!(!any_byte(&text, |byte| byte == b'?'), "{at}");
        }
        assert!(!any_byte("", |_| true));
    }
}
