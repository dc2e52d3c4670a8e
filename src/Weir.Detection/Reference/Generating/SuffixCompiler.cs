using System.Globalization;
using System.Runtime.InteropServices;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference.Generating;

/// <summary>Compiles the text of public_suffix_list.dat into hashes and flags, parent domains included.</summary>
internal static class SuffixCompiler
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>The compiled list. Unreadable rules are left out; a text without both sections is refused.</summary>
    /// <exception cref="ReferenceFileException">The text is not a public suffix list.</exception>
    public static ReferenceFile Compile(IEnumerable<string> lines, string source, DateOnly date)
    {
        var flags = new SortedDictionary<ulong, SuffixFlags>();
        bool isPrivate = false;
        int rules = 0;
        foreach (string line in lines)
        {
            isPrivate |= line.Contains("===BEGIN PRIVATE DOMAINS===", StringComparison.Ordinal);
            string rule = line.Split(' ', '\t')[0].Trim();
            if (rule.Length == 0 || rule.StartsWith("//", StringComparison.Ordinal)) continue;
            if (Add(flags, rule, isPrivate)) rules++;
        }
        if (rules < 1000 || !isPrivate) throw new ReferenceFileException($"{source} is not a whole public suffix list ({rules} rules).");
        byte[] hashes = MemoryMarshal.AsBytes(flags.Keys.ToArray().AsSpan()).ToArray();
        byte[] payload = [.. hashes, .. flags.Values.Select(f => (byte)f)];
        return new ReferenceFile(ListNames.Suffixes, source, date, rules, payload);
    }

    private static bool Add(SortedDictionary<ulong, SuffixFlags> flags, string rule, bool isPrivate)
    {
        SuffixFlags kind = isPrivate ? SuffixFlags.PrivateRule : SuffixFlags.Rule;
        if (rule.StartsWith("*.", StringComparison.Ordinal))
            (rule, kind) = (rule[2..], isPrivate ? SuffixFlags.PrivateWildcard : SuffixFlags.Wildcard);
        else if (rule[0] == '!')
            (rule, kind) = (rule[1..], isPrivate ? SuffixFlags.PrivateException : SuffixFlags.Exception);
        if (Ascii(rule) is not { } domain) return false;
        Or(flags, domain, kind);
        for (int dot = domain.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = domain.IndexOf('.', dot + 1))
            Or(flags, domain[(dot + 1)..], SuffixFlags.Deeper);
        return true;
    }

    private static void Or(SortedDictionary<ulong, SuffixFlags> flags, string domain, SuffixFlags kind)
    {
        ulong hash = HostHash.Of(domain);
        flags[hash] = flags.GetValueOrDefault(hash) | kind;
    }

    private static string? Ascii(string rule)
    {
        try
        {
            return Idn.GetAscii(rule.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
