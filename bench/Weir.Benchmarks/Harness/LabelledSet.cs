using System.Globalization;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Pipeline;
using Weir.Pipeline.Files;

namespace Weir.Benchmarks.Harness;

/// <summary>A file of the split: rows, labels, registrable domains as groups, and what the slices need.</summary>
internal sealed class LabelledSet
{
    private const HostTraits Shared = HostTraits.Shortener | HostTraits.FreeHosting | HostTraits.FileHost | HostTraits.DynamicDns | HostTraits.AbusedService;

    private LabelledSet(string name, IReadOnlyList<LabelledUrl> rows)
    {
        (Name, Rows) = (name, rows);
        Labels = [.. rows.Select(row => row.IsPhishing ? (byte)1 : (byte)0)];
        Groups = new int[rows.Count];
        Hosts = new string[rows.Count];
        (IsRoot, IsShared) = (new bool[rows.Count], new bool[rows.Count]);
        var domains = new Dictionary<string, int>();
        var (reader, scratch) = (new UrlFeatureReader(ReferenceLists.Embedded), new FeatureScratch());
        for (var i = 0; i < rows.Count; i++) Describe(i, reader, scratch, domains);
        Domains = domains.Count;
    }

    public string Name { get; }
    public IReadOnlyList<LabelledUrl> Rows { get; }
    public byte[] Labels { get; }
    public int[] Groups { get; }
    public int Domains { get; }
    /// <summary>Host without www.; empty for a URL that cannot be read.</summary>
    public string[] Hosts { get; }
    /// <summary>No path and no query.</summary>
    public bool[] IsRoot { get; }
    /// <summary>A tenant of a platform, a short link, an abused service.</summary>
    public bool[] IsShared { get; }
    public int Phishing => Labels.Count(label => label == 1);
    public double Rate => Phishing / (double)Labels.Length;

    public static LabelledSet Read(string name, string path) => new(name, ReadRows(path));

    public static List<LabelledUrl> ReadRows(string path)
    {
        var rows = new List<LabelledUrl>();
        using var reader = RowReader.Open(path, Column.Url, Column.Label, Column.SeenAt, Column.Source);
        while (reader.Read())
        {
            if (reader.Fault != RecordFault.None) throw new BenchException($"{path} has an unusable row on line {reader.Line}: {reader.Fault}.");
            DateTimeOffset? seen = DateTimeOffset.TryParse(reader.Text(2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
            rows.Add(new LabelledUrl(reader.Text(0), reader.Text(1) != "benign", seen, reader.Text(3)));
        }
        return rows;
    }

    private void Describe(int i, UrlFeatureReader reader, FeatureScratch scratch, Dictionary<string, int> domains)
    {
        var domain = Rows[i].Url;
        Hosts[i] = "";
        if (UrlParser.TryParse(domain, scratch.Url, out var url, out _))
        {
            var subject = reader.Subject(url, scratch);
            Hosts[i] = subject.Host.ToString();
            domain = subject.Registrable.IsEmpty ? Hosts[i] : subject.Registrable.ToString();
            IsRoot[i] = subject.Path.IsEmpty && subject.Query.IsEmpty;
            IsShared[i] = subject.Domain.IsPrivateSuffix || (subject.Traits & Shared) != 0;
        }
        if (!domains.TryGetValue(domain, out var group)) domains.Add(domain, group = domains.Count);
        Groups[i] = group;
    }
}
