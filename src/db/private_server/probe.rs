//! Asks a server on a socket whether it answers, as `pg_isready` does.
//!
//! A process id proves nothing after a crash, an answer does. Speaks just enough of the protocol for
//! that, blocking, so that the server can be looked after without an async runtime.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// What came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It takes connections (or refused this one for a reason of its own: it is there).
    Ready,
    /// It is there, but starts up, recovers or shuts down.
    Busy,
    /// Nothing answers.
    Nothing,
}

/// SQLSTATE cannot_connect_now: starting up, recovering, shutting down.
const CANNOT_CONNECT_NOW: &[u8] = b"57P03";
/// A live server on this machine answers within milliseconds; a loaded one within seconds.
const ANSWER_SECONDS_MAX: u64 = 10;
/// An error response is a few hundred bytes.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// Connects to the socket file as `user` to `database` and reads the first message.
pub fn probe(socket: &Path, user: &str, database: &str) -> Answer {
    match first_message(socket, user, database) {
        Ok((b'E', body)) if error_code(&body) == Some(CANNOT_CONNECT_NOW) => Answer::Busy,
        Ok(_) => Answer::Ready,
        Err(_) => Answer::Nothing,
    }
}

fn first_message(socket: &Path, user: &str, database: &str) -> std::io::Result<(u8, Vec<u8>)> {
    let mut stream = UnixStream::connect(socket)?;
    let patience = Some(Duration::from_secs(ANSWER_SECONDS_MAX));
    stream.set_read_timeout(patience)?;
    stream.set_write_timeout(patience)?;
    stream.write_all(&startup_message(user, database))?;
    let mut head = [0_u8; 5];
    stream.read_exact(&mut head)?;
    let [tag, length @ ..] = head;
    let length = (u32::from_be_bytes(length) as usize).saturating_sub(4).min(MESSAGE_BYTES_MAX);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    // Terminate, so that the server logs no lost connection. It may have hung up already.
    let _ = stream.write_all(b"X\0\0\0\x04");
    Ok((tag, body))
}

fn startup_message(user: &str, database: &str) -> Vec<u8> {
    const PROTOCOL_3_0: u32 = 196_608;
    let mut body = PROTOCOL_3_0.to_be_bytes().to_vec();
    for text in ["user", user, "database", database] {
        body.extend_from_slice(text.as_bytes());
        body.push(0);
    }
    body.push(0);
    let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
    let mut message = length.to_be_bytes().to_vec();
    message.append(&mut body);
    message
}

/// The SQLSTATE of an error response: fields are a letter and a NUL-terminated text.
fn error_code(body: &[u8]) -> Option<&[u8]> {
    body.split(|byte| *byte == 0).find_map(|field| field.strip_prefix(b"C"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_laid_out_as_the_protocol_says() {
        let message = startup_message("u", "d");
        assert_eq!(message.len(), message[3] as usize);
        assert!(message.ends_with(b"user\0u\0database\0d\0\0"));
        assert_eq!(error_code(b"SFATAL\0VFATAL\0C57P03\0Mstarting\0\0"), Some(CANNOT_CONNECT_NOW));
    }

    #[test]
    fn nobody_there_is_nothing() {
        assert_eq!(probe(Path::new("/nonexistent/socket"), "u", "d"), Answer::Nothing);
    }
}
