//! `brief`: one screen on an event, a place or a group.

use crate::error::{Error, Result};
use crate::ledger::{AsOf, Brief, Filter, Ledger, Listed, Subject, Testimony, Toll};

use super::args::{BriefArgs, Cli};
use super::brief_pattern::{around, clusters, held, shown};
use super::lines::{Column, columns, say_width};
use super::load::grouped;
use super::words::{self, range};
use super::{notes, render};

pub(crate) fn run(cli: &Cli, args: &BriefArgs) -> Result<()> {
    let ledger = Ledger::open_as_of(&cli.db, args.filter.as_of)?;
    let subject = ledger.subject(&args.subject)?;
    let filter = args.filter.filter();
    let is_narrowed =
        !filter.is_coarse() || filter.since.is_some() || filter.until.is_some() || filter.source.is_some();
    if matches!(subject, Subject::Event { .. }) && is_narrowed {
        return Err(Error::Usage {
            reason: format!("{} is one event: filters do not narrow it", args.subject),
            hint: "leave the filters out; --as-of, --policy, --no-links and --with-notes go with an event".to_owned(),
        });
    }
    let brief = ledger.brief(&subject, &filter, args.policy.as_deref(), args.with_notes)?;
    if args.json {
        return render::print_json(&brief);
    }
    let mut text = title(&brief, &filter, &args.filter.words());
    text.push_str(&tolls(&brief.tolls));
    text.push_str(&testimony(&brief.testimony));
    text.push_str(&disputed(&brief.testimony));
    text.push_str(&events(&brief));
    text.push_str(&clusters(&brief.clusters));
    text.push_str(&held(&brief.held));
    text.push_str(&list("Not known", &brief.unknown));
    text.push_str(&list("In the source's own words", &brief.notes));
    if !args.no_links {
        text.push_str(&links(&brief));
    }
    if args.with_notes {
        text.push_str(&coders(&brief.testimony));
    }
    text.push_str(&below(&ledger, &brief)?);
    render::print(&text)
}

fn title(brief: &Brief, filter: &Filter, filters: &str) -> String {
    let name = match &brief.subject {
        Subject::Event { source, source_event_id } => format!("{source_event_id} ({source})"),
        Subject::Group { name, .. } if filter.no_members => format!("{name}, without its members"),
        Subject::Group { name, .. } => format!("{name}, its members included"),
        Subject::Place { name } => format!("{name}, all places of this name"),
    };
    let mut text = notes::wrapped(&format!("{name}{}", filters.replace(" --", ", ").replace('"', "")), say_width());
    for line in &brief.what {
        text.push_str(&notes::wrapped(&format!("  {line}"), say_width()));
    }
    for counted in &brief.counted {
        let span = if counted.days.0 == counted.days.1 {
            counted.days.0.clone()
        } else {
            format!("{} to {}", counted.days.0, counted.days.1)
        };
        let deaths = range(&counted.deaths);
        let events = if counted.events == 1 {
            "1 event".to_owned()
        } else {
            format!("{} events of political violence", grouped(counted.events))
        };
        text.push_str(&format!("  {}: {events}, {span}; deaths in them, all sides, {deaths}\n", counted.source));
    }
    text
}

/// Dead by side under each policy: the spread first, then a row per policy.
fn tolls(tolls: &[Toll]) -> String {
    let mut text = String::new();
    let mut groups: Vec<(&str, bool)> = Vec::new();
    for toll in tolls {
        if !groups.contains(&(toll.source.as_str(), toll.with_added_claims)) {
            groups.push((&toll.source, toll.with_added_claims));
        }
    }
    for (source, added) in groups.clone() {
        let of: Vec<&Toll> =
            tolls.iter().filter(|toll| toll.source == source && toll.with_added_claims == added).collect();
        let distinct = |name: fn(&Toll) -> &String| {
            let mut all: Vec<&str> = Vec::new();
            for toll in &of {
                if !all.contains(&name(toll).as_str()) {
                    all.push(name(toll));
                }
            }
            all
        };
        let (policies, sides) = (distinct(|toll| &toll.policy), distinct(|toll| &toll.side));
        let spread: Vec<String> = sides.iter().filter_map(|side| spread(side, &of)).collect();
        if spread.is_empty() {
            text.push_str(&format!("\nKilled: no figure that any policy lets in ({source}).\n"));
            continue;
        }
        let whose = if groups.len() > 1 {
            format!(" ({source}{})", if added { " + added claims" } else { "" })
        } else {
            String::new()
        };
        text.push_str(&format!(
            "\n{}",
            notes::wrapped(
                &format!("Killed, depending on whose word counts{whose}: {}.", spread.join("; ")),
                say_width()
            )
        ));
        let rows: Vec<Vec<String>> = policies
            .iter()
            .map(|policy| {
                let cell = |side: &&str| {
                    let toll = of.iter().find(|toll| toll.policy == *policy && toll.side == **side);
                    toll.map_or("-".to_owned(), |toll| with_events(toll))
                };
                [(*policy).to_owned()].into_iter().chain(sides.iter().map(cell)).collect()
            })
            .collect();
        let heads: Vec<String> = sides.iter().map(|side| side.replace('_', " ")).collect();
        let heads: Vec<Column<'_>> =
            [Column::left("by")].into_iter().chain(heads.iter().map(|head| Column::right(head))).collect();
        text.push_str(&columns(&heads, &rows));
    }
    text
}

fn with_events(toll: &Toll) -> String {
    let (with, without) = (toll.range.events_with_figure, toll.range.events_without_figure);
    if with + without <= 1 {
        range(&toll.range)
    } else {
        format!("{} in {with} of {}", range(&toll.range), with + without)
    }
}

fn spread(side: &str, of: &[&Toll]) -> Option<String> {
    let all = |value: fn(&Toll) -> Option<i64>| {
        of.iter().filter(|toll| toll.side == side).filter_map(|toll| value(toll)).collect::<Vec<i64>>()
    };
    let low = all(|toll| toll.range.low.or(toll.range.best)).into_iter().min();
    let high = all(|toll| toll.range.high).into_iter().max()?;
    let side = side.replace('_', " ");
    Some(match low {
        Some(low) if low == high => format!("{} {side}", grouped(high)),
        Some(low) => format!("{} to {} {side}", grouped(low), grouped(high)),
        None => format!("up to {} {side}", grouped(high)),
    })
}

/// Every distinct figure, grouped by origin, the largest subject in full and the others in a line each.
fn testimony(all: &[Testimony]) -> String {
    let mut subjects: Vec<(&str, &str)> = Vec::new();
    for said in all.iter().filter(|said| said.verification != "disputed") {
        if !subjects.contains(&(said.metric.as_str(), said.side.as_str())) {
            subjects.push((&said.metric, &said.side));
        }
    }
    let of = |subject: &(&str, &str)| -> Vec<&Testimony> {
        all.iter()
            .filter(|said| (said.metric.as_str(), said.side.as_str()) == *subject && said.verification != "disputed")
            .collect()
    };
    // Deaths before anything else, and what most is said of before the rest.
    subjects.sort_by_key(|subject| (subject.0 != "killed", std::cmp::Reverse(of(subject).len())));
    let mut text = String::new();
    for (at, subject) in subjects.iter().enumerate() {
        let name = format!("{}, {}", subject.0.replace('_', " "), subject.1.replace('_', " "));
        if at == 0 {
            text.push_str(&by_origin(&name, of(subject)));
            continue;
        }
        let parts: Vec<String> =
            of(subject).iter().map(|said| format!("{} {} ({})", said.figure, who(said), origin(said))).collect();
        text.push_str(&notes::wrapped(&format!("Also {name}: {}.", parts.join("; ")), say_width()));
    }
    text
}

fn by_origin(name: &str, mut all: Vec<&Testimony>) -> String {
    let lowest = |name: &str| {
        all.iter().filter(|said| origin(said) == name).filter_map(|said| said.number).fold(f64::INFINITY, f64::min)
    };
    let mut origins: Vec<(f64, String)> =
        all.iter().map(|said| (lowest(origin(said)), origin(said).to_owned())).collect();
    origins.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    origins.dedup();
    let place = |said: &Testimony| origins.iter().position(|(_, name)| name == origin(said));
    all.sort_by(|a, b| {
        let number = |said: &Testimony| said.number.unwrap_or(f64::INFINITY);
        place(a).cmp(&place(b)).then(number(a).total_cmp(&number(b)))
    });
    let mut rows = Vec::new();
    let mut former = "";
    for said in all {
        let shown = if origin(said) == former { "" } else { origin(said) };
        former = origin(said);
        rows.push(vec![
            words::place(shown),
            said.figure.clone(),
            said_by(said),
            said.claims.to_string(),
            words::tier(&said.verification),
        ]);
    }
    let heads = [
        Column::left("origin"),
        Column::left(name),
        Column::left("said by"),
        Column::right("claims"),
        Column::wrapped("tier"),
    ];
    format!("\n{}", columns(&heads, &rows))
}

/// Who says it, with what the figure is to a belligerent.
fn said_by(said: &Testimony) -> String {
    let interest = match said.interest.as_str() {
        "interested" => ", interested",
        "admission" => ", own losses",
        _ => "",
    };
    format!("{}{interest}", who(said))
}

fn origin(said: &Testimony) -> &str {
    said.origin.as_deref().unwrap_or(&said.reported_by)
}

fn who(said: &Testimony) -> String {
    let names: Vec<&str> = said.claimants.split(", ").map(words::claimant).collect();
    names.join(", ")
}

fn disputed(all: &[Testimony]) -> String {
    let parts: Vec<String> = all
        .iter()
        .filter(|said| said.verification == "disputed")
        .map(|said| {
            format!(
                "{} {} {}, {} ({})",
                said.metric.replace('_', " "),
                said.figure,
                said.side.replace('_', " "),
                who(said),
                origin(said)
            )
        })
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    notes::wrapped(&format!("Disputed, in no figure: {}.", parts.join("; ")), say_width())
}

/// The pages of outlets and monitors, each once, with who published it.
fn links(brief: &Brief) -> String {
    let said = brief.pages.iter().map(|(by, page)| (by.as_str(), page.as_str()));
    let clusters = shown(&brief.clusters).iter();
    let stated = clusters.flat_map(|cluster| cluster.stated_urls.iter().map(|url| ("on coordination", url.as_str())));
    let held = brief.held.iter().filter_map(|held| Some((held.reported_by.as_deref()?, held.url.as_deref()?)));
    let mut pages: Vec<(&str, Vec<&str>)> = Vec::new();
    for (by, page) in said.chain(stated).chain(held) {
        match pages.iter_mut().find(|(known, _)| *known == page) {
            Some((_, all)) if all.contains(&by) => {}
            Some((_, all)) => all.push(by),
            None => pages.push((page, vec![by])),
        }
    }
    let lines: Vec<String> = pages.iter().map(|(page, by)| format!("{}: {page}", by.join(", "))).collect();
    list("Pages", &lines)
}

fn coders(all: &[Testimony]) -> String {
    let lines: Vec<String> =
        all.iter().filter_map(|said| said.note.as_ref().map(|note| format!("{}: {note}", said.statement_id))).collect();
    list("Notes of the coder", &lines)
}

fn events(brief: &Brief) -> String {
    if brief.events.is_empty() {
        return String::new();
    }
    if matches!(brief.subject, Subject::Event { .. }) {
        return around(&brief.events);
    }
    let several = brief.events.iter().any(|event| event.source != brief.events[0].source);
    let row = |event: &Listed| {
        let mut row =
            vec![event.start_date.clone(), words::place(event.place.as_deref().unwrap_or("-")), range(&event.deaths)];
        if several {
            row.push(event.source.clone());
        }
        row.push(event.source_event_id.clone());
        row.push(event.parties.clone().unwrap_or_default());
        row
    };
    let rows: Vec<Vec<String>> = brief.events.iter().map(row).collect();
    let mut heads = vec![Column::left("day"), Column::left("place"), Column::right("deaths (low–high)")];
    if several {
        heads.push(Column::left("source"));
    }
    heads.extend([Column::left("event"), Column::wrapped("parties")]);
    let order =
        if matches!(brief.subject, Subject::Group { .. }) { "Deadliest events" } else { "Events, newest first" };
    let more = if brief.more_events > 0 {
        format!("and {} more: warledger events\n", grouped(brief.more_events))
    } else {
        String::new()
    };
    let beside = if several { "Sources record the same events: nothing is added across them.\n" } else { "" };
    format!("\n{order}\n{}{more}{beside}", columns(&heads, &rows))
}

fn list(head: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{head}\n");
    for line in lines {
        text.push_str(&notes::wrapped(&format!("  {line}"), say_width()));
    }
    text
}

fn below(ledger: &Ledger, brief: &Brief) -> Result<String> {
    let mut named: Vec<&str> = brief.counted.iter().map(|counted| counted.source.as_str()).collect();
    named.extend(brief.testimony.iter().map(|said| said.source.as_str()));
    named.extend(brief.events.iter().map(|event| event.source.as_str()));
    if let Subject::Event { source, .. } = &brief.subject {
        named.push(source);
    }
    let mut text = String::from("\n");
    for line in ledger.as_of().map(AsOf::lines).unwrap_or_default() {
        text.push_str(&notes::wrapped(&line, say_width()));
    }
    text.push_str(&notes::cut_offs(ledger, &named)?);
    Ok(text)
}
