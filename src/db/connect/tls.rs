//! TLS as libpq's sslmode asks for it, done by rustls.
//!
//! Reads certificate files and decides how much of the server's certificate is checked; it knows no
//! host and opens no connection. Rules: PostgreSQL documentation, "SSL Support" of libpq.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use super::conninfo::Settings;
use super::verify::{CheckNothing, CheckServer};
use crate::db::environment::Environment;
use crate::model::Explain;

/// libpq's sslmode, in order of strictness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl TlsMode {
    /// The mode that the settings ask for; `prefer` where they say nothing, `verify-full` with the
    /// system's roots.
    ///
    /// # Errors
    /// An unknown mode, or a weak one together with `sslrootcert=system`.
    pub fn of(settings: &Settings) -> Result<TlsMode> {
        let system = settings.get("sslrootcert") == Some("system");
        let mode = match settings.get("sslmode") {
            None if system => TlsMode::VerifyFull,
            None if settings.get("requiressl") == Some("1") => TlsMode::Require,
            None | Some("prefer") => TlsMode::Prefer,
            Some("disable") => TlsMode::Disable,
            Some("allow") => TlsMode::Allow,
            Some("require") => TlsMode::Require,
            Some("verify-ca") => TlsMode::VerifyCa,
            Some("verify-full") => TlsMode::VerifyFull,
            Some(other) => {
                bail!("sslmode={other} is none of disable, allow, prefer, require, verify-ca, verify-full")
            }
        };
        if system && mode != TlsMode::VerifyFull {
            bail!(
                "sslrootcert=system needs sslmode=verify-full: with a weaker mode anybody's certificate would do"
            );
        }
        Ok(mode)
    }
}

/// The client's side of TLS: what it checks, and what it shows of itself.
///
/// # Errors
/// A file that is named can't be read or understood, or one that the mode needs is missing.
pub fn client_config(mode: TlsMode, settings: &Settings, environment: &Environment) -> Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = verifier(mode, settings, environment, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match client_certificate(settings, environment)? {
        Some((chain, key)) => {
            builder.with_client_auth_cert(chain, key).context("could not use sslcert and sslkey")?
        }
        None => builder.with_no_client_auth(),
    };
    config.enable_sni = settings.get("sslsni") != Some("0");
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(config)
}

fn verifier(
    mode: TlsMode,
    settings: &Settings,
    environment: &Environment,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>> {
    let root_file = setting_or_default(settings, environment, "sslrootcert", "root.crt");
    let roots = match root_file {
        _ if settings.get("sslrootcert") == Some("system") => system_roots(),
        // As in libpq: the weaker modes check the chain as soon as there is a root to check it with.
        Some(file) if mode >= TlsMode::Require || file.exists() => read_certificates(&file, mode)?,
        _ => Vec::new(),
    };
    if roots.is_empty() {
        if mode >= TlsMode::VerifyCa {
            return Err(anyhow::anyhow!(
                "sslmode verify-ca and verify-full need a root certificate to check the server's with"
            )
            .hint("name its file with sslrootcert, or use sslrootcert=system for the system's roots"));
        }
        return Ok(Arc::new(CheckNothing::new(Arc::clone(provider))));
    }
    let mut store = RootCertStore::empty();
    let (usable, _) = store.add_parsable_certificates(roots.iter().cloned());
    if usable == 0 {
        bail!("none of the root certificates can be used");
    }
    let mut builder = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider));
    if let Some(file) = setting_or_default(settings, environment, "sslcrl", "root.crl") {
        let lists = CertificateRevocationListDer::pem_file_iter(&file)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .with_context(|| format!("could not read the revocation list {}", file.display()))?;
        builder = builder.with_crls(lists).allow_unknown_revocation_status();
    }
    let inner = builder.build().context("could not set up the checking of certificates")?;
    Ok(Arc::new(CheckServer::new(inner, roots, mode == TlsMode::VerifyFull)))
}

/// The file of a setting, else the usual one in `~/.postgresql` where that exists.
fn setting_or_default(
    settings: &Settings,
    environment: &Environment,
    keyword: &str,
    usual: &str,
) -> Option<PathBuf> {
    match settings.get(keyword) {
        Some(file) => Some(PathBuf::from(file)),
        None => {
            environment.home().map(|home| home.join(".postgresql").join(usual)).filter(|file| file.exists())
        }
    }
}

fn read_certificates(file: &Path, mode: TlsMode) -> Result<Vec<CertificateDer<'static>>> {
    if mode == TlsMode::Require && !file.exists() {
        // libpq: without the file, require asks for encryption and no more.
        return Ok(Vec::new());
    }
    let certificates = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("could not read the certificates in {}", file.display()))?;
    if certificates.is_empty() {
        bail!("there is no certificate in {}", file.display());
    }
    Ok(certificates)
}

fn system_roots() -> Vec<CertificateDer<'static>> {
    // Roots that can't be read are left out: the ones that are needed may be among the others.
    rustls_native_certs::load_native_certs().certs
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn client_certificate(settings: &Settings, environment: &Environment) -> Result<Option<Identity>> {
    let Some(file) = setting_or_default(settings, environment, "sslcert", "postgresql.crt") else {
        return Ok(None);
    };
    if !file.exists() {
        bail!("there is no client certificate {}", file.display());
    }
    let Some(key_file) = setting_or_default(settings, environment, "sslkey", "postgresql.key") else {
        bail!("the client certificate {} has no private key: name its file with sslkey", file.display());
    };
    let chain = read_certificates(&file, TlsMode::VerifyFull)?;
    check_key_mode(&key_file)?;
    let key = PrivateKeyDer::from_pem_file(&key_file).with_context(|| {
        format!("could not read the private key {} (it must not be encrypted)", key_file.display())
    })?;
    Ok(Some((chain, key)))
}

/// As libpq: a private key is its owner's alone; root's may be readable by a group.
fn check_key_mode(file: &Path) -> Result<()> {
    let entry = std::fs::metadata(file)
        .with_context(|| format!("could not read the private key {}", file.display()))?;
    let open_bits = if entry.uid() == 0 { 0o037 } else { 0o077 };
    if entry.mode() & open_bits != 0 {
        return Err(anyhow::anyhow!("the private key {} can be read by others", file.display())
            .hint(format!("chmod 600 {}", file.display())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(text: &str) -> Result<TlsMode> {
        TlsMode::of(&Settings::parse(text)?)
    }

    #[test]
    fn modes_are_libpqs() {
        assert_eq!(mode("host=h").expect("one"), TlsMode::Prefer);
        assert_eq!(mode("requiressl=1").expect("one"), TlsMode::Require);
        assert_eq!(mode("sslrootcert=system").expect("one"), TlsMode::VerifyFull);
        assert!(mode("sslrootcert=system sslmode=require").is_err());
        assert!(mode("sslmode=yes").is_err());
    }

    #[test]
    fn verifying_needs_a_root() {
        let settings = Settings::parse("sslmode=verify-full").expect("right");
        let nowhere = Environment::of(&[("HOME", "/nonexistent")]);
        let error = client_config(TlsMode::VerifyFull, &settings, &nowhere).expect_err("no root");
        assert!(error.to_string().is_empty() || format!("{error:#}").contains("root certificate"));
        assert!(client_config(TlsMode::Require, &settings, &nowhere).is_ok());
    }
}
