using Weir.Detection.Features;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Features;

public sealed class TextHasherTests
{
    [Fact]
    public void Equals_its_plain_twin()
    {
        var random = new Random(21);
        foreach (var text in Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? SomeUrls.Phishing(random) : SomeUrls.Benign(random)).Concat(
            ["http://a.test/", "http://192.0.2.1/a", $"http://{new string('a', 60)}.{new string('b', 60)}.{new string('c', 60)}.test/{new string('x', 900)}?{new string('y', 900)}"]))
        {
            var (host, path, query) = Reading.Parts(text);
            List<uint> plain = [];
            Part(host[Math.Max(0, host.Length - TextHasher.MaxHost)..], TextHasher.HostSeed, plain);
            var hostCount = plain.Count;
            Part(path[..Math.Min(path.Length, TextHasher.MaxTail)], TextHasher.PathSeed, plain);
            Part(query[..Math.Min(query.Length, TextHasher.MaxTail)], TextHasher.QuerySeed, plain);
            var row = Reading.Row(text);
            Assert.Equal(plain, row.Indices);
            Assert.Equal(hostCount, row.HostIndices);
        }
    }

    [Fact]
    public void A_word_in_the_host_and_in_the_path_are_two_things() =>
        Assert.Empty(Reading.Indices("http://login.test/").Intersect(Reading.Indices("http://zz.test/login").Skip(Reading.Row("http://zz.test/").Indices.Length)));

    [Fact]
    public void The_indices_of_a_word_stand_among_those_of_its_address()
    {
        Span<uint> of = stackalloc uint[TextHasher.MaxWordIndices];
        var count = TextHasher.WriteWord("garden", TextHasher.PathSeed, of);
        Assert.Subset(Reading.Indices("http://a.test/the/garden/gate").ToHashSet(), of[..count].ToArray().ToHashSet());
    }

    [Fact]
    public void The_longest_address_fits_the_bound()
    {
        var longest = $"http://{string.Join('.', Enumerable.Repeat("a-b-c-d-e-f", 20))}.test/{string.Concat(Enumerable.Repeat("ab/", 2000))}?{string.Concat(Enumerable.Repeat("a=b&", 2000))}";
        Assert.InRange(Reading.Indices(longest).Length, 1, TextHasher.MaxIndices);
    }

    private static void Part(string text, ulong seed, List<uint> to)
    {
        if (text.Length == 0 && seed != TextHasher.HostSeed) return;
        var framed = $"\u0001{text}\u0001";
        for (var i = 0; i < framed.Length; i++)
            for (var n = 3; n <= 5 && i + n <= framed.Length; n++) to.Add(Hash(framed.Substring(i, n), seed));
        foreach (var word in new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ').Where(word => word.Length > 1))
            to.Add(Hash(word, seed + 1));
    }

    private static uint Hash(string text, ulong seed)
    {
        const ulong multiplier = 0x9E3779B97F4A7C15;
        var hash = text.Aggregate(seed, (h, c) => unchecked((h ^ c) * multiplier));
        return (uint)(unchecked((hash ^ (hash >> 29)) * multiplier) >> 32);
    }
}
