//! The `records!` macro: one declaration of a record gives its struct, its schema and its decoder.

/// Declares records of front matter or configuration.
///
/// ```text
/// records! {
///     /// An office held.
///     #[derive(Clone, Debug)]
///     pub struct Role: "a role" {
///         /// The office.
///         office: Spanned<Box<str>>;
///         /// Explainer, analysis …
///         kind as "type": Box<str> = Choice(KINDS), else "explainer".into();
///     }
/// }
/// ```
///
/// * The text after the name is what messages call the record.
/// * `or field`: a bare value in place of the record is the value of this field.
/// * `with [schema]`: schemas whose keys the record may have too; their owners decode them.
/// * `at span`: adds a field with the place of the record.
/// * A key is named like its field, unless `as` names it.
/// * `= type` is the type of the value, where [`Decode::TYPE`](super::Decode::TYPE) is too wide.
/// * `else value` stands in for a missing or invalid value; it may name fields above it.
/// * A key is required unless it has an `else` or its Rust type has an empty value (`Option`,
///   lists, maps, records without required keys); `required = true` overrides both.
/// * The doc comment of a field is its help text in the schema.
macro_rules! records {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@type $type:ty) => { <$type as $crate::data::Decode>::TYPE };
    (@type $type:ty, $field_type:expr) => {{
        #[allow(unused_imports)]
        use $crate::data::FieldType::*;
        $field_type
    }};
    (@required $type:ty) => { <$type as $crate::data::Decode>::REQUIRED };
    (@required $type:ty, else $default:expr) => { false };
    (@required $type:ty, required = $required:literal $(, else $default:expr)?) => { $required };
    (@default) => { return None };
    (@default $default:expr) => { $default };
    (@short) => { None };
    (@short $short:ident) => { Some(stringify!($short)) };
    ($(
        $(#[$attribute:meta])*
        pub struct $name:ident: $title:literal
            $(or $short:ident)? $(at $span:ident)? $(with [$($include:expr),+])? {
            $(
                $(#[doc = $help:literal])+
                $field:ident $(as $key:literal)?: $type:ty $(= $field_type:expr)?
                    $(, required = $required:literal)? $(, else $default:expr)?;
            )+
        }
    )+) => { $(
        $(#[$attribute])*
        pub struct $name {
            $(
                $(#[doc = $help])+
                pub $field: $type,
            )+
            $(
                /// Where the record stands in its file.
                pub $span: $crate::text::Span,
            )?
        }

        impl $name {
            pub const SCHEMA: &'static $crate::data::Schema = &$crate::data::Schema {
                name: $title,
                own_fields: &[$(
                    $crate::data::Field {
                        key: $crate::data::records!(@key $field $($key)?),
                        field_type: $crate::data::records!(@type $type $(, $field_type)?),
                        required: $crate::data::records!(
                            @required $type $(, required = $required)? $(, else $default)?
                        ),
                        help: concat!($($help),+),
                    },
                )+],
                includes: &[$($($include),+)?],
                short_form: $crate::data::records!(@short $($short)?),
            };
        }

        impl $crate::data::Decode for $name {
            const TYPE: $crate::data::FieldType = $crate::data::FieldType::Record(Self::SCHEMA);
            const REQUIRED: bool = Self::SCHEMA.has_required_field();

            fn decode(
                node: &$crate::data::Node,
                decoder: &mut $crate::data::Decoder<'_>,
            ) -> Option<Self> {
                $(
                    let $field = match decoder.field::<$type>(
                        Self::SCHEMA, node, $crate::data::records!(@key $field $($key)?),
                    ) {
                        Some(value) => value,
                        None => $crate::data::records!(@default $($default)?),
                    };
                )+
                Some($name { $($field,)+ $($span: node.span)? })
            }
        }
    )+ };
}

pub(crate) use records;
