"""Similar examples: by concern and by word, with the spread of what was decided and never what came later."""

from dataclasses import fields

from lintel.oversight.alike.similar import Example, most_similar, rarities, weighed, words_of

LIBRARY = [
    Example(pk=1, text="Bruise on the cheek of a baby who cannot roll", concerns=frozenset({"physical"}), level=4),
    Example(pk=2, text="Bruises on a toddler's shin after a fall", concerns=frozenset({"physical"}), level=2),
    Example(pk=3, text="Child hungry at school, dirty clothes, cold house", concerns=frozenset({"neglect"}), level=3),
    Example(pk=4, text="Hungry children, no food in the house", concerns=frozenset({"neglect"}), level=4),
    Example(pk=5, text="Parents argue about contact", concerns=frozenset({"dispute"}), level=1),
]


def test_the_most_similar_come_first_and_the_unlike_not_at_all():
    found = most_similar("A bruise on a baby’s cheek", frozenset({"physical"}), LIBRARY)

    assert [each.example.pk for each in found] == [1, 2]
    assert found[0].likeness > found[1].likeness
    assert found[0].words[:3] == ("baby", "cheek", "bruise")
    assert found[0].concerns == ("physical",)


def test_words_alone_and_concerns_alone_are_enough():
    assert [each.example.pk for each in most_similar("hungry", frozenset(), LIBRARY)] == [4, 3]
    assert {each.example.pk for each in most_similar("", frozenset({"neglect"}), LIBRARY)} == {3, 4}


def test_no_more_than_ten_are_shown():
    many = [Example(pk=pk, text="hungry", concerns=frozenset(), level=2) for pk in range(30)]

    assert len(most_similar("hungry", frozenset(), many)) == 10


def test_what_became_of_the_child_is_nowhere():
    assert {field.name for field in fields(Example)} == {"pk", "text", "concerns", "level", "rationale"}


def test_a_word_in_every_text_tells_less_than_a_rare_one():
    rarity = rarities(["child hungry", "child cold", "child alone"])

    assert rarity["hungry"] > rarity["child"]
    assert abs(sum(value**2 for value in weighed("child hungry", rarity).values()) - 1) < 1e-9
    assert weighed("", rarity) == {}
    assert words_of("The child's bruises and bruise") == ["child", "bruise", "bruise"]
