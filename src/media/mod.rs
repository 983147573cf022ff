//! Pictures: what a file is, which sizes of it are published, and how they are made and kept.

mod avif;
mod decode;
mod encode;
mod error;
mod facts;
mod format;
mod gif;
mod ground;
mod known_pictures;
mod library;
mod limits;
mod made_pictures;
mod picture_file;
mod sizes;
mod svg;

pub use error::PictureError;
pub use facts::{PictureFacts, PictureKind, has_position};
pub use format::PictureFormat;
pub use library::PictureLibrary;
pub use made_pictures::PictureBody;
pub use picture_file::PictureFile;
pub use sizes::{
    DerivedPicture, Focus, PictureSet, PictureSettings, QUICK_WIDTH, WIDEST, make_pictures,
};
