//! Pictures: what a file is, which sizes of it are published, and how they are made. Pure: bytes in,
//! bytes out.

mod avif;
mod decode;
mod encode;
mod facts;
mod format;
mod gif;
mod library;
mod sizes;

pub use facts::{PictureError, PictureFacts, PictureKind, has_position};
pub use format::PictureFormat;
pub use library::{PictureFile, PictureLibrary};
pub use sizes::{Crop, DerivedPicture, derived_pictures, make_pictures, portraits};
