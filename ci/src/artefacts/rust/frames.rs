//! The frames of the event stream: a union that progenitor cannot make, since it must never fail on what it does not know.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{comment, pascal, referred};

/// One frame: its `type`, and what of its schema matters.
struct Frame {
    kind: String,
    name: String,
    /// The type of its data.
    data: String,
    about: String,
    /// Whether it is in the log, and so has a cursor.
    is_durable: bool,
}

/// The schemas of single frames, which this makes.
pub fn schemas(document: &Value) -> BTreeSet<String> {
    let unions = ["ServerFrame", "ClientFrame"].map(|union| members(document, union));
    unions.into_iter().flatten().map(|(_, schema)| schema).collect()
}

pub fn emit(document: &Value) -> Result<String> {
    let server = frames(document, "ServerFrame")?;
    let client = frames(document, "ClientFrame")?;
    Ok(format!(
        "use crate::frame::{{Durable, Fleeting, Tagged, UnknownFrame}};\nuse crate::types;\n{}{}",
        events(&server),
        commands(&client)
    ))
}

fn members(document: &Value, union: &str) -> Vec<(String, String)> {
    let mapping = document["components"]["schemas"][union]["discriminator"]["mapping"].as_object();
    let named = mapping.into_iter().flatten().filter_map(|(kind, reference)| Some((kind, reference.as_str()?.rsplit('/').next()?)));
    named.map(|(kind, schema)| (kind.clone(), schema.to_owned())).collect()
}

fn frames(document: &Value, union: &str) -> Result<Vec<Frame>> {
    let made = members(document, union).into_iter().map(|(kind, schema_name)| {
        let schema = &document["components"]["schemas"][&schema_name];
        let data = referred(&schema["properties"]["data"]).with_context(|| format!("{schema_name} has no named data"))?;
        let required = schema["required"].as_array().into_iter().flatten();
        Ok(Frame {
            name: pascal(&kind),
            data: data.to_owned(),
            about: schema["description"].as_str().unwrap_or_default().to_owned(),
            is_durable: required.filter_map(Value::as_str).any(|name| name == "cursor"),
            kind,
        })
    });
    made.collect()
}

/// The server's frames.
fn events(frames: &[Frame]) -> String {
    let each = |make: &dyn Fn(&Frame) -> String| frames.iter().map(make).collect::<String>();
    let shape = |frame: &Frame| if frame.is_durable { "Durable" } else { "Fleeting" };
    let variants = each(&|frame| format!("{}{}(Box<{}<types::{}>>),\n", comment(&frame.about, ""), frame.name, shape(frame), frame.data));
    let kinds = each(&|frame| format!("{:?},\n", frame.kind));
    let named = each(&|frame| format!("Self::{}(_) => {:?},\n", frame.name, frame.kind));
    let read = each(&|frame| {
        format!("{:?} => serde_json::from_value(frame.clone()).map(|frame| Self::{}(Box::new(frame))),\n", frame.kind, frame.name)
    });
    let written =
        each(&|frame| format!("Self::{}(frame) => Tagged {{ kind: {:?}, frame }}.serialize(serializer),\n", frame.name, frame.kind));
    let meta = each(&|frame| format!("Self::{}(frame) => frame.meta(),\n", frame.name));
    format!(
        r#"
/// Every `type` of a server's frame that this version knows.
pub const SERVER_FRAMES: &[&str] = &[{kinds}];

/// What the event stream tells.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {{
    {variants}
    /// A frame of a type that this version does not know, or whose data it does not understand.
    Unknown(Box<UnknownFrame>),
}}

impl Event {{
    /// The `type` of the frame.
    pub fn kind(&self) -> &str {{
        match self {{
            {named}
            Self::Unknown(frame) => &frame.kind,
        }}
    }}

    /// The event of a frame as it came. It takes every frame.
    pub fn from_frame(frame: serde_json::Value) -> Self {{
        let known = match frame["type"].as_str().unwrap_or_default() {{
            {read}
            _ => return Self::Unknown(Box::new(UnknownFrame::new(frame))),
        }};
        known.unwrap_or_else(|_| Self::Unknown(Box::new(UnknownFrame::new(frame))))
    }}

    /// What a frame says around its data.
    pub(crate) fn meta(&self) -> crate::frame::Meta {{
        match self {{
            {meta}
            Self::Unknown(frame) => frame.meta(),
        }}
    }}
}}

impl serde::Serialize for Event {{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{
        match self {{
            {written}
            Self::Unknown(frame) => frame.frame.serialize(serializer),
        }}
    }}
}}
"#
    )
}

/// The frames of clients.
fn commands(frames: &[Frame]) -> String {
    let each = |make: &dyn Fn(&Frame) -> String| frames.iter().map(make).collect::<String>();
    let variants = each(&|frame| format!("{}{}(types::{}),\n", comment(&frame.about, ""), frame.name, frame.data));
    let named = each(&|frame| format!("Self::{}(_) => {:?},\n", frame.name, frame.kind));
    let data = each(&|frame| format!("Self::{}(data) => serde_json::to_value(data),\n", frame.name));
    format!(
        r#"
/// What a client says on the event stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {{
    {variants}
}}

impl Command {{
    /// The `type` of the frame.
    pub fn kind(&self) -> &'static str {{
        match self {{
            {named}
        }}
    }}

    /// The `data` of the frame.
    pub fn data(&self) -> serde_json::Result<serde_json::Value> {{
        match self {{
            {data}
        }}
    }}
}}
"#
    )
}
