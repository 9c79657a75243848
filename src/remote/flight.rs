//! A connection to a Flight SQL server: statements out, record batches back, every step within a bounded time.

use std::error::Error as _;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::RecordBatch;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow_flight::error::FlightError;
use arrow_flight::flight_service_client::FlightServiceClient;
use arrow_flight::sql::client::FlightSqlServiceClient;
use arrow_flight::{FlightEndpoint, FlightInfo};
use futures::StreamExt;
use tokio::runtime::Runtime;
use tonic::Code;
use tonic::transport::{Channel, Endpoint};

use super::Address;
use crate::error::{Error, Result};
use crate::ledger::Rows;

/// How long an engine may take to answer at all.
const GREETING: Duration = Duration::from_secs(10);

/// An address that says "ask where you asked before".
const SAME_CONNECTION: &str = "arrow-flight-reuse-connection://";

/// A connection.
pub struct Session {
    runtime: Runtime,
    client: FlightSqlServiceClient<Channel>,
    address: Address,
    time: Duration,
}

impl Session {
    /// Connects, and asks whether the server speaks Flight SQL and takes the token. `time` is for each statement.
    ///
    /// # Errors
    /// [`Error::Remote`] if nobody listens, nobody answers, or the token is not taken; [`Error::Usage`] for a token that
    /// cannot be sent.
    pub fn open(address: &Address, token: Option<&str>, time: Duration) -> Result<Self> {
        let fail = |error: std::io::Error| Error::internal("connecting to an engine", error);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(fail)?;
        let greeting = GREETING.min(time);
        let endpoint = Endpoint::from_shared(address.url())
            .map_err(|error| Error::internal("connecting to an engine", error))?
            .connect_timeout(greeting)
            // A server that is gone without a word is noticed while a long statement runs.
            .http2_keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(Duration::from_secs(20));
        let connected = runtime.block_on(async { tokio::time::timeout(greeting, endpoint.connect()).await });
        let channel = match connected {
            Ok(Ok(channel)) => channel,
            Ok(Err(error)) => return Err(unreached(address, &root_of(&error))),
            Err(_) => return Err(unreached(address, "no answer")),
        };
        let inner = FlightServiceClient::new(channel).max_decoding_message_size(usize::MAX);
        let mut client = FlightSqlServiceClient::new_from_inner(inner);
        if let Some(token) = token.filter(|token| !token.is_empty()) {
            if !token.chars().all(|c| c.is_ascii_graphic()) {
                return Err(Error::Usage {
                    reason: "the token in WARLEDGER_ENGINE_TOKEN holds characters that no token has".to_owned(),
                    hint: "look for a line break or a blank in it".to_owned(),
                });
            }
            client.set_token(token.to_owned());
        }
        let session = Session { runtime, client, address: address.clone(), time };
        session.bounded(greeting, session.asked("select 1".to_owned()), || Error::Remote {
            address: address.to_string(),
            reason: format!(
                "it takes connections, but did not answer as a Flight SQL server within {}",
                seconds(greeting)
            ),
            hint: "is another program listening on this port, or does the engine hang? look at its log".to_owned(),
        })?;
        Ok(session)
    }

    /// The server.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Runs a statement and gives all its rows.
    ///
    /// # Errors
    /// [`Error::Remote`] with the engine's words, if the connection breaks, and if it takes longer than allowed. Rows that
    /// have come by then are not given.
    pub fn ask(&self, statement: &str) -> Result<Rows> {
        self.bounded(self.time, self.asked(statement.to_owned()), || Error::Remote {
            address: self.address.to_string(),
            reason: format!("no complete answer within {}; what had come was let go", seconds(self.time)),
            hint: "narrow the question, or allow more with --timeout".to_owned(),
        })
    }

    fn bounded(
        &self,
        time: Duration,
        asked: impl Future<Output = std::result::Result<Rows, FlightError>>,
        late: impl FnOnce() -> Error,
    ) -> Result<Rows> {
        match self.runtime.block_on(async { tokio::time::timeout(time, asked).await }) {
            Ok(Ok(rows)) => Ok(rows),
            Ok(Err(error)) => Err(self.fault(error)),
            Err(_) => Err(late()),
        }
    }

    async fn asked(&self, statement: String) -> std::result::Result<Rows, FlightError> {
        let mut client = self.client.clone();
        let info = client.execute(statement, None).await?;
        let mut schema = None;
        let mut batches: Vec<RecordBatch> = Vec::new();
        for endpoint in &info.endpoint {
            self.must_be_here(endpoint)?;
            let ticket = endpoint.ticket.clone().ok_or_else(|| FlightError::protocol("an answer without a ticket"))?;
            let mut stream = client.do_get(ticket).await?;
            while let Some(batch) = stream.next().await {
                batches.push(batch?);
            }
            schema = schema.or_else(|| stream.schema().cloned());
        }
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let promised = info.total_records;
        if info.endpoint.is_empty() || usize::try_from(promised).is_ok_and(|promised| promised != rows && promised > 0)
        {
            return Err(FlightError::protocol(format!("{promised} rows were promised, {rows} came")));
        }
        let schema = match schema {
            Some(schema) => schema,
            None => Arc::new(FlightInfo::try_decode_schema(info)?),
        };
        plain(&schema, &batches)
    }

    /// Refuses an answer that is to be fetched elsewhere: the token is for this server.
    fn must_be_here(&self, endpoint: &FlightEndpoint) -> std::result::Result<(), FlightError> {
        let own = [self.address.to_string(), self.address.to_string().replacen("grpc://", "grpc+tcp://", 1)];
        let is_here =
            |uri: &str| uri.starts_with(SAME_CONNECTION) || own.iter().any(|own| own == uri.trim_end_matches('/'));
        if endpoint.location.is_empty() || endpoint.location.iter().any(|location| is_here(&location.uri)) {
            return Ok(());
        }
        let elsewhere: Vec<&str> = endpoint.location.iter().map(|location| location.uri.as_str()).collect();
        Err(FlightError::protocol(format!(
            "the answer lies elsewhere ({}), where it is not fetched",
            elsewhere.join(", ")
        )))
    }

    /// What went wrong, in the engine's words, and what to do.
    fn fault(&self, error: FlightError) -> Error {
        const LOST: &str =
            "the engine has ended or is out of reach; nothing is half done: start it again and ask again";
        let remote = |reason: String, hint: &str| Error::Remote {
            address: self.address.to_string(),
            reason,
            hint: hint.to_owned(),
        };
        let status = match error {
            FlightError::Tonic(status) => status,
            FlightError::ProtocolError(reason) | FlightError::DecodeError(reason) => {
                return remote(
                    format!("its answer is not sound: {reason}"),
                    "is this a Flight SQL server? look at its log",
                );
            }
            other => return remote(other.to_string(), LOST),
        };
        let said = first_lines(status.message());
        match status.code() {
            Code::Unauthenticated | Code::PermissionDenied => remote(
                format!("it does not take the token: {said}"),
                "give the token that its keeper gave you in the environment variable WARLEDGER_ENGINE_TOKEN",
            ),
            Code::Unimplemented => remote(
                format!("it does not speak Flight SQL: {said}"),
                "give the Flight SQL address of the engine, not that of another of its services",
            ),
            // The transport's own words for a connection that is gone.
            Code::Unavailable | Code::Cancelled => remote(format!("the connection is gone: {said}"), LOST),
            _ if status.source().is_some() => {
                remote(format!("the connection broke: {}", root_of(status.as_ref())), LOST)
            }
            _ => remote(
                format!("it refused the statement: {said}"),
                "the statement runs in the engine's own SQL, not in DuckDB's: `warledger describe` lists tables and views",
            ),
        }
    }
}

fn unreached(address: &Address, reason: &str) -> Error {
    Error::Remote {
        address: address.to_string(),
        reason: format!("it cannot be reached: {reason}"),
        hint: "is the engine running, and is this its address? docs/scale-out.md shows how to start one".to_owned(),
    }
}

/// The innermost reason of an error.
fn root_of(error: &dyn std::error::Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

/// The beginning of a message: engines add whole plans to some.
fn first_lines(text: &str) -> String {
    const MOST: usize = 600;
    let text = text.trim();
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{} ...", &text[..at]),
        None => text.to_owned(),
    }
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}

/// Texts as texts, whatever layout an engine gives them.
fn plain(schema: &SchemaRef, batches: &[RecordBatch]) -> std::result::Result<Rows, FlightError> {
    let of = |kind: &DataType| match kind {
        DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
        DataType::BinaryView | DataType::LargeBinary => DataType::Binary,
        other => other.clone(),
    };
    let fields: Vec<Field> =
        schema.fields().iter().map(|field| Field::new(field.name(), of(field.data_type()), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batches = batches
        .iter()
        .map(|batch| {
            let columns = batch.columns().iter().map(|column| cast(column, &of(column.data_type())));
            RecordBatch::try_new(schema.clone(), columns.collect::<std::result::Result<Vec<_>, _>>()?)
        })
        .collect::<std::result::Result<Vec<_>, arrow::error::ArrowError>>()?;
    Ok(Rows { schema, batches })
}
