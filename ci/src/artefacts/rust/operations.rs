//! Progenitor's client and types, from the Rust view of the specification.

use std::collections::BTreeSet;

use anyhow::{Context, Result, anyhow};
use progenitor_impl::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use serde_json::Value;
use syn::{ImplItem, Item, Type};

use super::{enums, referred, view};

pub fn emit(document: &Value) -> Result<String> {
    let view: openapiv3::OpenAPI = serde_json::from_value(view::of(document)).context("the view is no OpenAPI document")?;
    let mut settings = GenerationSettings::new();
    let inner = "crate::call::Caller".parse().map_err(|error| anyhow!("{error}"))?;
    settings.with_interface(InterfaceStyle::Builder).with_hooks(HooksMode::Expected).with_inner_type(inner).with_derive("PartialEq");
    for (name, own) in view::OWN_TYPES {
        settings.with_replacement(name, own, std::iter::empty());
    }
    for (name, _) in enums::all(document) {
        settings.with_replacement(&name, format!("crate::enums::{name}"), [TypeImpl::Display, TypeImpl::FromStr].into_iter());
    }
    let tokens = Generator::new(&settings).generate_tokens(&view).map_err(|error| anyhow!("progenitor refuses the view: {error}"))?;
    let mut file = syn::parse2(tokens).context("progenitor gives no Rust")?;
    thin_out(&mut file, &bodies(document));
    Ok(prettyplease::unparse(&file))
}

/// The schemas that are bodies of requests.
fn bodies(document: &Value) -> BTreeSet<&str> {
    let items = document["paths"].as_object().into_iter().flat_map(|paths| paths.values());
    let operations = items.filter_map(Value::as_object).flat_map(|item| item.values());
    operations.filter_map(|operation| referred(&operation["requestBody"]["content"]["application/json"]["schema"])).collect()
}

/// Takes the builders of types away that only answers have: they are half of the source, and nobody builds an answer.
fn thin_out(file: &mut syn::File, bodies: &BTreeSet<&str>) {
    let Some(types) = module(&mut file.items, "types") else { return };
    let is_kept = |item: &Item| name(item).is_none_or(|name| bodies.contains(name.as_str()));
    types.retain(|item| is_kept(item) || !is_builder_method(item));
    if let Some(builders) = module(types, "builder") {
        builders.retain(is_kept);
    }
}

fn module<'a>(items: &'a mut [Item], wanted: &str) -> Option<&'a mut Vec<Item>> {
    items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == wanted => module.content.as_mut().map(|(_, items)| items),
        _ => None,
    })
}

/// The type that an item defines or implements something for.
fn name(item: &Item) -> Option<String> {
    match item {
        Item::Struct(made) => Some(made.ident.to_string()),
        Item::Impl(made) => match &*made.self_ty {
            Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether this is the `impl` whose only function is `builder`.
fn is_builder_method(item: &Item) -> bool {
    let Item::Impl(made) = item else { return false };
    made.trait_.is_none() && matches!(made.items.as_slice(), [ImplItem::Fn(only)] if only.sig.ident == "builder")
}
