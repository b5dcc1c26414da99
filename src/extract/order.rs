//! Ordinals: records are made as rules come to them, facts are numbered as the text has them.

/// The records of a kind in the order of the text, and the ordinal of each record.
pub(super) struct Order {
    pub sorted: Vec<u32>,
    pub ordinals: Vec<u32>,
}

impl Order {
    pub fn by_key<K: Ord>(count: usize, key: impl Fn(u32) -> K) -> Self {
        let mut sorted: Vec<u32> = (0..count as u32).collect();
        sorted.sort_by_key(|&id| key(id));
        let mut ordinals = vec![0; count];
        for (ordinal, &id) in sorted.iter().enumerate() {
            ordinals[id as usize] = ordinal as u32;
        }
        Self { sorted, ordinals }
    }

    pub fn ordinal(&self, id: u32) -> u32 {
        self.ordinals[id as usize]
    }
}
