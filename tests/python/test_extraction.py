"""The engine ``rules``, phenomenon by phenomenon, on sentences of our own."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.extraction.document import Article, Event, Extraction, Figure
from muster.extraction.engine import extract
from muster.extraction.inflection import inflected
from muster.extraction.marks import mark
from muster.extraction.pack import load_pack
from muster.extraction.quantities import quantities
from muster.extraction.sentences import sentences
from muster.extraction.summaries import summary
from muster.project import MusterError

PUBLISHED = "2026-02-20"
"""A Friday."""


def test_a_phrase_of_those_who_are_in_a_state_is_one_of_its_measure() -> None:
    pack = load_pack("en")
    for measure, phrases in pack.settings["periods"]["lasting"].items():
        known = {
            phrase
            for label, listed in pack.phrases.items()
            if label[:3] == ("measures", "persons", measure)
            for phrase in listed
        }
        assert set(phrases) <= known


@pytest.mark.parametrize("day", [None, "2026", "2026-02", "2026-02-20"])
def test_what_is_a_number_does_not_hang_on_the_day_of_publication(day: str | None) -> None:
    text = (
        "On Friday 12 Cubans died, by 3 May 40, last month 7. In December's list of 2025 stand 93; "
        "since March 14, 2024 another 150 enlisted, 16 of them the day before yesterday."
    )
    found = mark(Article(text=text, published_on=day)).quantities
    assert found == quantities(text)
    assert [one.low for one in found] == [12, 40, 7, 93, 150, 16]


def read(text: str) -> Extraction:
    return extract(Article(text=text, published_on=PUBLISHED))


def figure(text: str, value: str) -> Figure:
    """The one figure of a text whose characters are ``value``."""
    found = [f for f in read(text).figures if text[slice(*f.value_span)] == value]
    assert len(found) == 1, [text[slice(*f.value_span)] for f in read(text).figures]
    return found[0]


def event(text: str, event_type: str) -> Event:
    found = [e for e in read(text).events if e.event_type == event_type]
    assert len(found) == 1, read(text).events
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "measure", "population"),
    [
        ("At least 55 Ghanaians were killed in Donbas.", "At least 55", "killed", "GHA"),
        ("The deaths of four more Nepali recruits were told.", "four more", "killed", "NPL"),
        ("Nearly 200 Kenyans have joined the Russian army.", "Nearly 200", "recruited", "KEN"),
        ("Two Chinese nationals fell into captivity.", "Two", "captured", "CHN"),
        ("Ukraine is holding 178 foreign fighters.", "178", "in_captivity", "ALL"),
        ("Fifteen South Africans landed in Durban.", "Fifteen", "returned_home", "ZAF"),
        ("Police stopped 12 Kenyans at the airport.", "12", "intercepted", "KEN"),
        ("Some 40 Indians signed contracts.", "Some 40", "contracts_signed", "IND"),
        ("Dozens of Cubans are missing.", "Dozens", "missing", "CUB"),
        ("Moscow plans to recruit 18,500 foreigners.", "18,500", "recruitment_target", "ALL"),
        ("Over 1,000 Kyrgyz-born men have enlisted.", "Over 1,000", "recruited", "KGZ-born"),
        ("At least 90 Africans have died.", "At least 90", "killed", "AFRICA"),
        ("The list names 30 citizens of Togo and Benin.", "30", "identified_as_recruited", "TGO+BEN"),
    ],
)  # fmt: skip
def test_what_is_counted_and_of_whom_stands_beside_the_number(
    text: str, value: str, measure: str, population: str
) -> None:
    found = figure(text, value)
    assert (found.measure, found.population) == (measure, population)


@pytest.mark.parametrize(
    ("text", "value", "measure", "unit"),
    [
        ("Recruits from Togo are paid $2,000 a month.", "$2,000", "monthly_pay", "USD"),
        ("Kenyans get up to KSh1.2m on signing.", "up to KSh1.2m", "signing_bonus", "KES"),
        ("Each Ugandan recruit earns 900,000 shillings a month.", "900,000", "monthly_pay", "UGX"),
        ("The Nepalis paid a broker 9,000 dollars.", "9,000", "agent_fee", "USD"),
        ("Foreigners made up 7% of the prisoners.", "7%", "foreign_share_of_prisoners", "percent"),
        ("A court in Osh jailed a Kyrgyz man for nine years.", "nine", "sentence_imposed", "years"),
        ("Mercenaries face up to 15 years in prison.", "up to 15", "sentence_maximum", "years"),
        ("He was sentenced to life in prison.", "life in prison", "sentence_imposed", "life"),
        ("The Cubans were trained for three weeks.", "three", "training_time", "days"),
        ("Recruits come from 36 countries.", "36", "countries_of_origin", "countries"),
        ("Kazakhstan opened 709 criminal cases.", "709", "cases_opened", "cases"),
    ],
)
def test_money_shares_times_and_states_are_figures_of_their_own_units(
    text: str, value: str, measure: str, unit: str
) -> None:
    found = figure(text, value)
    assert (found.measure, found.unit) == (measure, unit)


@pytest.mark.parametrize(
    "text",
    [
        "A 26-year-old Kenyan was killed on 3 May 2025 some 40 kilometres from the front.",
        "The 72nd brigade fought near Kupiansk for 12 hours, killing nobody.",
        "Article 8 of the law of 2005 was adopted by 120 votes.",
        "Air defences shot down 56 of 88 drones overnight.",
        "Nigeria, a nation of well over 200 million, has yet to count its dead.",
        "A teacher in Nairobi earns 40,000 shillings a month at home.",
        "The hall, which seats 40, was full when the dead were named.",
        "Permits were issued to 152 workers.",
    ],
)
def test_ages_dates_distances_units_votes_and_crowds_are_no_figures(text: str) -> None:
    assert read(text).figures == ()


def test_an_elliptical_count_takes_up_whom_and_what_it_goes_on_with() -> None:
    text = (
        "Since 2022 some 18,000 foreigners have been recruited, the ministry in Kyiv said. "
        "No fewer than 3,388 of them are dead. For Kenya the list gives 46."
    )
    dead, kenya = figure(text, "No fewer than 3,388"), figure(text, "46")
    assert (dead.measure, dead.population, dead.period) == ("killed", "ALL", "2022/2026-02-20")
    assert (kenya.measure, kenya.population) == ("recruited", "KEN")


def test_a_nested_count_is_a_figure_of_its_own_and_its_whole_told_before_is_none() -> None:
    text = (
        "Police arrested 25 Kenyans. Two of the 25 have been charged; of 60 Gambians 23 are dead."
    )
    found = {text[slice(*f.value_span)]: f.measure for f in read(text).figures}
    assert found["25"] == "recruiters_arrested"
    assert found["Two"] == "charged"
    assert found["23"] == "killed"
    assert sum(value == "25" for value in found) == 1


def test_its_citizens_are_those_of_the_state_named_before_not_of_a_belligerent() -> None:
    text = "South Africa asks Moscow to free 17 of its citizens trapped in Donbas."
    assert figure(text, "17").population == "ZAF"


def test_another_number_comes_on_top_with_its_own_words() -> None:
    text = "More than 150 foreigners joined in December, with around 200 more preparing to enlist."
    more = figure(text, "around 200 more")
    assert (more.measure, more.relation, more.kind) == (
        "preparing_to_enlist",
        "approximately",
        "stock",
    )


def test_who_is_left_out_is_left_out_of_the_population() -> None:
    text = "Over 18,000 foreigners have served. North Korean soldiers are not included."
    assert figure(text, "Over 18,000").population == "ALL-xPRK"


def test_a_claim_is_told_once_at_its_most_complete_mention() -> None:
    text = (
        "55 Ghanaians dead\n\nThe count is grim.\n\n"
        "At least 55 Ghanaians have been killed, Samuel Okudzeto Ablakwa said on Tuesday.\n\n"
        "It is a first for Accra."
    )
    found = read(text).figures
    assert [text[slice(*f.value_span)] for f in found] == ["At least 55"]
    assert found[0].claimant == "Samuel Okudzeto Ablakwa"


@pytest.mark.parametrize(
    ("text", "period", "kind"),
    [
        ("In December 150 Cubans were recruited.", "2025-12", "flow"),
        ("Between April 2023 and May 2024 some 150 Cubans enlisted.", "2023-04/2024-05", "flow"),
        ("Since 2022 some 150 Cubans have enlisted.", "2022/2026-02-20", "cumulative"),
        ("By October 150 Cubans had been recruited.", "../2025-10", "cumulative"),
        ("Since the invasion 150 Cubans have enlisted.", "2022-02/2026-02-20", "cumulative"),
        ("The minister said on Tuesday that 150 Cubans had enlisted.", "../2026-02-17", "cumulative"),
        ("Some 150 Cubans are missing.", "2026-02-20", "stock"),
        ("As of 1 February 150 Cubans were missing.", "2026-02-01", "stock"),
        ("Some 27 Cubans were wounded.", "../2026-02-20", "cumulative"),
        ("Some 27 Cubans lie wounded in Russian hospitals.", "2026-02-20", "stock"),
        ("Some 27 Cubans are in hospital in Russia.", "2026-02-20", "stock"),
        ("Some 11,000 North Korean soldiers were sent to Russia.", "../2026-02-20", "cumulative"),
        ("Some 11,000 North Korean soldiers are stationed in Russia.", "2026-02-20", "stock"),
        ("November's list counts 93 Cubans killed.", "../2025-11", "cumulative"),
        ("Last month's updated list counts 93 Cubans killed.", "../2026-01", "cumulative"),
        ("The tally, from November, counts 93 Cubans killed.", "../2025-11", "cumulative"),
        ("On 3 February four Cubans were killed and six captured.", "2026-02-03", "flow"),
        ("On 3 February: four Cubans killed, six captured.", "../2026-02-03", "cumulative"),
        ("On 3 February four Cubans had been killed.", "../2026-02-03", "cumulative"),
        ("Four Cubans had been killed on 3 February.", "2026-02-03", "flow"),
        ("In January the number of dead Cubans reached 40.", "../2026-01", "cumulative"),
        ("A total of 40 Cubans enlisted in January.", "2026-01", "flow"),
    ],
)  # fmt: skip
def test_a_period_is_told_of_the_count_or_of_the_saying(text: str, period: str, kind: str) -> None:
    found = read(text).figures[0]
    assert (found.period, found.kind) == (period, kind)


@pytest.mark.parametrize(
    ("text", "claimant", "organisation", "relayed_by"),
    [
        (
            "Kenya's foreign minister, Musalia Mudavadi, said 200 Kenyans had enlisted.",
            "Musalia Mudavadi", "Ministry of Foreign and Diaspora Affairs (Kenya)", None,
        ),
        (
            "“We know of 200 Kenyans who enlisted,” said Musalia Mudavadi.",
            "Musalia Mudavadi", "Ministry of Foreign and Diaspora Affairs (Kenya)", None,
        ),
        (
            "Over 200 Kenyans have enlisted, according to Ukraine's military intelligence.",
            "Main Directorate of Intelligence of Ukraine",
            "Main Directorate of Intelligence of Ukraine", None,
        ),
        (
            "Petro Yatsenko told Reuters that 200 Kenyans had enlisted.",
            "Petro Yatsenko",
            "Coordination Headquarters for the Treatment of Prisoners of War", "Reuters",
        ),
        (
            "By the count of Mediazona 200 Kenyans have enlisted.",
            "Mediazona", "Mediazona", None,
        ),
        ("Some 200 Kenyans have enlisted.", None, None, None),
    ],
)  # fmt: skip
def test_the_speaker_stands_before_or_after_and_an_outlet_may_stand_between(
    text: str, claimant: str | None, organisation: str | None, relayed_by: str | None
) -> None:
    found = read(text).figures[0]
    assert (found.claimant, found.claimant_org, found.relayed_by) == (
        claimant,
        organisation,
        relayed_by,
    )


def test_short_forms_and_pronouns_lead_back_to_the_full_name() -> None:
    text = (
        "Randhir Jaiswal, spokesperson of India's foreign ministry, met the press on Friday. "
        "He said 126 Indians had been recruited. Twelve have died, Jaiswal added."
    )
    assert {f.claimant for f in read(text).figures} == {"Randhir Jaiswal"}
    assert [a.name for a in read(text).actors if a.kind == "person"] == ["Randhir Jaiswal"]


def test_an_office_is_spoken_for_by_whom_held_it_on_the_day() -> None:
    text = "Oleh Ivashchenko said 150 foreigners had been recruited."
    before = extract(Article(text=text, published_on="2025-12-28")).figures[0]
    after = extract(Article(text=text, published_on="2026-02-01")).figures[0]
    assert before.claimant_org == "Foreign Intelligence Service of Ukraine"
    assert after.claimant_org == "Main Directorate of Intelligence of Ukraine"


def test_a_name_of_the_registry_is_no_body_of_the_nearest_country() -> None:
    text = "300 North Koreans had died, according to the National Intelligence Service."
    assert figure(text, "300").claimant == "National Intelligence Service (South Korea)"


def test_the_side_is_told_by_the_army() -> None:
    text = "Some 300 Colombians have been killed fighting for Ukraine."
    assert figure(text, "Some 300").side == "UA"
    assert figure("Some 300 Colombians died in both armies.", "Some 300").side == "both"


@pytest.mark.parametrize(
    ("text", "event_type", "status", "date", "place"),
    [
        ("Kenya deported Mikhail Lyapin on 26 September.", "deportation", "completed", "2025-09-26", "KEN"),
        ("Iraq will form a commission to investigate.", "commission_formed", "planned", "2026-02-20/..", "IRQ"),
        ("Eleven Ugandans were flown home on Wednesday.", "repatriation", "completed", "2026-02-18", "UGA"),
        ("Jordan summoned the Russian ambassador on 27 November.", "protest_lodged", "completed", "2025-11-27", "JOR"),
        ("A court in Tashkent jailed an Uzbek man for five years.", "conviction", "completed", "../2026-02-20", "UZB"),
    ],
)  # fmt: skip
def test_an_event_has_type_status_day_and_place(
    text: str, event_type: str, status: str, date: str, place: str
) -> None:
    found = event(text, event_type)
    assert (found.status, found.date, found.place) == (status, date, place)


@pytest.mark.parametrize(
    ("text", "event_type", "status"),
    [
        ("Jordan forbids its citizens from fighting abroad.", "enlistment_banned", "completed"),
        ("Police in Nairobi took a suspected recruiter into custody on Thursday.", "arrest", "completed"),
        ("Kazakh security service detains returnee from Donbas.", "arrest", "completed"),
        ("Two brokers were apprehended at Colombo airport on Saturday.", "arrest", "completed"),
        ("The detention of a broker in Osh was reported on 12 January.", "arrest", "completed"),
        ("Togo's prosecutor orders inquiry into scholarship network.", "inquiry_opened", "ongoing"),
        ("Kenya's police have opened an investigation into the agency.", "inquiry_opened", "ongoing"),
        ("India's Central Bureau of Investigation is probing visa firms.", "inquiry_opened", "ongoing"),
        ("Sri Lanka forms team to find veterans in Russia.", "commission_formed", "completed"),
        ("Baghdad charged a committee of four ministries with the file.", "commission_formed", "completed"),
        ("Uzbekistan to amend criminal code on mercenaries.", "law_changed", "planned"),
        ("Canada is to penalise firms that ship labour to Alabuga.", "sanctions_imposed", "planned"),
        ("Ukraine sanctions recruiters of Cubans.", "sanctions_imposed", "completed"),
        ("Uzbekistan extradited a recruiter to Ukraine on 3 February.", "deportation", "completed"),
        ("The expulsion of a Russian attaché was ordered by Accra on Monday.", "deportation", "completed"),
        ("The consultant was declared persona non grata by Accra on Monday.", "deportation", "completed"),
        ("FSB officers search offices of migrant aid group.", "raid", "completed"),
        ("North Korea to dispatch military engineers to Russia.", "deployment", "planned"),
        ("Russian passports were handed to 20 Nepali fighters on Monday.", "citizenship_changed", "completed"),
        ("The licence of the travel firm was withdrawn by the authorities on Monday.", "agency_closed", "completed"),
        ("Zelensky offers to swap North Koreans for Ukrainians.", "prisoner_exchange", "planned"),
        ("Ghana protests to Moscow over recruitment of its citizens.", "protest_lodged", "completed"),
        ("Kathmandu has conveyed its concern in a note verbale.", "protest_lodged", "completed"),
        ("Vladimir Putin and Cyril Ramaphosa spoke on the telephone on 10 February.", "talks_held", "completed"),
        ("Oleh Ivashchenko was put at the head of military intelligence on 2 January.", "leadership_change", "completed"),
        ("The family of a Ghanaian recruit was told of his death on 5 February.", "death_confirmed", "completed"),
        ("Families take South African government to court over stranded men.", "lawsuit_filed", "ongoing"),
    ],
)  # fmt: skip
def test_an_act_is_told_by_kinds_of_verbs_and_things_active_passive_or_as_a_noun(
    text: str, event_type: str, status: str
) -> None:
    assert event(text, event_type).status == status


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("arrest", ["arrest", "arrests", "arrested", "arresting"]),
        ("seize", ["seize", "seizes", "seized", "seizing"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("dispatch", ["dispatch", "dispatches", "dispatched", "dispatching"]),
        ("take over", ["take over", "takes over", "took over", "taken over", "taking over"]),
    ],
)
def test_a_verb_of_the_pack_is_read_in_all_its_forms(verb: str, forms: list[str]) -> None:
    rules = load_pack("en").settings["events"]["inflection"]
    assert inflected(verb, rules["endings"], rules["irregular"]) == forms


@pytest.mark.parametrize(
    "text",
    [
        "The recruiter, who was arrested last year, had worked in Dubai.",
        "Those arrested face up to ten years.",
        "The government could arrest recruiters.",
        "Kyiv did not swap the prisoners.",
        "Nepal's police were unable to detain the broker.",
        "Analysts believe that sanctions hurt Russia's economy.",
        "The Institute for the Study of War is based in Washington.",
        "The law of 1999 has 27 articles.",
        "A lawyer in Accra reads contracts for nothing.",
        "The commission's chairman is a lawyer.",
    ],
)
def test_background_and_what_is_wished_feared_or_undone_is_no_event(text: str) -> None:
    assert read(text).events == ()


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("Some 50 Indians have still not been let go by the army.", "Some 50", "awaiting_return"),
        ("So far 45 contracts of Indians have been annulled.", "45", "discharged"),
        ("Some 60 Sri Lankans have been killed or have vanished.", "Some 60", "killed_or_missing"),
        ("The Cubans got two weeks of training.", "two", "training_time"),
        ("Mercenaries risk 15 years behind bars.", "15", "sentence_maximum"),
        ("Men from 36 countries may no longer be enlisted.", "36", "countries_on_stop_list"),
        ("Another 25,000 North Koreans are expected at the front.", "25,000", "deployment_planned"),
        ("The army has dismissed 85 Indians from its ranks.", "85", "discharged"),
        ("Russia has set itself the aim of hiring 5,000 Africans.", "5,000", "recruitment_target"),
        ("Police say 25 victims were lured by the ring.", "25", "trafficked"),
        ("A prosecutor in Seoul has brought four men to trial.", "four", "charged"),
        ("Since January five Cubans have given themselves up.", "five", "captured"),
    ],
)  # fmt: skip
def test_a_longer_phrase_and_what_the_number_is_of_tell_the_measure(
    text: str, value: str, measure: str
) -> None:
    found = [f for f in read(text).figures if value in text[slice(*f.value_span)]]
    assert [f.measure for f in found] == [measure]


def test_a_dated_statement_of_figures_is_an_event_with_its_speaker() -> None:
    text = "On 7 November Andrii Sybiha said that 1,436 Africans were fighting for Russia."
    found = event(text, "figures_stated")
    assert found.date == "2025-11-07"
    assert [(p.name, p.role) for p in found.participants] == [("Andrii Sybiha", "speaker")]


def test_qualitative_claims_carry_topic_value_and_speaker() -> None:
    text = "People go for the money and to get out of a prison cell, said Oleh Ivashchenko."
    found = {(s.topic, s.value, s.claimant) for s in read(text).statements}
    assert ("motive", "pay", "Oleh Ivashchenko") in found
    assert ("motive", "amnesty", "Oleh Ivashchenko") in found


def test_masked_text_is_no_evidence_and_moves_no_offset() -> None:
    text = "Also read: 99 Kenyans killed in Donbas. At least 55 Ghanaians were killed."
    masked = ((0, 39),)
    found = extract(Article(text=text, published_on=PUBLISHED, masked=masked))
    assert [text[slice(*f.value_span)] for f in found.figures] == ["At least 55"]
    assert all(f.quote_span[0] >= 39 for f in found.figures)
    assert extract(Article(text=text, published_on=PUBLISHED)).figures != found.figures


def test_offsets_count_code_points_after_emoji_and_accents() -> None:
    text = "🇹🇯❗️ Yaoundé: 94 Cameroonians are dead."
    found = read(text).figures[0]
    assert text[slice(*found.value_span)] == "94"
    assert text[slice(*found.quote_span)].endswith("94 Cameroonians are dead.")


def test_the_same_article_gives_the_same_extraction() -> None:
    text = "Kyiv says 163 Chinese are serving. Two were captured in April, Volodymyr Zelensky said."
    assert read(text) == read(text)


def test_a_language_without_a_pack_is_a_message() -> None:
    with pytest.raises(MusterError, match="found an article in 'tlh', expected a language of"):
        extract(Article(text="Qapla'", language="tlh"))


def test_a_regional_language_reads_with_its_language() -> None:
    assert extract(Article(text="Two Kenyans were killed.", language="en-GB")).figures


def test_a_summary_tells_the_claim_without_a_word_of_the_article_or_a_name() -> None:
    text = "Ablakwa told parliament that at least 55 Ghanaians were killed."
    found = read(text)
    assert summary(found.figures[0]) == "Of Ghana: At least 55 dead"
    claims: list[Figure | Event] = [*found.figures, *found.events]
    assert all("Ablakwa" not in summary(claim) for claim in claims)


def test_sentences_end_at_stops_but_not_after_abbreviations_numbers_or_inside_quotations() -> None:
    text = "1. On Feb. 10 Mr. Li spoke. “No.” he said. It was U.S. aid! 2. New line\nEnd"
    found = [text[slice(*span)] for span in sentences(text, frozenset({"Feb", "Mr"}))]
    assert found == [
        "1. On Feb. 10 Mr. Li spoke.",
        "“No.” he said.",
        "It was U.S. aid!",
        "2. New line",
        "End",
    ]


@pytest.mark.parametrize(
    "unit",
    ["more than 5 Kenyans killed ", "Kenya Moscow Reuters said ", "1, ", "“said” ", "Aa Bb "],
)
def test_time_grows_with_the_length_of_a_text_not_faster(unit: str) -> None:
    def seconds(repeats: int) -> float:
        begun = time.process_time()
        read(unit * repeats)
        return time.process_time() - begun

    read(unit)
    short, long = seconds(500), seconds(2000)
    assert long < 4 * 3 * max(short, 0.05)


WORDS = st.sampled_from(
    ["more", "than", "150", "of", "the", "Kenyans", "killed", ",", ".", "said", "“", "”", ";", "Kyiv", "its", "citizens", "$2,000", "a", "month", "25%", "Ministry", "of", "Foreign", "Affairs", "3", "May", "2025", "another", "dozen", "(", "", ")", "\n", "🇹🇯", "é", "life", "imprisonment", "who", "in"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join)))
def test_no_text_breaks_the_engine_and_no_span_leaves_the_text(text: str) -> None:
    found = read(text)
    spans = [figure.value_span for figure in found.figures]
    spans += [figure.quote_span for figure in found.figures]
    spans += [event.quote_span for event in found.events]
    spans += [statement.quote_span for statement in found.statements]
    spans += [actor.span for actor in found.actors]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(text[slice(*actor.span)] == actor.name for actor in found.actors)
    for item in found.figures:
        assert item.quote_span[0] <= item.value_span[0] < item.value_span[1] <= item.quote_span[1]


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, min_size=5, max_size=40).map(" ".join), st.integers(0, 40))
def test_masking_takes_claims_away_but_never_touches_what_is_masked(text: str, start: int) -> None:
    end = min(len(text), start + 25)
    found = extract(replace(Article(text=text, published_on=PUBLISHED), masked=((start, end),)))
    for item in found.figures:
        assert item.value_span[1] <= start or item.value_span[0] >= end


@pytest.mark.parametrize(
    ("text", "value", "claimant"),
    [
        (  # who stands after the last comma tells all before it
            "Kenya has confirmed that 38 Kenyans were recruited, spokesperson Jane Otieno said.",
            "38", "Jane Otieno",
        ),
        (
            "KYIV (Reuters) - Ukraine is holding 14 foreign fighters, the Foreign Ministry of "
            "Ukraine said.",
            "14", "Ministry of Foreign Affairs of Ukraine",
        ),
        (  # whom one tells does not speak
            'Anna Melnyk, the agency\'s spokeswoman, told Reuters: "14 Kenyans are missing."',
            "14", "Anna Melnyk",
        ),
        (
            "According to Kritu Tamang, who leads the families, 40 Nepalis were killed.",
            "40", "Kritu Tamang",
        ),
        (
            'Thierry Duval of the Royal Institute says 40 Kenyans were recruited.',
            "40", "Thierry Duval",
        ),
        (
            '"Two Kenyans were killed," said the head of the union of families, Marie Ngo.',
            "Two", "Marie Ngo",
        ),
        (
            "Lawmaker Lee Seong-kweun met reporters. Lee said 40 Kenyans were killed.",
            "40", "Lee Seong-kweun",
        ),
        (  # an office takes up its holder, not the last to speak
            "Foreign Minister Hugo Paz said little. Lawyer Ana Ruiz said more. The minister said "
            "40 Peruvians were killed.",
            "40", "Hugo Paz",
        ),
        (  # the nameless go on too
            "Minister Hugo Paz said little. A senior officer of the Kenya Police said more. The "
            "officer said 40 Peruvians were killed.",
            "40", "senior officer",
        ),
        (  # who gave a number by which another argues
            "Minister Hugo Paz spoke of 40 Kenyans at the front, a number that the Kenya Police "
            "had made public.",
            "40", "Kenya Police Service",
        ),
        ("Mediazona, which keeps a tally, has 321 dead Kenyans.", "321", "Mediazona"),
        ("Andrii Sybiha: 40 Kenyans were killed.", "40", "Andrii Sybiha"),
        (
            "Solidarity Kisumu, a Nairobi group, has documented 64 Kenyans who were recruited.",
            "64", "Solidarity Kisumu",
        ),
        ("Alassane, 31, from Dakar, said 40 Senegalese were killed.", "40", "Alassane"),
        ("Recruits said 40 Kenyans were killed.", "40", "recruits"),
        (  # a paragraph without a speaker is told by the article, unless it goes on in ellipsis
            "Minister Hugo Paz said 12 Peruvians were killed.\n\nLast week 40 Kenyans were captured "
            "near Pokrovsk.",
            "40", None,
        ),
        (
            "Minister Hugo Paz said 12 Peruvians were killed.\n\nFor Kenya the number is 40.",
            "40", "Hugo Paz",
        ),
        ("The numbers are far from what Nairobi announces: 40 Kenyans were killed.", "40", None),
        ("Police in Accra were busy. They arrested 4 recruiters.", "4", None),
    ],
)  # fmt: skip
def test_a_figure_belongs_to_who_tells_it(text: str, value: str, claimant: str | None) -> None:
    assert figure(text, value).claimant == claimant


@pytest.mark.parametrize(
    ("text", "value", "period", "kind"),
    [
        ("In January and February, 12 Kenyans were captured.", "12", "2026-01/2026-02", "flow"),
        ("Last year 12 Kenyans were killed, more than in 2024.", "12", "2025", "flow"),
        ("Since the start of the year 12 Kenyans were killed.", "12", "2026-01/2026-02-20",
         "cumulative"),
        ("From the start of the full-scale war until 1 December 2025, 12 Kenyans were captured.",
         "12", "2022-02/2025-12-01", "cumulative"),
        ("Last year Mediazona counted: 12 Kenyans from 3 countries were killed between May 2023 "
         "and May 2024.", "12", "2023-05/2024-05", "flow"),
        ("Kenya's embassy had said on 7 May 2025 that 9 Kenyans were killed. The embassy now says "
         "12 Kenyans were captured.", "12", "../2026-02-20", "cumulative"),
        ("Two Kenyans were captured in January. There are 12 Kenyans currently in captivity.",
         "12", "2026-02-20", "stock"),
        ("Since the first convoy arrived in October 2024, 12 Kenyans have been deployed.",
         "12", "2024-10/2026-02-20", "cumulative"),
        ("In the first half of the year 12 Kenyans were killed.", "12", "2026-01/2026-06", "flow"),
        ("During the fourth quarter 12 Kenyans were killed.", "12", "2025-10/2025-12", "flow"),
        ("Police said on Monday that they had arrested 12 recruiters the same day.",
         "12", "2026-02-16", "flow"),
        ("Police arrested 12 recruiters in December, in January nine.", "12", "2025-12", "flow"),
        ("Minister Hugo Paz said on Sunday that 9 Peruvians were killed. The Kenya Police confirms "
         "12 Kenyans killed.", "12", "../2026-02-20", "cumulative"),
        ("On 15 January parliament heard that 12 Kenyans had been killed.",
         "12", "../2026-01-15", "cumulative"),
        ("The agency's 13 January estimate was 12 Kenyans killed.",
         "12", "../2026-01-13", "cumulative"),
        ("On 13 January the figures were 12 Kenyans killed and 20 wounded.",
         "20", "../2026-01-13", "cumulative"),
        ("The 2025 list gives 12 Kenyans killed.", "12", "../2025", "cumulative"),
        ("On 13 January a strike saw 12 Kenyans killed.", "12", "2026-01-13", "flow"),
        ("On 13 January 12 Kenyans were killed.", "12", "2026-01-13", "flow"),
        ("On 8 January Hugo Paz spoke of 12 Kenyans killed; on 15 January, of more.",
         "12", "../2026-01-08", "cumulative"),
        ("Fifteen Kenyans were recruited in December for the Russian army, Hugo Paz said.",
         "Fifteen", "2025-12", "flow"),
        ("Russia named 36 states off limits in January. This month another 12 were added.",
         "another 12", "2026-02", "flow"),
    ],
)  # fmt: skip
def test_a_date_is_of_the_count_of_the_saying_or_of_what_it_is_held_against(
    text: str, value: str, period: str, kind: str
) -> None:
    found = figure(text, value)
    assert (found.period, found.kind) == (period, kind)


def test_what_the_outlet_counted_is_its_own_claim_outside_quotations() -> None:
    ours, quoted = "We counted 40 Kenyans killed.", 'Hugo Paz said: "We counted 40 Kenyans killed."'
    claimants = [
        extract(Article(text=text, published_on=PUBLISHED, outlet="Harbour Daily")).figures
        for text in (ours, quoted)
    ]
    assert [found[0].claimant for found in claimants] == ["Harbour Daily", "Hugo Paz"]


def test_a_price_is_not_of_the_day_on_which_those_paid_were_captured() -> None:
    text = "Kenyans captured last summer were paid $2,000 a month."
    assert figure(text, "$2,000").period is None


def test_an_answer_to_parliament_speaks_for_the_minister_on_its_day() -> None:
    text = (
        "RAJYA SABHA\n\nUNSTARRED QUESTION\n\nANSWERED ON 14.01.2026\n\nANSWER\n\n"
        "THE MINISTER OF STATE IN THE MINISTRY OF EXTERNAL AFFAIRS OF INDIA\n\n"
        "(SHRI RAVI MENON)\n\nAs per information, 202 Indians have been recruited. Talks go on."
    )
    found = figure(text, "202")
    assert (found.claimant, found.period) == ("Ravi Menon", "../2026-01-14")
    assert found.claimant_org == "Ministry of External Affairs of India"


def test_who_puts_a_question_to_parliament_does_not_answer_it() -> None:
    text = (
        "RAJYA SABHA\n\nQUESTION NO. 77: INDIANS IN THE RUSSIAN ARMY\n\n14 January 2026\n\n"
        "77. SHRI ANIL DESAI:\n\nWill the Minister of EXTERNAL AFFAIRS be pleased to state their "
        "number?\n\nTHE MINISTER OF STATE IN THE MINISTRY OF EXTERNAL AFFAIRS OF INDIA (SHRI RAVI "
        "MENON): 202 Indians have been recruited. The Ministry knows of 26 killed."
    )
    assert {f.claimant for f in read(text).figures} == {"Ravi Menon"}
