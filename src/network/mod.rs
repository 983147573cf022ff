//! Checks links to other sites, and downloads pictures of other sites. The only room that contacts
//! other machines, and only for `check --external` and `fetch-pictures`.
//!
//! ```text
//! external_links (what) ─► retries (when) ─► link_status (one link) ─► http_client (one request)
//!                             └ result_cache (links that worked recently)
//! remote_pictures (what) ─► picture_download (one picture) ─► retries, link_status, http_client
//! ```

mod result_cache;
mod retries;
mod external_links;
mod http_client;
mod messages;
mod link_status;
mod picture_download;
mod public_ip;
mod remote_pictures;

pub use external_links::{ExternalLink, external_links};
pub use http_client::{AllowedHosts, HttpClient, REQUEST_TIMEOUT};
pub use link_status::LinkStatus;
pub use messages::{
    CODES, address_not_replaced, diagnostics, picture_not_fetched, picture_not_saved,
};
pub use picture_download::{DownloadError, DownloadedPicture, PictureDownloader};
pub use public_ip::is_public_ip;
pub use remote_pictures::{
    HtmlPicture, PicturePlace, RemotePicture, RemotePictures, remote_pictures,
};
pub use result_cache::LinkCache;
pub use retries::{RetryPolicy, check_all};
