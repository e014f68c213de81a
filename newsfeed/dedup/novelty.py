"""Decide whether a paragraph says anything that its sources do not.

The length of the uncovered rest does not count, only its content: function words, attributions, pointers to other pages
and words that the sources use elsewhere say nothing new; a figure, a date, a name, a negation or a clause of its own
does. :data:`RULES` lists the rules of :mod:`newsfeed.dedup.rules` in the order in which they are applied; the first
that objects decides. Each is a pure function of a :class:`~newsfeed.dedup.comparison.Comparison`, and every decision
can be explained from the two texts.
"""

from __future__ import annotations

from collections.abc import Callable

from newsfeed.dedup.comparison import Comparison
from newsfeed.dedup.reasons import Reason
from newsfeed.dedup.rules.added import (
    a_clause_is_new,
    a_foreign_word_is_new,
    a_name_of_an_organisation_is_longer,
    a_run_is_new,
    a_sentence_ends_with_news,
    a_sentence_is_new,
    a_superlative_is_added,
    an_item_is_listed_besides,
    another_place_is_added,
    something_is_listed_besides,
)
from newsfeed.dedup.rules.certainty import (
    a_condition_is_left_out,
    a_fact_is_told_as_alleged,
    a_limit_differs,
    a_plan_is_told_as_done,
    what_is_alleged_is_told_as_fact,
    what_was_done_is_planned,
)
from newsfeed.dedup.rules.contradictions import a_fact_differs, all_are_meant, the_speaker_speaks_again
from newsfeed.dedup.rules.coverage import (
    only_phrases_are_covered,
    short_text_is_not_contained,
    too_little_is_covered,
    too_many_words_are_new,
)
from newsfeed.dedup.rules.figures import (
    a_figure_counts_other_things,
    a_figure_is_left_out,
    a_figure_is_limited_otherwise,
    another_period_is_meant,
    one_is_meant_of_several,
)
from newsfeed.dedup.rules.incomplete import the_statement_is_cut_off, the_subject_is_missing
from newsfeed.dedup.rules.insertions import (
    a_name_is_added,
    a_subordinate_clause_is_added,
    a_verb_replaces_being,
    an_item_is_added,
    another_subject_goes_on,
    others_are_meant,
)
from newsfeed.dedup.rules.labels import an_item_has_another_label
from newsfeed.dedup.rules.left_out import (
    a_reservation_is_left_out,
    an_alternative_is_left_out,
    what_was_planned_has_happened,
    what_was_to_be_is_done,
)
from newsfeed.dedup.rules.mixtures import (
    a_short_text_goes_on_otherwise,
    the_person_is_of_another_source,
    two_sentences_are_joined,
    two_versions_are_mixed,
)
from newsfeed.dedup.rules.occasions import (
    a_clause_is_added,
    a_name_replaces_this,
    a_new_word_replaces_others,
    a_prefix_is_added,
    a_quotation_is_worded_otherwise,
    another_person_is_named,
    another_stage_is_told,
    another_subject_begins,
)
from newsfeed.dedup.rules.omissions import a_condition_is_missing, a_part_of_a_name_is_left_out, a_plan_has_happened
from newsfeed.dedup.rules.replaced import a_clause_replaces_another, a_word_is_exchanged, a_word_is_unknown
from newsfeed.dedup.rules.roles import (
    a_speaker_is_named,
    another_country_is_meant,
    another_office_is_held,
    another_one_leads,
    someone_is_addressed_by_name,
)
from newsfeed.dedup.rules.signs import a_formula_differs, a_hashtag_is_new, an_address_is_cut
from newsfeed.dedup.rules.titles import (
    a_title_has_new_words,
    a_title_is_worded_otherwise,
    a_title_names_another,
    another_law_is_named,
    another_title_is_named,
)

Rule = Callable[[Comparison], Reason | None]
"""A rule returns the reason why the paragraph stays, or None if it has no objection."""


def judge(compared: Comparison) -> Reason:
    """Return why a paragraph is, or is not, a duplicate of its sources."""
    for rule in SHORT_RULES if compared.is_short else RULES:
        if reason := rule(compared):
            return reason
    return "contained" if compared.is_short else "nothing new"


_SPACED_RULES: tuple[Rule, ...] = (
    what_is_alleged_is_told_as_fact,
    a_fact_is_told_as_alleged,
    a_plan_is_told_as_done,
    what_was_done_is_planned,
    a_limit_differs,
    a_condition_is_left_out,
    a_subordinate_clause_is_added,
    an_item_is_added,
    a_name_is_added,
    others_are_meant,
    another_subject_goes_on,
    a_verb_replaces_being,
)
"""The rules for texts of any length in scripts with spaces."""

SHORT_RULES: tuple[Rule, ...] = (
    the_statement_is_cut_off,
    the_subject_is_missing,
    a_formula_differs,
    short_text_is_not_contained,
    only_phrases_are_covered,
    a_fact_differs,
    a_word_is_exchanged,
    all_are_meant,
    an_address_is_cut,
    a_figure_is_left_out,
    an_alternative_is_left_out,
    what_was_to_be_is_done,
    a_title_has_new_words,
    a_title_names_another,
    a_figure_counts_other_things,
    a_figure_is_limited_otherwise,
    a_reservation_is_left_out,
    what_was_planned_has_happened,
    *_SPACED_RULES,
    two_sentences_are_joined,
    a_short_text_goes_on_otherwise,
    a_plan_has_happened,
    a_condition_is_missing,
    a_part_of_a_name_is_left_out,
    another_one_leads,
    a_speaker_is_named,
)
"""The rules for a text of fewer than :data:`SHORT_UNITS`: as every word must be covered, no frame is left out."""

RULES: tuple[Rule, ...] = (
    the_statement_is_cut_off,
    the_subject_is_missing,
    a_formula_differs,
    a_hashtag_is_new,
    too_little_is_covered,
    a_fact_differs,
    the_speaker_speaks_again,
    a_clause_replaces_another,
    a_word_is_exchanged,
    only_phrases_are_covered,
    a_word_is_unknown,
    too_many_words_are_new,
    a_title_has_new_words,
    a_title_names_another,
    a_sentence_is_new,
    two_versions_are_mixed,
    the_person_is_of_another_source,
    an_item_has_another_label,
    all_are_meant,
    an_address_is_cut,
    a_figure_is_left_out,
    an_alternative_is_left_out,
    what_was_to_be_is_done,
    something_is_listed_besides,
    another_title_is_named,
    another_place_is_added,
    a_run_is_new,
    a_clause_is_new,
    another_subject_begins,
    another_person_is_named,
    a_new_word_replaces_others,
    a_quotation_is_worded_otherwise,
    a_title_is_worded_otherwise,
    a_name_replaces_this,
    another_period_is_meant,
    one_is_meant_of_several,
    a_figure_counts_other_things,
    a_figure_is_limited_otherwise,
    a_reservation_is_left_out,
    another_stage_is_told,
    what_was_planned_has_happened,
    a_prefix_is_added,
    a_clause_is_added,
    *_SPACED_RULES,
    another_office_is_held,
    another_country_is_meant,
    another_one_leads,
    someone_is_addressed_by_name,
    a_speaker_is_named,
    a_plan_has_happened,
    a_condition_is_missing,
    a_part_of_a_name_is_left_out,
    an_item_is_listed_besides,
    a_superlative_is_added,
    a_foreign_word_is_new,
    another_law_is_named,
    a_name_of_an_organisation_is_longer,
    a_sentence_ends_with_news,
)
"""The rules for all other texts."""
