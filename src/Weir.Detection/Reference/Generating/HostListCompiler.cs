using System.Runtime.InteropServices;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference.Generating;

/// <summary>Compiles a list of domains into sorted hashes, without the reviewed exclusions.</summary>
internal static class HostListCompiler
{
    /// <summary>The compiled list; lines that name no domain are passed over.</summary>
    public static ReferenceFile Compile(string name, IEnumerable<string> lines, IReadOnlySet<string> excluded, string source, DateOnly date)
    {
        var domains = lines.Select(DomainLines.Clean).OfType<string>().Where(domain => !excluded.Contains(domain)).ToHashSet();
        if (domains.Count == 0) throw new ReferenceFileException($"{source} names no domain, so the list {name} would be empty.");
        ulong[] hashes = [.. domains.Select(domain => HostHash.Of(domain)).Order()];
        return new ReferenceFile(name, source, date, domains.Count, MemoryMarshal.AsBytes(hashes.AsSpan()).ToArray());
    }
}
