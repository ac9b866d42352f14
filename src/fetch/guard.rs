//! Keeps pages of the web from leading into the network that this program runs in.
//!
//! A page may redirect or link anywhere: to `127.0.0.1`, to a printer, to the metadata service of a cloud. So a name is
//! refused when it leads to an address that is not of the public internet, unless the user named that host himself.
//! The check stands where names are resolved, so that it sees every redirect and every name, and what it sees is what is
//! connected to. Where the environment sets a proxy, the proxy resolves names and decides.

use std::collections::HashSet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use ureq::Proxy;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::Url;

/// A set of hosts that all threads share.
#[derive(Debug, Clone, Default)]
pub(super) struct Hosts(Arc<Mutex<HashSet<String>>>);

impl Hosts {
    pub(super) fn add(&self, host: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(bare(host));
    }

    pub(super) fn add_host_of(&self, address: &str) {
        if let Some(host) = host(address) {
            self.add(&host);
        }
    }

    pub(super) fn contains(&self, host: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&bare(host))
    }
}

/// A host without the brackets of IPv6, in lower case.
fn bare(host: &str) -> String {
    host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

/// The host of an address.
pub(super) fn host(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(str::to_owned)
}

/// Resolves names as usual, and lets inner ones pass only where the user named them.
#[derive(Debug, Default)]
pub(super) struct Guard {
    usual: DefaultResolver,
    /// Hosts that the user named.
    pub(super) named: Hosts,
    /// Hosts that were found to be inner ones, and passed.
    pub(super) inner: Hosts,
}

/// Why a name was refused.
#[derive(Debug)]
pub(super) struct Inner(String);

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Inner {}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.usual.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        // The environment's own proxy may stand on this machine; it is not what a page leads to.
        let is_proxy = |proxy: &Proxy| bare(proxy.host()) == bare(host) && Some(proxy.port()) == port(uri);
        if config.proxy().is_some_and(is_proxy) || found.iter().all(|address| is_public(address.ip())) {
            return Ok(found);
        }
        if !self.named.contains(host) {
            return Err(ureq::Error::Other(Box::new(Inner(host.to_owned()))));
        }
        self.inner.add(host);
        Ok(found)
    }
}

/// The port of an address, stated or usual.
fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or_else(|| match uri.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    })
}

/// Whether a host says by itself that it is an inner one: no public name server decides what it leads to.
pub(super) fn is_inner_by_name(host: &str) -> bool {
    let host = bare(host);
    match host.parse::<IpAddr>() {
        Ok(address) => !is_public(address),
        Err(_) => !host.contains('.'),
    }
}

/// Whether an address is of the public internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_4(address),
        IpAddr::V6(address) => is_public_6(address),
    }
}

fn is_public_4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    // Shared by carriers (RFC 6598), for benchmarks (RFC 2544), "this network", reserved.
    let special = first == 100 && (64..128).contains(&second) || first == 198 && second & 0xFE == 18;
    let reserved = first == 0 || first >= 240 || address.octets()[..3] == [192, 0, 0];
    let inner = address.is_private() || address.is_loopback() || address.is_link_local();
    !(special || reserved || inner || address.is_multicast())
}

fn is_public_6(address: Ipv6Addr) -> bool {
    // ::ffff:127.0.0.1 and 64:ff9b::127.0.0.1 lead to the IPv4 address.
    let translated = (address.segments()[..6] == [0x64, 0xFF9B, 0, 0, 0, 0]).then(|| {
        let [.., a, b, c, d] = address.octets();
        Ipv4Addr::new(a, b, c, d)
    });
    if let Some(inner) = address.to_ipv4_mapped().or(translated) {
        return is_public_4(inner);
    }
    // 6to4, Teredo, the local translation prefix and site-local addresses stand for others, or for inner ones.
    let [first, second, third, ..] = address.segments();
    let standing = first == 0x2002 || (first, second) == (0x2001, 0) || first & 0xFFC0 == 0xFEC0;
    let local = (first, second, third) == (0x64, 0xFF9B, 1) || address.segments()[..6] == [0; 6];
    if standing || local {
        return false;
    }
    let inner = address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local();
    !(inner || address.is_unspecified() || address.is_multicast())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_addresses_are_told_from_public_ones() {
        for inner in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "::127.0.0.1",
            "fec0::1",
        ] {
            assert!(!is_public(inner.parse().unwrap()), "{inner}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "198.20.0.1", "2001:4860::8888", "::ffff:8.8.8.8"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn only_what_is_inner_by_its_own_name_speaks_for_inner_hosts() {
        for host in ["localhost", "router", "127.0.0.1", "[::1]", "10.1.2.3"] {
            assert!(is_inner_by_name(host), "{host}");
        }
        for host in ["a.cn", "8.8.8.8", "localhost.a.cn"] {
            assert!(!is_inner_by_name(host), "{host}");
        }
    }

    #[test]
    fn hosts_are_the_same_however_they_are_written() {
        let hosts = Hosts::default();
        hosts.add("Example.CN.");
        hosts.add("[::1]");
        assert!(hosts.contains("example.cn") && hosts.contains("::1") && !hosts.contains("a.example.cn"));
        assert_eq!(host("http://a.cn:80/x").as_deref(), Some("a.cn"));
    }
}
