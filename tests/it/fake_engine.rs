//! A Flight SQL server that the tests play: one that answers, by DuckDB over the lake's files, and ones that misbehave.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow_flight::encode::FlightDataEncoderBuilder;
use arrow_flight::error::FlightError;
use arrow_flight::flight_service_server::{FlightService, FlightServiceServer};
use arrow_flight::sql::{Any, CommandStatementQuery};
use arrow_flight::{
    Action, ActionType, Criteria, Empty, FlightData, FlightDescriptor, FlightEndpoint, FlightInfo, HandshakeRequest,
    HandshakeResponse, PollInfo, PutResult, SchemaResult, Ticket,
};
use futures::{Stream, StreamExt, TryStreamExt, stream};
use prost::Message;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status, Streaming};

/// What the server does once it has been greeted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Answers.
    Answers,
    /// Takes only the token `sesame`.
    WantsToken,
    /// Answers the greeting, and nothing after it.
    Hangs,
    /// Sends a batch, then an error.
    BreaksOff,
    /// Sends fewer rows than it has promised.
    LosesRows,
    /// Says that the answer lies on another host.
    Elsewhere,
}

/// The server.
#[derive(Clone)]
struct Fake {
    manner: Manner,
}

/// Starts a server; its address. It runs until the test process ends.
pub(crate) fn start(manner: Manner) -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let any: SocketAddr = ([127, 0, 0, 1], 0).into();
            let incoming = TcpIncoming::bind(any).expect("a port");
            tell.send(incoming.local_addr().expect("an address")).expect("the test waits");
            let service = FlightServiceServer::new(Fake { manner });
            Server::builder().add_service(service).serve_with_incoming(incoming).await.expect("it serves");
        });
    });
    format!("grpc://{}", told.recv().expect("the server starts"))
}

/// Rows of a statement, by DuckDB over the files that it names; none where this build of DuckDB reads no Parquet.
fn run(statement: &str) -> Result<(SchemaRef, Vec<RecordBatch>), String> {
    let files = regex::Regex::new("parquet\\.`([^`]*)`").expect("a pattern");
    let text = files.replace_all(statement, "read_parquet('$1/**/*.parquet', hive_partitioning = true)");
    let text = text.replace('`', "\"");
    // DuckDB takes no steps before a statement in brackets that has steps of its own; Sail does.
    let text = text.replace("\n(\nwith ", "\nselect * from (\nwith ");
    let conn = duckdb::Connection::open_in_memory().map_err(|error| error.to_string())?;
    let mut prepared = conn.prepare(&text).map_err(|error| error.to_string())?;
    let answer = prepared.query_arrow([]).map_err(|error| error.to_string())?;
    Ok((answer.get_schema(), answer.collect()))
}

/// True if the fake can read a lake; says so where it cannot.
pub(crate) fn reads_parquet() -> bool {
    let known = run("select 1 from duckdb_functions() where function_name = 'read_parquet' limit 1");
    let reads = known.is_ok_and(|(_, batches)| batches.iter().any(|batch| batch.num_rows() > 0));
    if !reads {
        println!("skipped: this build of DuckDB reads no Parquet, so no engine can be played");
    }
    reads
}

type Sent<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl FlightService for Fake {
    type HandshakeStream = Sent<HandshakeResponse>;
    type ListFlightsStream = Sent<FlightInfo>;
    type DoGetStream = Sent<FlightData>;
    type DoPutStream = Sent<PutResult>;
    type DoExchangeStream = Sent<FlightData>;
    type DoActionStream = Sent<arrow_flight::Result>;
    type ListActionsStream = Sent<ActionType>;

    async fn get_flight_info(&self, request: Request<FlightDescriptor>) -> Result<Response<FlightInfo>, Status> {
        let token = request.metadata().get("authorization").and_then(|token| token.to_str().ok());
        if self.manner == Manner::WantsToken && token != Some("Bearer sesame") {
            return Err(Status::unauthenticated("who are you?"));
        }
        let command = request.into_inner().cmd;
        let any = Any::decode(&*command).map_err(|error| Status::invalid_argument(error.to_string()))?;
        let query: CommandStatementQuery = any
            .unpack()
            .map_err(|error| Status::internal(error.to_string()))?
            .ok_or_else(|| Status::unimplemented("?"))?;
        let greeted = query.query == "select 1";
        if self.manner == Manner::Hangs && !greeted {
            tokio::time::sleep(std::time::Duration::from_secs(3_600)).await;
        }
        let endpoint = FlightEndpoint::new().with_ticket(Ticket::new(query.query));
        let endpoint = match self.manner {
            Manner::Elsewhere if !greeted => endpoint.with_location("grpc://198.51.100.7:1"),
            _ => endpoint,
        };
        let promised = if self.manner == Manner::LosesRows && !greeted { 1_000_000 } else { -1 };
        Ok(Response::new(FlightInfo::new().with_endpoint(endpoint).with_total_records(promised)))
    }

    async fn do_get(&self, request: Request<Ticket>) -> Result<Response<Self::DoGetStream>, Status> {
        let statement = String::from_utf8(request.into_inner().ticket.to_vec()).expect("a statement is text");
        let (schema, batches) = run(&statement).map_err(Status::internal)?;
        let breaks = self.manner == Manner::BreaksOff && statement != "select 1";
        let sent = stream::iter(batches.into_iter().map(Ok::<_, FlightError>));
        let sent = FlightDataEncoderBuilder::new().with_schema(Arc::clone(&schema)).build(sent).map_err(Status::from);
        let rest = stream::iter(breaks.then(|| Err(Status::unavailable("worker lost"))));
        Ok(Response::new(Box::pin(sent.chain(rest))))
    }

    async fn handshake(
        &self,
        _: Request<Streaming<HandshakeRequest>>,
    ) -> Result<Response<Self::HandshakeStream>, Status> {
        Err(Status::unimplemented("handshake"))
    }

    async fn list_flights(&self, _: Request<Criteria>) -> Result<Response<Self::ListFlightsStream>, Status> {
        Err(Status::unimplemented("list_flights"))
    }

    async fn poll_flight_info(&self, _: Request<FlightDescriptor>) -> Result<Response<PollInfo>, Status> {
        Err(Status::unimplemented("poll_flight_info"))
    }

    async fn get_schema(&self, _: Request<FlightDescriptor>) -> Result<Response<SchemaResult>, Status> {
        Err(Status::unimplemented("get_schema"))
    }

    async fn do_put(&self, _: Request<Streaming<FlightData>>) -> Result<Response<Self::DoPutStream>, Status> {
        Err(Status::unimplemented("do_put"))
    }

    async fn do_exchange(&self, _: Request<Streaming<FlightData>>) -> Result<Response<Self::DoExchangeStream>, Status> {
        Err(Status::unimplemented("do_exchange"))
    }

    async fn do_action(&self, _: Request<Action>) -> Result<Response<Self::DoActionStream>, Status> {
        Err(Status::unimplemented("do_action"))
    }

    async fn list_actions(&self, _: Request<Empty>) -> Result<Response<Self::ListActionsStream>, Status> {
        Err(Status::unimplemented("list_actions"))
    }
}
