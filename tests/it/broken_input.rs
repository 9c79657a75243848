//! broken_input
