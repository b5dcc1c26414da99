//! How a server's certificate is checked: not at all, its chain, or its chain and its name.
//!
//! rustls does the checking; this adds what libpq accepts and rustls by itself does not: a server
//! certificate that is itself the trusted root, and a name that stands in the common name only.

use std::sync::Arc;

use rustls::CertificateError::{NotValidForName, NotValidForNameContext};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use x509_cert::der::Decode;
use x509_cert::der::oid::ObjectIdentifier;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");

/// For `require` without a root certificate: encryption against listeners, no proof of who is there.
#[derive(Debug)]
pub struct CheckNothing(Arc<CryptoProvider>);

impl CheckNothing {
    pub fn new(provider: Arc<CryptoProvider>) -> Self {
        CheckNothing(provider)
    }
}

impl ServerCertVerifier for CheckNothing {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    // Who proves to hold a key that anybody may have made proves nothing, and certificates of old
    // versions, which rustls can't read, are accepted by libpq in this mode.
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// For `verify-ca` and `verify-full`, and for weaker modes where there is a root certificate.
#[derive(Debug)]
pub struct CheckServer {
    inner: Arc<WebPkiServerVerifier>,
    roots: Vec<CertificateDer<'static>>,
    check_name: bool,
}

impl CheckServer {
    pub fn new(
        inner: Arc<WebPkiServerVerifier>,
        roots: Vec<CertificateDer<'static>>,
        check_name: bool,
    ) -> Self {
        CheckServer { inner, roots, check_name }
    }

    /// A server whose certificate is one of the roots, as the simplest set-ups have it.
    fn verify_root_itself(
        &self,
        cert: &CertificateDer<'_>,
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Error> {
        let parsed = parse(cert)?;
        let validity = parsed.tbs_certificate.validity;
        let now = now.as_secs();
        if now < validity.not_before.to_unix_duration().as_secs() {
            return Err(CertificateError::NotValidYet.into());
        }
        if now > validity.not_after.to_unix_duration().as_secs() {
            return Err(CertificateError::Expired.into());
        }
        if !self.check_name {
            return Ok(());
        }
        let named = ParsedCertificate::try_from(cert)
            .and_then(|parsed| rustls::client::verify_server_name(&parsed, name));
        named.or_else(|error| if common_name_is(cert, name)? { Ok(()) } else { Err(error) })
    }
}

impl ServerCertVerifier for CheckServer {
    fn verify_server_cert(
        &self,
        cert: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let checked = self.inner.verify_server_cert(cert, intermediates, name, ocsp_response, now);
        let trusted = Ok(ServerCertVerified::assertion());
        match checked {
            // The chain is checked before the name, so this error says that the chain is good.
            Err(Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. })) => {
                if !self.check_name || common_name_is(cert, name)? { trusted } else { checked }
            }
            Err(_) if self.roots.iter().any(|root| root == cert) => {
                self.verify_root_itself(cert, name, now).and(trusted)
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

fn parse(cert: &CertificateDer<'_>) -> Result<x509_cert::Certificate, Error> {
    x509_cert::Certificate::from_der(cert).map_err(|_| CertificateError::BadEncoding.into())
}

/// Is the common name this host, in a certificate that has no alternative names at all? libpq looks
/// there too (RFC 6125 6.4.4). Wildcards are left to alternative names.
fn common_name_is(cert: &CertificateDer<'_>, name: &ServerName<'_>) -> Result<bool, Error> {
    let parsed = parse(cert)?.tbs_certificate;
    let mut extensions = parsed.extensions.iter().flatten();
    if extensions.any(|extension| extension.extn_id == SUBJECT_ALT_NAME) {
        return Ok(false);
    }
    let wanted = name.to_str();
    let found = parsed.subject.0.iter().flat_map(|part| part.0.iter()).any(|attribute| {
        attribute.oid == COMMON_NAME && attribute.value.value().eq_ignore_ascii_case(wanted.as_bytes())
    });
    Ok(found)
}
