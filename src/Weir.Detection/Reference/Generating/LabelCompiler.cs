using Weir.Detection.Urls;

namespace Weir.Detection.Reference.Generating;

/// <summary>Trains the label model on the label left of the public suffix of every ranked domain.</summary>
internal static class LabelCompiler
{
    public static ReferenceFile Compile(
        IEnumerable<(int Rank, string Domain)> ranking, PublicSuffixes suffixes, string source, DateOnly date)
    {
        var model = new LabelModel();
        foreach ((_, string domain) in ranking)
        {
            HostDomain parts = suffixes.Match(domain);
            if (!parts.HasRegistrable) continue;
            string label = domain[parts.RegistrableStart..(parts.SuffixStart - 1)];
            if (!label.StartsWith("xn--", StringComparison.Ordinal)) model.Add(label);
        }
        return new ReferenceFile(ListNames.Labels, source, date, model.Count, model.ToPayload());
    }
}
