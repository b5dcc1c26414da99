//! What the process has used, by the kernel's own accounting.

/// CPU time and peak memory of this process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Resources {
    /// User and system time of all threads.
    pub cpu_seconds: f64,
    /// The high-water mark of resident memory.
    pub peak_rss_bytes: u64,
}

impl Resources {
    /// Reads them now.
    pub fn now() -> Self {
        let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
        // SAFETY: getrusage fills the structure that it is given; a zeroed one is valid where it fails.
        let usage = unsafe {
            libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
            usage.assume_init()
        };
        let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
        // Linux counts kibibytes, macOS bytes.
        let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
        Self {
            cpu_seconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peak_rss_bytes: u64::try_from(usage.ru_maxrss).unwrap_or(0) * unit,
        }
    }
}
