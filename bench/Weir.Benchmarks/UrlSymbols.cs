using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Learning.Networks;
using Weir.Pipeline;

namespace Weir.Benchmarks;

/// <summary>
/// A URL as the characters of a network: no scheme, no <c>www.</c>, lower case; host, then path and query. A letter of the host
/// and the same letter of the path are two symbols. 0 is left for padding.
/// </summary>
internal static class UrlSymbols
{
    /// <summary>Different symbols.</summary>
    public const int Count = 99;
    private const int Longest = 160;
    private const int LongestHost = 64;
    private const string Known = "abcdefghijklmnopqrstuvwxyz0123456789-._~/?=&%+:;@,!$*()";
    private const byte Begin = 1;
    private const byte End = 2;
    private const byte FirstHost = 3;
    private const byte FirstTail = 43;
    private static readonly UrlFeatureReader Reader = new(ReferenceLists.Embedded);

    public static SymbolRows Read(IReadOnlyList<LabelledUrl> rows) => Read(rows, out _);

    /// <summary>Reads URLs; one that cannot be read is an empty text.</summary>
    /// <param name="rows">The URLs.</param>
    /// <param name="domains">Takes the registrable domain of each, the host where there is none.</param>
    public static SymbolRows Read(IReadOnlyList<LabelledUrl> rows, out string[] domains)
    {
        var (symbols, scratch, text) = (new SymbolRows(), new FeatureScratch(), new byte[Longest]);
        domains = new string[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            domains[i] = "";
            var length = 0;
            if (UrlParser.TryParse(rows[i].Url, scratch.Url, out var url, out _))
            {
                var subject = Reader.Subject(url, scratch);
                domains[i] = (subject.Registrable.IsEmpty ? subject.Host : subject.Registrable).ToString();
                length = Write(subject, text);
            }
            symbols.Add(text.AsSpan(0, length));
        }
        return symbols;
    }

    private static int Write(in UrlSubject s, Span<byte> to)
    {
        var at = 0;
        to[at++] = Begin;
        foreach (var c in s.Host[Math.Max(0, s.Host.Length - LongestHost)..]) to[at++] = Symbol(FirstHost, c, FirstTail - FirstHost - 1);
        to[at++] = End;
        foreach (var c in s.Path[..Math.Min(s.Path.Length, to.Length - at)]) to[at++] = Symbol(FirstTail, c, Known.Length);
        if (s.Query.IsEmpty || at == to.Length) return at;
        to[at++] = Symbol(FirstTail, '?', Known.Length);
        foreach (var c in s.Query[..Math.Min(s.Query.Length, to.Length - at)]) to[at++] = Symbol(FirstTail, c, Known.Length);
        return at;
    }

    /// <summary>The known characters up to a limit, then one symbol for every other.</summary>
    private static byte Symbol(byte first, char c, int limit)
    {
        var index = Known.IndexOf(c, StringComparison.Ordinal);
        return (byte)(first + (index >= 0 && index < limit ? index : limit));
    }
}
