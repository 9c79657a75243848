//! Another engine over Arrow Flight SQL, asked over a [`crate::lake`]: the only module that names gRPC.
//!
//! A statement carries everything that it reads: the lake's tables as named steps over their files, and the SQL files of
//! the catalog that build on them. Nothing is made on the engine, for the engine known best ([Sail](https://lakesail.com))
//! gives all its clients one session: a view of one would be the view of all, and of another lake.

mod address;
mod answers;
mod flight;
mod over_lake;
mod steps;

pub use address::Address;
pub use answers::{Answer, stand_in};
pub use flight::Session;
pub use over_lake::OverLake;
