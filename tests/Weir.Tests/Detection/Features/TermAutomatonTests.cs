using Weir.Detection.Features;
using Xunit;

namespace Weir.Tests.Detection.Features;

public sealed class TermAutomatonTests
{
    [Fact]
    public void Finds_at_each_place_the_longest_term_that_ends_there()
    {
        var random = new Random(3);
        for (var round = 0; round < 60; round++)
        {
            var terms = Enumerable.Range(0, 12).Select(i => (Term: Text(random, 1 + random.Next(5)), Value: i + 1)).DistinctBy(t => t.Term).ToArray();
            var automaton = new TermAutomaton(terms);
            var (text, state) = (Text(random, 60), 0);
            for (var i = 0; i < text.Length; i++)
            {
                var plain = terms.Where(t => text[..(i + 1)].EndsWith(t.Term, StringComparison.Ordinal)).OrderByDescending(t => t.Term.Length).FirstOrDefault();
                Assert.Equal((plain.Value, plain.Term?.Length ?? 0), automaton.Term(automaton.Step(ref state, text[i])));
            }
        }
    }

    [Fact]
    public void Of_two_equal_terms_the_first_is_told()
    {
        var automaton = new TermAutomaton([("ab", 1), ("ab", 2)]);
        var state = 0;
        automaton.Step(ref state, 'a');
        Assert.Equal(1, automaton.Term(automaton.Step(ref state, 'b')).Value);
    }

    [Fact]
    public void Several_sets_find_what_each_finds_alone()
    {
        var random = new Random(9);
        for (var round = 0; round < 40; round++)
        {
            (string Term, int Value)[][] sets = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 8).Select(i => (Text(random, 1 + random.Next(5)), i + 1)).ToArray())];
            var together = new TermAutomaton([.. sets]);
            var alone = sets.Select(set => new TermAutomaton(set)).ToArray();
            var (text, state, states) = (Text(random, 80), 0, new int[3]);
            foreach (var c in text)
            {
                var isFound = together.Move(ref state, c);
                for (var set = 0; set < 3; set++)
                {
                    var expected = alone[set].Term(alone[set].Step(ref states[set], c));
                    Assert.Equal(expected, together.Term(together.Found(state, set)));
                    Assert.True(isFound || expected == default);
                }
            }
        }
    }

    [Fact]
    public void Letters_outside_ascii_are_no_letters_of_a_term()
    {
        var automaton = new TermAutomaton([("ab", 1)]);
        var state = 0;
        automaton.Step(ref state, (char)('a' + 0x100));
        Assert.Equal(0, automaton.Step(ref state, 'b'));
    }

    private static string Text(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abc1"[random.Next(4)]));
}
