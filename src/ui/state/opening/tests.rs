//! Addresses, and what a page makes of them.

use super::*;

fn opened(query: &str, fragment: &str, in_frame: bool) -> Opening {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let query: Vec<(String, String)> = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.to_owned(), value.to_owned())
        })
        .collect();
    Opening::of(Address {
        query: &query,
        fragment,
        in_frame,
    })
}

#[test]
fn without_anything_it_is_the_visitors_own_broker() {
    assert_eq!(opened("", "", false), Opening::default());
    // A place in the page is no link, and what nobody knows is passed over.
    assert_eq!(opened("utm=1", "flow", false), Opening::default());
}

#[test]
fn a_link_names_a_scenario_in_three_ways() {
    let packed = opened("", "v1/abc-_9", false).source;
    assert_eq!(packed, Source::Link(Link::Packed("abc-_9".to_owned())));
    let poison = BuiltIn::named("poison").unwrap();
    for built_in in [
        opened("", "scenario/poison", false),
        opened("scenario=poison", "", false),
    ] {
        assert_eq!(built_in.source, Source::Link(Link::BuiltIn(poison)));
    }
    let address = "https://example.org/a.json";
    let elsewhere = opened(&format!("scenario={address}"), "", false).source;
    assert_eq!(elsewhere, Source::Link(Link::Elsewhere(address.to_owned())));
    // What stands behind # goes before what stands behind ?.
    let both = opened("scenario=backlog", "scenario/poison", false).source;
    assert_eq!(both, Source::Link(Link::BuiltIn(poison)));
}

#[test]
fn what_cannot_be_is_named_and_the_rest_holds() {
    let opening = opened(
        "theme=blue&speed=0&storage=disk&id=a/b&hide=log,everything&motion=none&embed=maybe\
         &scenario=http://example.org/&autoplay=2&theme=dark",
        "v2/abc",
        false,
    );
    let begins: Vec<&str> = opening
        .faults
        .iter()
        .map(|fault| fault.split(':').next().unwrap())
        .collect();
    let expected = [
        "theme=blue",
        "speed=0",
        "storage=disk",
        "id=a/b",
        "hide=log,everything",
        "motion=none",
        "embed=maybe",
        "scenario=http",
        "autoplay=2",
    ];
    assert_eq!(begins[..9], expected);
    assert!(begins[9].starts_with("The link has version 2"));
    assert_eq!(opening.look.theme, Theme::Dark);
    assert_eq!(opening.source, Source::Own);
    assert_eq!(
        opened("", "scenario/nothing", false).faults,
        ["There is no scenario named \"nothing\" here."]
    );
}

#[test]
fn in_a_frame_nothing_is_kept_and_nothing_moves_unless_it_is_asked_for() {
    let framed = opened("", "", true);
    assert_eq!(framed.home, Home::Memory);
    assert_eq!(framed.play.unwrap().state, PlayState::Paused);
    assert!(framed.waits && !opened("autoplay=0", "", true).waits);
    let asked = opened("storage=idb&id=lesson-2&autoplay", "", true);
    assert_eq!(
        asked.home,
        Home::Database {
            namespace: "lesson-2".to_owned()
        }
    );
    assert_eq!(asked.play, None);
}

#[test]
fn speed_is_a_number_with_at_most_one_digit_behind_the_point() {
    let speed = |value: &str| opened(&format!("speed={value}"), "", false).play;
    let tenths = |value: &str| speed(value).map(|play| play.speed.tenths());
    assert_eq!(tenths("0.5"), Some(5));
    assert_eq!(tenths("100"), Some(1_000));
    for bad in ["", "-1", "1e2", "0.05", "1000", "+5", "0."] {
        assert_eq!(tenths(bad), None, "{bad}");
    }
}

#[test]
fn an_embedded_page_leaves_out_what_a_reader_of_a_course_does_not_need_first() {
    assert!(
        opened("embed=1", "", true)
            .look
            .hidden
            .contains(&Part::Storage)
    );
    assert_eq!(
        opened("embed=1&hide=log", "", true).look.hidden,
        [Part::Log]
    );
    assert_eq!(opened("hide=&embed=1", "", true).look.hidden, []);
    assert_eq!(opened("embed=1&hide=", "", true).look.hidden, []);
}

#[test]
fn no_other_character_can_stand_in_a_packed_scenario() {
    assert_eq!(misplaced("aZ09-_"), None);
    assert_eq!(misplaced("ab%20"), Some((2, '%')));
    assert_eq!(misplaced("é"), Some((0, 'é')));
}

#[test]
fn a_view_or_a_list_chooses_what_is_shown_and_hide_takes_away_from_it() {
    let hidden = |query: &str| opened(query, "", false).look.hidden;
    let without_view = [
        Part::Controls,
        Part::Log,
        Part::Balance,
        Part::Charts,
        Part::Comparison,
        Part::Storage,
    ];
    assert_eq!(hidden("view=flow"), without_view);
    assert_eq!(hidden("view=full&embed=1"), []);
    assert_eq!(hidden("view=full&hide=header"), [Part::Header]);
    assert_eq!(
        hidden("controls=picture,time,controls,log,balance,charts,comparison"),
        [Part::Header, Part::Storage]
    );
    let code = opened("view=code", "", false);
    assert!(code.faults[0].contains("no view of code yet"));
}

#[test]
fn a_framed_page_starts_when_it_is_seen_unless_it_says_something_else() {
    assert_eq!(opened("", "", true).loading, Loading::Lazy);
    assert_eq!(opened("loading=click", "", false).loading, Loading::Click);
    assert_eq!(opened("loading=eager", "", true).loading, Loading::Eager);
    assert_eq!(opened("step=5&readonly", "", false).steps, 5);
    let bad = opened(
        "loading=soon&step=1001&lang=de&lang=en&readonly=perhaps",
        "",
        false,
    );
    assert_eq!(bad.faults.len(), 4);
}

proptest::proptest! {
    /// Whoever made it: an address is read, and what cannot be of it is named once.
    #[test]
    fn any_address_can_be_read(
        query in proptest::collection::vec(("[a-z]{1,8}|scenario|theme|hide|speed|step|id", ".*"), 0..6),
        fragment in ".*|v1/.*|scenario/.*|v[0-9]*/.*",
        in_frame: bool,
    ) {
        let opening = Opening::of(Address { query: &query, fragment: &fragment, in_frame });
        proptest::prop_assert!(opening.faults.len() <= query.len() + 1);
    }
}
