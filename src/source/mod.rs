//! Source definitions: what each publisher's files look like and mean.

mod check;
mod definition;
mod recognise;
mod registry;
mod release;

pub use definition::{
    About, ActorField, Complete, Content, Covers, DateEdge, DateParts, Definition, Field, Kept, Layout, Measures,
    Release, Rule,
};
pub use recognise::{Match, recognise};
pub(crate) use recognise::{by_position, clean};
pub use registry::{Registry, builtin_file};
pub use release::{KnownRelease, named_release, release_period};
