//! Korean particles, which follow a name within its word.

/// Particles and forms of the copula.
const PARTICLES: &str = "은 는 이 가 을 를 의 에 도 만 과 와 로 으로 에서 에게 에게서 에는 에도 에만 에선 에서는 에서도 에서의 한테 께 께서 께서는 부터 까지 조차 마저 처럼 같이 보다 밖에 \
    이나 나 이든 이라도 라도 이며 며 이고 고 하고 랑 이랑 이라 라 이란 란 이라고 라고 이라는 라는 이라면 라면 이다 다 입니다 이었다 였다 이었던 였던 이던 들 측 와의 과의 으로의 로의 \
    로부터 으로부터 로서 으로서 로써 으로써 뿐 뿐만 마다 대로 만큼 이야 야 이여 여 님";

/// True for what may follow a Hangul name within its word: nothing, or a sequence of particles
/// ("이", "에서" + "는").
pub fn is_korean_particles(text: &str) -> bool {
    text.is_empty()
        || PARTICLES
            .split_whitespace()
            .any(|particle| text.strip_prefix(particle).is_some_and(is_korean_particles))
}

#[cfg(test)]
mod tests {
    use super::is_korean_particles;

    #[test]
    fn particles_may_be_combined_and_other_words_are_not_particles() {
        for text in
            ["", "이", "은", "의", "에서는", "에게도", "으로부터", "과의", "이라고", "측은", "들이"]
        {
            assert!(is_korean_particles(text), "{text}");
        }
        for text in ["어", "인", "산", "은행", "군", "전쟁", "위원장"] {
            assert!(!is_korean_particles(text), "{text}");
        }
    }
}
