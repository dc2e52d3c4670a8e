using System.Text;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference;

/// <summary>The brands and who owns which domain.</summary>
public sealed class Brands
{
    private readonly HashIndex _owners;

    internal Brands(IReadOnlyList<Brand> all)
    {
        All = all;
        _owners = new HashIndex(all.Sum(brand => brand.Domains.Count));
        for (int i = 0; i < all.Count; i++)
            foreach (string domain in all[i].Domains)
                _owners.TryAdd(HostHash.Of(domain), i + 1);
    }

    /// <summary>All brands; an index into this list is what the lookups return.</summary>
    public IReadOnlyList<Brand> All { get; }

    /// <summary>Index of the brand that owns this registrable domain (ASCII, any case), or -1.</summary>
    public int OwnerOf(ReadOnlySpan<char> registrableDomain) => _owners.Get(HostHash.Of(registrableDomain)) - 1;

    /// <summary>The same by <see cref="HostHash"/>.</summary>
    internal int OwnerOf(ulong registrableDomain) => _owners.Get(registrableDomain) - 1;

    /// <summary>Reads the payload: UTF-8 lines of five tab-separated fields; lists inside a field are separated by spaces.</summary>
    internal static Brands Read(ReadOnlySpan<byte> payload)
    {
        string[] lines = Encoding.UTF8.GetString(payload).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Brands([.. lines.Select(ReadLine)]);
    }

    internal byte[] ToPayload()
    {
        IEnumerable<string> lines = All.Select(b => string.Join('\t',
            b.Name, b.Sector, string.Join(' ', b.Names), string.Join(' ', b.GenericNames), string.Join(' ', b.Domains)));
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static Brand ReadLine(string line)
    {
        string[] fields = line.Split('\t');
        return new Brand(fields[0], fields[1], Words(fields[2]), Words(fields[4])) { GenericNames = Words(fields[3]) };
    }

    private static string[] Words(string field) => field.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
