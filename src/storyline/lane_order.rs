//! The order of lanes: parties that often met are next to each other.

/// More lanes than this keep their order, since all orders are compared.
const MOST_LANES: usize = 7;

/// The order in which lines between the lanes of each event are shortest in all. `events` are the
/// lanes of each event; of equal orders the first one counts, in which lanes keep their numbers
/// longest. Returns the lanes from the top.
pub fn order_lanes(count: usize, events: &[Vec<usize>]) -> Vec<usize> {
    let order: Vec<usize> = (0..count).collect();
    if count > MOST_LANES {
        return order;
    }
    let mut best = (length(&order, events), order.clone());
    permute(&mut order.clone(), 0, &mut |order| {
        let length = length(order, events);
        if (length, order) < (best.0, best.1.as_slice()) {
            best = (length, order.to_vec());
        }
    });
    best.1
}

/// The sum of the distances between the outermost lanes of each event.
fn length(order: &[usize], events: &[Vec<usize>]) -> usize {
    let mut positions = vec![0; order.len()];
    for (position, lane) in order.iter().enumerate() {
        positions[*lane] = position;
    }
    let extent = |lanes: &Vec<usize>| {
        let at = || lanes.iter().map(|lane| positions[*lane]);
        at().max().unwrap_or(0) - at().min().unwrap_or(0)
    };
    events.iter().map(extent).sum()
}

/// Calls `visit` with each order of the elements from `fixed` on.
fn permute(order: &mut [usize], fixed: usize, visit: &mut impl FnMut(&[usize])) {
    if fixed == order.len() {
        return visit(order);
    }
    for next in fixed..order.len() {
        order.swap(fixed, next);
        permute(order, fixed + 1, visit);
        order.swap(fixed, next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_that_met_are_next_to_each_other() {
        let events = [vec![0, 2], vec![0, 2], vec![1, 2], vec![0]];
        assert_eq!(order_lanes(3, &events), [0, 2, 1]);
    }

    #[test]
    fn parties_that_never_met_keep_their_order() {
        assert_eq!(order_lanes(4, &[vec![3], vec![1]]), [0, 1, 2, 3]);
    }
}
