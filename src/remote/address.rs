//! Where an engine listens.

use std::fmt;

/// Host and port of a Flight SQL server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
}

impl Address {
    /// Reads `grpc://host:port`.
    ///
    /// # Errors
    /// What is wrong with it, for the person who wrote it.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "write an engine as grpc://host:port, such as grpc://127.0.0.1:32010";
        let rest = match text.split_once("://") {
            Some(("grpc" | "grpc+tcp", rest)) => rest,
            Some(("grpc+tls" | "https", _)) => {
                return Err(
                    "connections are not encrypted here: lead it through a tunnel (ssh -L 32010:localhost:32010 host) \
                            and give grpc://localhost:32010"
                        .to_owned(),
                );
            }
            Some((scheme, _)) => return Err(format!("'{scheme}' is no kind of engine; {FORM}")),
            None => return Err(FORM.to_owned()),
        };
        if rest.contains('@') {
            return Err("a token does not belong into the address: give it in WARLEDGER_ENGINE_TOKEN".to_owned());
        }
        let (host, port) =
            rest.trim_end_matches('/').rsplit_once(':').ok_or("the port is missing: grpc://host:port")?;
        let port = port.parse::<u16>().ok().filter(|port| *port > 0).ok_or_else(|| format!("'{port}' is no port"))?;
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let is_sound = !bare.is_empty() && (bare.chars().all(is_name) || bare.parse::<std::net::Ipv6Addr>().is_ok());
        if !is_sound || (bare.contains(':') && bare == host) {
            return Err(format!("'{host}' is no host; {FORM}"));
        }
        Ok(Address { host: host.to_owned(), port })
    }

    /// True if what is sent does not leave this machine.
    pub fn is_this_machine(&self) -> bool {
        let bare = self.host.trim_matches(['[', ']']);
        bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// As the transport takes it.
    pub(super) fn url(&self) -> String {
        format!("http://{}:{}", self.host, self.port)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "grpc://{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_and_a_port() {
        let read = |text: &str| Address::parse(text).map(|address| address.to_string());
        assert_eq!(read("grpc://localhost:32010").as_deref(), Ok("grpc://localhost:32010"));
        assert_eq!(read("grpc+tcp://10.0.0.1:1/").as_deref(), Ok("grpc://10.0.0.1:1"));
        assert_eq!(read("grpc://[::1]:32010").as_deref(), Ok("grpc://[::1]:32010"));
        for text in [
            "localhost:32010",
            "http://a:1",
            "grpc://a",
            "grpc://a:0",
            "grpc://a:70000",
            "grpc://:1",
            "grpc://a b:1",
            "grpc://a/b:1",
            "grpc://::1:1",
            "grpc://me:secret@a:1",
            "grpc+tls://a:1",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_loopback_address_is_this_machine() {
        let here = |text: &str| Address::parse(text).expect("an address").is_this_machine();
        assert!(here("grpc://localhost:1") && here("grpc://127.0.0.1:1") && here("grpc://[::1]:1"));
        assert!(!here("grpc://10.0.0.1:1") && !here("grpc://localhost.example.org:1"));
    }
}
