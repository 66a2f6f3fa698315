"""What is kept of what was worked out: as much as fits, the oldest forgotten first."""

from ui.memory import Memory


def test_a_value_is_worked_out_once_while_it_is_kept():
    memory, made = Memory(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        memory.recall(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]
    assert "b" in memory
    assert "c" not in memory


def test_values_are_forgotten_by_weight():
    memory = Memory(10, weigh=len)
    for word in ("four", "five.", "six..."):
        assert memory.recall(word, lambda word=word: word) == word
    assert "four" not in memory
    assert "five." not in memory
    assert "six..." in memory


def test_what_weighs_more_than_everything_is_kept_alone():
    memory = Memory(3, weigh=len)
    memory.recall("a", lambda: "a")
    memory.recall("long", lambda: "longer than three")
    assert "a" not in memory
    assert "long" in memory
