//! Pictures: what a file is, which sizes of it are published, and how they are made and kept.

mod avif;
mod decode;
mod encode;
mod error;
mod facts;
mod focus;
mod format;
mod gif;
mod ground;
mod jpeg;
mod known_pictures;
mod library;
mod limits;
mod made_pictures;
mod make;
mod picture_file;
mod png;
mod sizes;
mod svg;

pub use error::PictureError;
pub use facts::{PictureFacts, PictureKind, has_position};
pub use focus::Focus;
pub use format::PictureFormat;
pub use library::PictureLibrary;
pub use limits::MOST_BYTES;
pub use made_pictures::PictureBody;
pub use make::make_pictures;
pub use picture_file::PictureFile;
pub use sizes::{DerivedPicture, PictureSet, PictureSettings, QUICK_WIDTH, WIDEST};
