using Weir.Detection.Features;
using Weir.Detection.Urls;
using Weir.Learning.Linear;

namespace Weir.Detection.Reasons;

/// <summary>Finds the piece of the address to which the text model gives most weight.</summary>
internal sealed class TextTerms(HashedLogistic text)
{
    /// <summary>The wording of the address, with its most telling piece.</summary>
    public string Sentence(in UrlSubject s, bool accuses)
    {
        var piece = Strongest(s, accuses);
        var quoted = piece.Length == 0 ? "" : $" ('{Defang.Defanged(piece)}')";
        return accuses ? $"the wording of the address resembles known phishing{quoted}" : $"the wording of the address resembles ordinary sites{quoted}";
    }

    /// <summary>The word of host or path whose characters carry the largest weight of that sign.</summary>
    private string Strongest(in UrlSubject s, bool accuses)
    {
        ReadOnlySpan<char> best = default;
        var most = 0.0;
        Look(s.Host, TextHasher.HostSeed, accuses, ref best, ref most);
        Look(s.Path[..Math.Min(s.Path.Length, TextHasher.MaxTail)], TextHasher.PathSeed, accuses, ref best, ref most);
        Look(s.Query[..Math.Min(s.Query.Length, TextHasher.MaxTail)], TextHasher.QuerySeed, accuses, ref best, ref most);
        return best.ToString();
    }

    private void Look(ReadOnlySpan<char> part, ulong seed, bool accuses, ref ReadOnlySpan<char> best, ref double most)
    {
        Span<uint> indices = stackalloc uint[TextHasher.MaxWordIndices];
        foreach (var range in part.SplitAny("./-_?&=%+~"))
        {
            var word = part[range];
            if (word.Length is < 2 or > TextHasher.MaxWord) continue;
            var sum = 0.0;
            foreach (var index in indices[..TextHasher.WriteWord(word, seed, indices)]) sum += text.Weight(index);
            var signed = accuses ? sum : -sum;
            if (!(signed > most)) continue;
            best = word;
            most = signed;
        }
    }
}
