//! What breaks who sends or gets a value: its schema has become narrower for what is sent, or wider for what is got.

use std::collections::BTreeSet;

use serde_json::Value;

use super::places::{Found, Way};

/// Unions to which the contract lets members be added: clients pass over frames that they do not know.
const OPEN_UNIONS: &[&str] = &["ServerFrame"];
/// Keywords whose greater value takes more, and whose smaller value does.
const MOST: &[&str] = &["maxItems", "maxLength", "maxProperties", "maximum"];
const LEAST: &[&str] = &["minItems", "minLength", "minProperties", "minimum"];
/// Keywords that take less where they stand at all.
const RULES: &[&str] = &["multipleOf", "pattern", "uniqueItems"];

/// The named schemas of both sides.
pub struct Schemas<'a> {
    old: &'a Value,
    new: &'a Value,
    compared: BTreeSet<(String, Way)>,
}

impl<'a> Schemas<'a> {
    pub fn new(old: &'a Value, new: &'a Value) -> Self {
        Self { old, new, compared: BTreeSet::new() }
    }

    /// Compares what both sides call by this name, once each way.
    pub fn named(&mut self, name: &str, way: Way, found: &mut Found) {
        if !self.compared.insert((name.to_owned(), way)) {
            return;
        }
        let place = format!("schemas/{name}");
        let (old, new) = (self.old, self.new);
        match (old.get(name), new.get(name)) {
            (Some(was), Some(is)) => self.inline(&place, was, is, way, found),
            (Some(_), None) => found.add(&place, "removed"),
            (None, _) => {}
        }
    }

    pub fn compare(&mut self, place: &str, old: &Value, new: &Value, way: Way, found: &mut Found) {
        match (reference(old), reference(new)) {
            (Some(was), Some(is)) if was == is => self.named(was, way, found),
            // The SDKs call types by these names.
            (Some(was), Some(is)) => found.add(place, format!("{was} is {is} now")),
            (None, None) => self.inline(place, old, new, way, found),
            (was, is) => {
                let (olds, news) = (self.old, self.new);
                let old = was.map_or(old, |name| &olds[name]);
                let new = is.map_or(new, |name| &news[name]);
                self.inline(place, old, new, way, found);
            }
        }
    }

    fn inline(&mut self, place: &str, old: &Value, new: &Value, way: Way, found: &mut Found) {
        for keyword in ["type", "format", "default"].into_iter().filter(|keyword| old[*keyword] != new[*keyword]) {
            let is_wider = keyword == "type" && old[keyword] == "integer" && new[keyword] == "number" && way == Way::Sent;
            if !is_wider {
                found.add(place, format!("{keyword} {} is {} now", old[keyword], new[keyword]));
            }
        }
        bounds(place, old, new, way, found);
        values(place, old, new, way, found);
        self.fields(place, old, new, way, found);
        self.union(place, old, new, way, found);
        for keyword in ["items", "additionalProperties"] {
            match (&old[keyword], &new[keyword]) {
                (was @ Value::Object(_), is @ Value::Object(_)) => self.compare(&format!("{place}/{keyword}"), was, is, way, found),
                (was, is) if was == is => {}
                // An object that is closed takes less; what is got may be closed, since nobody waits for what is not named.
                (Value::Bool(false), _) if way == Way::Sent => {}
                (_, Value::Bool(false)) if way == Way::Got => {}
                _ => found.add(&format!("{place}/{keyword}"), "changed"),
            }
        }
    }

    fn fields(&mut self, place: &str, old: &Value, new: &Value, way: Way, found: &mut Found) {
        for (name, was) in old["properties"].as_object().into_iter().flatten() {
            let place = format!("{place}/properties/{name}");
            match new["properties"].get(name) {
                None => found.add(&place, "removed"),
                Some(is) => self.compare(&place, was, is, way, found),
            }
        }
        let (needed, needs) = (strings(&old["required"]), strings(&new["required"]));
        let (changed, what) = match way {
            Way::Sent => (needs.difference(&needed).collect::<Vec<_>>(), "required now"),
            Way::Got => (needed.difference(&needs).collect(), "no longer always there"),
        };
        for name in changed.into_iter().filter(|name| way == Way::Sent || new["properties"].get(name).is_some()) {
            found.add(&format!("{place}/properties/{name}"), what);
        }
    }

    fn union(&mut self, place: &str, old: &Value, new: &Value, way: Way, found: &mut Found) {
        for keyword in ["oneOf", "anyOf", "allOf"] {
            let (had, has) = (members(&old[keyword]), members(&new[keyword]));
            if had.is_empty() && has.is_empty() {
                continue;
            }
            for name in had.difference(&has) {
                found.add(&format!("{place}/{keyword}/{name}"), "removed");
            }
            for name in has.difference(&had) {
                let is_open = OPEN_UNIONS.iter().any(|open| place == format!("schemas/{open}"));
                if keyword == "allOf" || (way == Way::Got && !is_open) {
                    found.add(&format!("{place}/{keyword}/{name}"), "added");
                }
            }
            for name in had.intersection(&has) {
                self.named(name, way, found);
            }
        }
        let (told, tells) = (&old["discriminator"], &new["discriminator"]);
        if told["propertyName"] != tells["propertyName"] {
            found.add(&format!("{place}/discriminator"), "changed");
        }
        for (value, target) in told["mapping"].as_object().into_iter().flatten() {
            if tells["mapping"].get(value) != Some(target) {
                found.add(&format!("{place}/discriminator/{value}"), "changed or removed");
            }
        }
    }
}

fn bounds(place: &str, old: &Value, new: &Value, way: Way, found: &mut Found) {
    let number = |value: &Value| value.as_f64();
    let bounds = MOST.iter().map(|keyword| (keyword, 1.0)).chain(LEAST.iter().map(|keyword| (keyword, -1.0)));
    for (keyword, sign) in bounds {
        // No bound takes everything.
        let limit = |value: &Value| number(&value[*keyword]).map_or(f64::INFINITY, |bound| bound * sign);
        let (was, is) = (limit(old), limit(new));
        if (way == Way::Sent && is < was) || (way == Way::Got && is > was) {
            found.add(place, format!("{keyword} {} is {} now", old[*keyword], new[*keyword]));
        }
    }
    for keyword in RULES.iter().filter(|keyword| old[**keyword] != new[**keyword]) {
        let taken = if way == Way::Sent { &new[*keyword] } else { &old[*keyword] };
        if !taken.is_null() {
            found.add(place, format!("{keyword} {} is {} now", old[*keyword], new[*keyword]));
        }
    }
    let (was, is) = (old["nullable"] == true, new["nullable"] == true);
    if was != is && (way == Way::Got) == is {
        found.add(place, if is { "may be null now" } else { "may not be null any more" });
    }
}

/// The values of an enumeration.
fn values(place: &str, old: &Value, new: &Value, way: Way, found: &mut Found) {
    let (had, has) = (strings(&old["enum"]), strings(&new["enum"]));
    let (less, more) = match (had.is_empty(), has.is_empty()) {
        (true, true) => return,
        // From any value to a few, and back.
        (true, false) => (vec!["any other".to_owned()], Vec::new()),
        (false, true) => (Vec::new(), vec!["any other".to_owned()]),
        (false, false) => (had.difference(&has).cloned().collect(), has.difference(&had).cloned().collect()),
    };
    match way {
        Way::Sent => less.iter().for_each(|value| found.add(place, format!("the value {value} is no longer taken"))),
        Way::Got => more.iter().for_each(|value| found.add(place, format!("the value {value} may come now"))),
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// The members of a union: those by name, and the text of those without one.
fn members(value: &Value) -> BTreeSet<String> {
    let members = value.as_array().into_iter().flatten();
    members.map(|member| reference(member).map_or_else(|| member.to_string(), str::to_owned)).collect()
}

fn strings(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect()
}
