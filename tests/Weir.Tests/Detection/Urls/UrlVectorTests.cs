using System.Text.Json;
using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Urls;

/// <summary>Inputs with the serialisation that the URL standard gives them (null = failure), made with a reference implementation.</summary>
public sealed class UrlVectorTests
{
    [Fact]
    public void Every_vector_with_a_scheme_reads_as_in_the_standard()
    {
        var scratch = new UrlScratch();
        var wrong = new List<string>();
        foreach (var (input, expected) in Vectors())
        {
            var read = UrlParser.TryParse(input, scratch, out var url, out _);
            if (read && url.Marks.HasFlag(UrlMarks.SchemeAssumed))
                continue;
            var href = read ? url.Href.ToString() : null;
            if (href != expected)
                wrong.Add($"{JsonSerializer.Serialize(input)}: {href ?? "failure"}, expected {expected ?? "failure"}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Reading_a_serialisation_again_changes_nothing()
    {
        var scratch = new UrlScratch();
        foreach (var (input, _) in Vectors())
        {
            if (!UrlParser.TryParse(input, scratch, out var url, out _))
                continue;
            var href = url.Href.ToString();
            Assert.True(UrlParser.TryParse(href, scratch, out url, out var error), $"{href}: {error}");
            Assert.Equal(href, url.Href.ToString());
        }
    }

    [Fact]
    public void Mutated_text_never_throws_and_stays_the_same_when_read_again()
    {
        var random = new Random(4711);
        var scratch = new UrlScratch();
        var vectors = Vectors();
        for (var round = 0; round < 20_000; round++)
        {
            var (a, b) = (vectors[random.Next(vectors.Count)].Input, vectors[random.Next(vectors.Count)].Input);
            var text = a[..random.Next(a.Length + 1)] + (char)random.Next(0x10000) + b[random.Next(b.Length + 1)..];
            if (!UrlParser.TryParse(text, scratch, out var url, out _))
                continue;
            var (href, key) = (url.Href.ToString(), CanonicalUrl.Of(url));
            Assert.True(UrlParser.TryParse(href, scratch, out url, out _), href);
            Assert.Equal(href, url.Href.ToString());
            Assert.Equal(key, CanonicalUrl.Of(url));
        }
    }

    [Fact]
    public void A_warm_scratch_reads_without_allocation()
    {
        string[] texts = ["https://www.example.com/a/../b?q=1#f", "http://m\u00FCnchen.example/\u00E4", "http://0x7f.1/%2e%2e/x y"];
        var scratch = new UrlScratch();
        var key = new char[4096];
        // Code that the runtime has not optimised yet boxes inside its generic span methods: rounds go on until it has.
        var allocated = long.MaxValue;
        for (var round = 0; round < 20_000 && allocated != 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                ReadAll(texts, scratch, key);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, allocated);
    }

    private static void ReadAll(string[] texts, UrlScratch scratch, char[] key)
    {
        foreach (var text in texts)
        {
            if (UrlParser.TryParse(text, scratch, out var url, out _))
                CanonicalUrl.Write(url, key);
        }
    }

    private static List<(string Input, string? Href)> Vectors()
    {
        using var stream = typeof(UrlVectorTests).Assembly.GetManifestResourceStream("url-vectors.jsonl")!;
        using var reader = new StreamReader(stream);
        var rows = new List<(string, string?)>();
        while (reader.ReadLine() is { } line)
            rows.Add(Row(line));
        return rows;
    }

    private static (string Input, string? Href) Row(string line)
    {
        using var row = JsonDocument.Parse(line);
        return (row.RootElement[0].GetString()!, row.RootElement[1].GetString());
    }
}
